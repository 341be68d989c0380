// What may go wrong around the desk: the process dies, Telegram is away, a person blocks the bot, names and files are not as expected.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Address } from '../../src/app/ports.ts';
import { OperationalError } from '../../src/app/ports.ts';
import { sampleFile } from '../helpers/sample-files.ts';
import {
  DISPOSE,
  REGISTER,
  finish,
  handDown,
  handIn,
  linkOfficer,
  openOffice,
  playerAt,
  requestOf,
} from '../helpers/telegram-office.ts';
import type { Office } from '../helpers/telegram-office.ts';
import { openTelegramStory } from '../helpers/telegram-story.ts';
import type { Player, TelegramStory } from '../helpers/telegram-story.ts';
import { openTelegramDouble } from '../helpers/telegram-double.ts';
import type { TelegramDouble } from '../helpers/telegram-double.ts';

const MINUTE = 60_000;

let double: TelegramDouble;
let story: TelegramStory;
let office: Office;
let beforeSend: (to: Address) => void;

beforeEach(async () => {
  beforeSend = () => undefined;
  double = await openTelegramDouble();
  story = await openTelegramStory(double, { onSend: async (_story, to) => beforeSend(to) });
  office = await openOffice(story, double);
});

afterEach(async () => {
  await story.stop();
  await double.close();
});

async function kinds(): Promise<string[]> {
  return (await requestOf(story, office.applicant)).history.map(({ kind }) => kind);
}

function countOf({ person }: Player, text: string): number {
  return person.shown().filter((message) => message.text.includes(text)).length;
}

describe('a process that is killed', () => {
  it.each([
    ['between saving and sending', false, 1],
    ['after sending, before it wrote that down', true, 2],
  ])('%s has decided once, and its message arrives once or twice', async (_when, sent, times) => {
    await handIn(story, office.applicant);
    await office.kepala_dinas.tap(DISPOSE);
    const died = story.dieAtNextMessage(sent);
    const tap = office.kepala_dinas.person.tapData(await office.kepala_dinas.dataOf('note=-'));
    await died;
    await story.restart('killed');
    await double.taken(tap);
    await story.pass(2 * MINUTE);

    expect(await kinds()).toEqual(['application_submitted', 'step_decided']);
    expect(countOf(office.kepala_dinas, 'Tercatat')).toBe(times);
    expect(countOf(office.kepala_bidang, story.words('task.papers'))).toBe(1);
    expect(countOf(office.applicant, '“Disposisi Kepala Dinas”')).toBe(1);
    await office.kepala_bidang.tap(DISPOSE);
    await office.kepala_bidang.tap('note=-');
    expect(await kinds()).toEqual(['application_submitted', 'step_decided', 'step_decided']);
  });

  it('in the midst of handing in has taken the request once', async () => {
    const { applicant, kepala_dinas: head } = office;
    const died = story.dieAtNextMessage(false);
    const summary = applicant.person.say('/menu');
    await died;
    await story.restart('killed');
    await double.taken(summary);
    const number = await handIn(story, applicant);
    await story.pass(2 * MINUTE);
    expect(countOf(head, number)).toBe(1);
    expect(await kinds()).toEqual(['application_submitted']);
  });

  it('polls on where it was: what was said meanwhile is heard, once', async () => {
    await office.applicant.say('/start');
    await story.stop();
    const update = office.applicant.person.say('/status');
    await story.restart();
    await double.taken(update);
    double.bringAgain(update);
    await office.applicant.say('/bantuan');
    expect(countOf(office.applicant, story.words('status.none'))).toBe(1);
  });
});

