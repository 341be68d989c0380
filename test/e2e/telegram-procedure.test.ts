// The whole procedure of Tarakan on Telegram, over HTTP: four officers who only tap, and an applicant who never leaves his chat.
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeDown } from '../../src/app/upkeep.ts';
import { createMongoStore } from '../../src/storage/mongo/mongo-store.ts';
import { QUIET, mongoForTests } from '../helpers/mongo.ts';
import { sampleFile } from '../helpers/sample-files.ts';
import {
  BLURRED,
  DISPOSE,
  finish,
  giveBack,
  handDown,
  handIn,
  openOffice,
  requestOf,
} from '../helpers/telegram-office.ts';
import type { Office } from '../helpers/telegram-office.ts';
import { forbidden, indiscretions, leftStanding } from '../helpers/telegram-story-checks.ts';
import { openTelegramStory } from '../helpers/telegram-story.ts';
import type { TelegramStory } from '../helpers/telegram-story.ts';
import { openTelegramDouble } from '../helpers/telegram-double.ts';
import type { TelegramDouble } from '../helpers/telegram-double.ts';

const server = await mongoForTests();
afterAll(() => server?.stop());

/** What Node.js warns of, e.g. listeners that pile up. */
const warnings: string[] = [];
process.on('warning', ({ message }) => warnings.push(message));

let double: TelegramDouble;
let story: TelegramStory;
let office: Office;
let offered: string[];

beforeEach(async () => {
  offered = [];
  double = await openTelegramDouble();
  story = await openTelegramStory(double, {
    async onSend(of, to, { choices }) {
      offered.push(...(await forbidden(of, to, choices)));
    },
  });
  office = await openOffice(story, double);
});

afterEach(async () => {
  await story.stop();
  await double.close();
});

function callsAfter(before: number): string[] {
  return double.calls.slice(before).map(({ method }) => method);
}

describe('the procedure of Tarakan on Telegram', () => {
  it('comes from the first word to the certificate, one paper having been replaced', async () => {
    const { applicant, verifikator, kepala_dinas: head } = office;
    const players = Object.values(office);
    const number = await handIn(story, applicant);
    const step = 'disposisi_kepala_dinas';
    expect(applicant.text()).toContain(number);
    expect(await head.offered()).toEqual([`act:${number}:${step}:dispose`, `papers:${number}`, `history:${number}`]);

    await head.tap(/^papers:/);
    const papers = head.person.shown().flatMap(({ document }) => (document ? [document.bytes.length] : []));
    const pdf = sampleFile('pdf').length;
    expect(papers).toEqual([pdf, pdf, 40_000, pdf]);
    await head.tap(DISPOSE);
    await head.say('Mohon <segera> & *teliti*');
    expect(await leftStanding(story, players)).toEqual([]);
    await office.kepala_bidang.tap(DISPOSE);
    expect(office.kepala_bidang.text()).toContain('Mohon <segera> & teliti');
    await office.kepala_bidang.tap('note=-');
    await office.statistisi.tap(DISPOSE);
    await office.statistisi.tap('note=-');
    expect(await leftStanding(story, players)).toEqual([]);

    await giveBack(verifikator, 'ktp');
    expect((await requestOf(story, applicant)).state).toBe('returned');
    expect(await leftStanding(story, players)).toEqual([]);
    expect(applicant.text()).toContain(`KTP: ${BLURRED}`);
    await applicant.tap(/^replace:/);
    await applicant.photo(sampleFile('jpeg', 60_000));
    await applicant.tap('summary=send');
    expect(verifikator.text()).toContain(story.words('notice.resubmitted', { papers: 'KTP' }));
    await finish(verifikator);

    const { state, history } = await requestOf(story, applicant);
    expect(state).toBe('completed');
    const issued = { number, issued: '18 November 2026', until: '18 November 2028' };
    expect(applicant.text()).toContain(story.words('notice.issued', issued));
    expect(history.filter(({ kind }) => kind === 'step_decided')).toHaveLength(6);
    expect(await leftStanding(story, players)).toEqual([]);
    expect(offered).toEqual([]);
    expect(indiscretions(double)).toEqual([]);
    expect([...new Set(double.state.queries.values())]).toEqual(['answered']);
    expect(story.logged).toEqual([]);
  });

  it('shows in each settled message who decided what and when, and takes its buttons away', async () => {
    await handIn(story, office.applicant);
    await handDown(office, 'verifikator');
    await giveBack(office.verifikator, 'ktp');

    for (const [who, name] of [
      ['kepala_dinas', 'Hendra Wijaya'],
      ['kepala_bidang', 'Ratna Kusuma'],
      ['statistisi', 'Bagus Prasetyo'],
      ['verifikator', 'Maya Anggraini'],
    ] as const) {
      const task = office[who].person.shown().find(({ text }) => text.includes('Melati Puspitasari'));
      expect(task?.text.split('\n').at(-1)).toMatch(new RegExp(`^✔ .* ${name}.*18 November 2026`));
      expect(task).toMatchObject({ rows: [], edits: 1 });
    }
  });

  it('answers every tap before it says anything', async () => {
    await handIn(story, office.applicant);
    const before = double.calls.length;
    await office.kepala_dinas.tap(DISPOSE);
    expect(callsAfter(before)).toEqual(['answerCallbackQuery', 'sendMessage']);
    const between = double.calls.length;
    await office.kepala_dinas.tap('note=-');
    expect(callsAfter(between)[0]).toBe('answerCallbackQuery');
    expect(callsAfter(between).filter((method) => method === 'answerCallbackQuery')).toHaveLength(1);
    expect(callsAfter(between)).toContain('editMessageText');
  });

  it('is told to everybody whom it concerns, and to nobody else', async () => {
    const { applicant, verifikator, kepala_dinas: head } = office;
    const number = await handIn(story, applicant);
    expect(head.text()).toContain(number);
    expect(verifikator.text()).not.toContain(number);
    const before = applicant.person.shown().length;
    await handDown(office, 'verifikator');
    expect(applicant.person.shown()).toHaveLength(before + 3);
    await finish(verifikator);
    expect(verifikator.text()).toContain(story.words('state.completed'));
  });

  it('lists what waits for an officer, and opens one', async () => {
    const number = await handIn(story, office.applicant);
    await office.kepala_dinas.say('/antrean');
    expect((await office.kepala_dinas.offered())[0]).toBe(`open:${number}`);
    await office.kepala_dinas.tap(`open:${number}`);
    expect(await office.kepala_dinas.offered()).toContain(`act:${number}:disposisi_kepala_dinas:dispose`);
    await office.kepala_bidang.say('/antrean');
    expect(office.kepala_bidang.text()).toContain(story.words('queue.empty'));
    await office.verifikator.say(`/permohonan ${number}`);
    expect(await office.verifikator.offered()).toEqual([`papers:${number}`, `history:${number}`]);
    expect(offered).toEqual([]);
  });

  it('takes the buttons away when the applicant withdraws, from an officer on leave as well', async () => {
    const { applicant, kepala_dinas: head } = office;
    await handIn(story, applicant);
    const away = { from: '2026-11-18', until: '2026-11-20', delegate: 'officer-9002' };
    const person = {
      id: 'officer-9001',
      name: 'Hendra Wijaya',
      roles: ['kepala_dinas'],
      language: 'id',
      away,
    } as const;
    await story.store.savePerson(person);
    await applicant.say('/menu');
    await applicant.tap('menu=withdraw');
    await applicant.tap('sure=yes');
    const [task] = head.person.shown().filter(({ text }) => text.includes('Melati Puspitasari'));
    expect(task).toMatchObject({ rows: [], edits: 1 });
    expect(task?.text).toContain('✔');
    expect(await leftStanding(story, Object.values(office))).toEqual([]);
  });

  it('ends with a reason that the applicant reads, when the verifier rejects it', async () => {
    const { applicant, verifikator } = office;
    await handIn(story, applicant);
    await handDown(office, 'verifikator');
    await verifikator.tap(/:reject$/);
    await verifikator.tap('reason=Email dinas tidak aktif');
    expect((await requestOf(story, applicant)).state).toBe('rejected');
    expect(applicant.text()).toContain('Email dinas tidak aktif');
    expect(await leftStanding(story, Object.values(office))).toEqual([]);
    expect(offered).toEqual([]);
  });

  it('leaves a whole audit trail, papers that were opened included, all through Telegram', async () => {
    const number = await handIn(story, office.applicant);
    await office.kepala_dinas.tap(/^papers:/);
    await handDown(office, 'kepala_bidang');
    await writeDown(story.desk);
    const entries = await story.store.findAudit(number);
    const told = entries.map(
      ({ act, actor, channel }) => `${act} ${actor.startsWith('officer') ? actor : 'applicant'} ${channel}`,
    );
    expect(told).toEqual([
      'request_submitted applicant telegram',
      ...Array.from({ length: 4 }, () => 'paper_opened officer-9001 telegram'),
      'step_decided officer-9001 telegram',
    ]);
  });

  it('leaves no waits behind that pile up', async () => {
    await handIn(story, office.applicant);
    await handDown(office, 'kepala_bidang');
    expect(warnings).toEqual([]);
  });

  it('begins with a menu of commands in both languages, in the words of the catalogues', () => {
    for (const language of ['', 'id', 'en']) {
      const commands = double.state.commands.get(language) as { command: string; description: string }[];
      const queue = language === 'en' ? 'queue' : 'antrean';
      expect(commands.map(({ command }) => command)).toContain(queue);
      expect(commands.every(({ description }) => description.length > 3)).toBe(true);
    }
  });

  it('speaks English with whoever prefers it', async () => {
    await office.applicant.say('/english');
    const [menu] = await office.applicant.say('/menu');
    expect(menu?.rows.flat().map(({ text }) => text)).toContain('Help');
  });
});

describe.skipIf(!server)('over a real database', () => {
  it('comes to its certificate as well, the process being killed at every step', async () => {
    const store = createMongoStore({ uri: server?.uri('procedure') ?? '', key: Buffer.alloc(32, 7), log: QUIET });
    await store.open();
    const other = await openTelegramDouble();
    const told = await openTelegramStory(other, { store });
    const people = await openOffice(told, other);
    await handIn(told, people.applicant);
    await told.restart('killed');
    await handDown(people, 'verifikator');
    await told.restart('killed');
    await giveBack(people.verifikator, 'ktp');
    await told.restart('killed');
    await people.applicant.tap(/^replace:/);
    await people.applicant.photo(sampleFile('jpeg', 60_000));
    await people.applicant.tap('summary=send');
    await told.restart('killed');
    await finish(people.verifikator);
    await told.pass(60_000);

    const { state, history } = await requestOf(told, people.applicant);
    expect(state).toBe('completed');
    expect(history.filter(({ kind }) => kind === 'step_decided')).toHaveLength(6);
    // What a process has sent in its last moments it could not write down: those buttons stay, and are refused.
    await people.kepala_dinas.tap(DISPOSE);
    expect((await requestOf(told, people.applicant)).history).toEqual(history);
    expect(told.logged).toEqual([]);
    await told.stop();
    await other.close();
    await store.close();
  });
});