describe('Telegram away for ten minutes', () => {
  it('loses nothing: messages arrive in order, taps count once', async () => {
    const { applicant, kepala_dinas: head, kepala_bidang: next } = office;
    await handIn(story, applicant);
    await head.tap(DISPOSE);
    const data = await head.dataOf('note=-');
    double.goAway();
    const taps = [head.person.tapData(data), head.person.tapData(data)];
    const asked = applicant.person.say('status');
    for (let minute = 0; minute < 10; minute += 1) await story.pass(MINUTE);
    double.comeBack();
    await Promise.all([...taps, asked].map((update) => double.taken(update)));
    for (let minute = 0; minute < 15; minute += 1) await story.pass(MINUTE);

    expect(await kinds()).toEqual(['application_submitted', 'step_decided']);
    expect(countOf(head, 'Tercatat')).toBe(1);
    expect(countOf(next, story.words('task.papers'))).toBe(1);
    expect(story.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('in the midst of a decision delivers what was decided when it is back', async () => {
    const { applicant, kepala_dinas: head, kepala_bidang: next } = office;
    await handIn(story, applicant);
    await head.tap(DISPOSE);
    beforeSend = () => double.goAway();
    const tap = head.person.tapData(await head.dataOf('note=-'));
    await expect.poll(kinds, { interval: 5 }).toEqual(['application_submitted', 'step_decided']);
    for (let minute = 0; minute < 10; minute += 1) await story.pass(MINUTE);
    expect(countOf(next, story.words('task.papers'))).toBe(0);
    beforeSend = () => undefined;
    double.comeBack();
    await double.taken(tap);
    for (let minute = 0; minute < 15; minute += 1) await story.pass(MINUTE);

    expect(await kinds()).toEqual(['application_submitted', 'step_decided']);
    expect(countOf(head, 'Tercatat')).toBe(1);
    expect(countOf(next, story.words('task.papers'))).toBe(1);
    expect(countOf(applicant, '“Disposisi Kepala Dinas”')).toBe(1);
    const task = head.person.shown().find(({ text }) => text.includes('Melati Puspitasari'));
    expect(task).toMatchObject({ edits: 0 });
    const [said] = await head.tap(DISPOSE);
    expect(said?.text).toContain('Hendra Wijaya');
    expect(task).toMatchObject({ edits: 1, rows: [] });
  });

  it('delivers a task late without the buttons of a decision that a colleague has taken meanwhile', async () => {
    const { applicant, verifikator } = office;
    const second = await linkOfficer(story, double, 'verifikator', 9005, 'Lina Marlina');
    await handIn(story, applicant);
    const busy = new OperationalError('rate_limited', { retryable: true, retryAfter: 5 * MINUTE });
    beforeSend = (to) => {
      if (to === second.address) throw busy;
    };
    await handDown(office, 'verifikator');
    beforeSend = () => undefined;
    expect(countOf(second, 'Melati Puspitasari')).toBe(0);
    await verifikator.tap(REGISTER);
    await story.pass(6 * MINUTE);
    const late = second.person.shown().find(({ text }) => text.includes('Melati Puspitasari'));
    expect(late?.text).toMatch(/✔ .* Maya Anggraini/);
    expect(late?.rows).toEqual([]);
  });

  it('asks for a wait, and is given exactly that', async () => {
    const { applicant } = office;
    double.fail('sendMessage', { retryAfter: 37 });
    await applicant.say('/start');
    expect(applicant.person.shown()).toEqual([]);
    await story.pass(36_999);
    expect(applicant.person.shown()).toEqual([]);
    await story.pass(1);
    expect(applicant.person.shown()).toHaveLength(1);
  });
});

describe('a person who blocks the bot', () => {
  it('ends his own queue and nobody else’s', async () => {
    const { applicant, verifikator } = office;
    await handIn(story, applicant);
    applicant.person.block();
    await handDown(office, 'verifikator');
    await finish(verifikator);
    expect((await requestOf(story, applicant)).state).toBe('completed');
    const before = double.calls.length;
    for (let hour = 0; hour < 3; hour += 1) await story.pass(60 * MINUTE);
    expect(await story.store.findPending('2027-01-01T00:00:00.000Z', 10)).toEqual([]);
    expect(double.calls.slice(before)).toEqual([]);
    expect(story.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('is heard and answered again once he is back', async () => {
    const { applicant } = office;
    await applicant.say('/start');
    applicant.person.block();
    await applicant.say('/status');
    applicant.person.chat.blocked = false;
    const [line] = await applicant.say('/bantuan');
    expect(line?.text.length).toBeGreaterThan(0);
  });
});

describe('what people send', () => {
  it.each(['<b>Budi</b> & Anak', 'Ayu_Lestari *', '</b>[Sri](https://contoh.go.id) `x`', '&amp; <script>'])(
    'may hold marks of Markdown or HTML, as in %s: it is shown as it was written, and breaks nothing',
    async (name) => {
      const { applicant, kepala_bidang: next } = office;
      await story.store.savePerson({ id: 'officer-9001', name, roles: ['kepala_dinas'], language: 'id' });
      const number = await handIn(story, applicant, { jabatan: name });
      const { kepala_dinas: head } = office;
      expect(head.text()).toContain(`Jabatan: ${name}`);
      await head.tap(DISPOSE);
      await head.say(`Untuk ${name}`);
      expect(head.text()).toMatch(/✔ .*18 November 2026/);
      expect(head.text().split('✔')[1]).toContain(name);
      expect(next.text()).toContain(`${name}: Untuk ${name}`);
      await next.tap(/^history:/);
      expect(next.text().split(number).length).toBeGreaterThan(2);
      expect(story.logged).toEqual([]);
    },
  );

  it('may be a photo instead of a file', async () => {
    await handIn(story, office.applicant);
    const { papers } = await requestOf(story, office.applicant);
    const card = papers.find(({ key }) => key === 'ktp')?.file;
    expect(card).toMatchObject({ type: 'jpeg', size: 40_000 });
    expect(card?.name).toMatch(/^foto-\d+\.jpg$/);
  });

  it('may be a voice message, a sticker, an edited answer: each is answered, none is taken for an answer', async () => {
    const { applicant } = office;
    await applicant.say('/start');
    await applicant.tap('menu=apply');
    await applicant.tap('consent=agree');
    for (const send of [
      () => applicant.person.send({ voice: { file_id: 'v', duration: 2 } }),
      () => applicant.person.send({ sticker: { file_id: 's' } }),
      () => applicant.person.edit('Nama Lain'),
    ]) {
      const before = applicant.person.shown().length;
      await double.taken(send());
      expect(applicant.person.shown().length).toBeGreaterThan(before);
    }
    const chat = await story.store.findChat(applicant.address);
    expect(JSON.stringify(chat?.session)).not.toContain('Nama Lain');
  });

  it('may be larger than Telegram hands out, and then the limit is said, not guessed', async () => {
    const { applicant } = office;
    await applicant.say('/start');
    await applicant.tap('menu=apply');
    await applicant.tap('consent=agree');
    const before = applicant.person.shown().length;
    const large = { name: 'surat.pdf', bytes: sampleFile('pdf'), size: 22_000_000 };
    await double.taken(applicant.person.upload(large));
    const said = applicant.person.shown().slice(before);
    expect(said[0]?.text).toContain('20 MB');
  });
});

describe('a person on two channels', () => {
  it('goes on with his form on Telegram by a code from elsewhere', async () => {
    const first = office.applicant;
    await first.say('/start');
    await first.tap('menu=apply');
    await first.tap('consent=agree');
    await first.say('Melati Puspitasari');
    await first.say('/hubungkan');
    const code = /K[2-9A-HJ-NP-TV-Z]{12}/.exec(first.text())?.[0] ?? '';
    const second = playerAt(story, double, 502, 'Melati (rumah)');
    await second.say(code);
    expect(second.text()).toContain('NIP');
    expect((await story.store.findChat(second.address))?.person).toBe(
      (await story.store.findChat(first.address))?.person,
    );
  });
});
