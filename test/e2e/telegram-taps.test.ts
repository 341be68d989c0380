// Whose tap counts: once, from the officer's own chat, in his role, while he has it, before the decision; and what the others read.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  DISPOSE,
  REGISTER,
  handDown,
  handIn,
  linkOfficer,
  openOffice,
  playerAt,
  requestOf,
} from '../helpers/telegram-office.ts';
import type { Office } from '../helpers/telegram-office.ts';
import { openTelegramStory } from '../helpers/telegram-story.ts';
import type { TelegramStory } from '../helpers/telegram-story.ts';
import { openTelegramDouble } from '../helpers/telegram-double.ts';
import type { TelegramDouble } from '../helpers/telegram-double.ts';

let double: TelegramDouble;
let story: TelegramStory;
let office: Office;

beforeEach(async () => {
  double = await openTelegramDouble();
  story = await openTelegramStory(double);
  office = await openOffice(story, double);
});

afterEach(async () => {
  await story.stop();
  expect(story.logged).toEqual([]);
  expect([...double.state.queries.values()].filter((state) => state !== 'answered')).toEqual([]);
  await double.close();
});

async function decisions(): Promise<string[]> {
  const { history } = await requestOf(story, office.applicant);
  return history.flatMap((event) => (event.kind === 'step_decided' ? [`${event.step} ${event.by.name}`] : []));
}

/** How the refusal begins that names who was quicker. */
function decidedBy(by: string): string {
  const [words = ''] = story.words('refusal.already_decided', { by, decision: '|', at: '' }).split('|');
  return words;
}

/** How the message begins that confirms a decision. */
const RECORDED = 'Tercatat';

const PASSED_DOWN = ['disposisi_kepala_dinas Hendra Wijaya'];

describe('a button on Telegram', () => {
  beforeEach(async () => {
    await handIn(story, office.applicant);
  });

  it('tapped twice in a row decides once', async () => {
    const { kepala_dinas: head } = office;
    await head.tap(DISPOSE);
    const data = await head.dataOf('note=-');
    const taps = [head.person.tapData(data), head.person.tapData(data)];
    await Promise.all(taps.map((tap) => double.taken(tap)));
    expect(await decisions()).toEqual(PASSED_DOWN);
    const recorded = head.person.shown().filter(({ text }) => text.startsWith(RECORDED));
    expect(recorded).toHaveLength(1);
  });

  it('tapped after the decision says by whom and when it was decided', async () => {
    const { kepala_dinas: head } = office;
    const data = await head.dataOf(DISPOSE);
    await handDown(office, 'kepala_bidang');
    const [said] = await head.tapData(data);
    expect(said?.text).toContain(decidedBy('Hendra Wijaya'));
    expect(await decisions()).toEqual(PASSED_DOWN);
  });

  it('guessed or forwarded to a stranger does nothing in his own chat', async () => {
    const data = await office.kepala_dinas.dataOf(DISPOSE);
    const stranger = playerAt(story, double, 666, 'Orang Asing');
    await stranger.say('/start');
    const said = await stranger.tapData(data);
    expect(said.map(({ text }) => text).join()).not.toMatch(/TTE-|Melati/);
    expect(await decisions()).toEqual([]);
  });

  it("tapped by a stranger under the officer's own message does nothing, and nobody reads anything", async () => {
    const { person } = office.kepala_dinas;
    const before = person.shown().length;
    await double.taken(person.tapData(await office.kepala_dinas.dataOf(DISPOSE), { id: 666 }));
    expect(person.shown()).toHaveLength(before);
    expect(await decisions()).toEqual([]);
  });

  it('of one officer, sent by another of another role, does nothing', async () => {
    const data = await office.kepala_dinas.dataOf(DISPOSE);
    await office.verifikator.tapData(data);
    await office.applicant.tapData(data);
    expect(await decisions()).toEqual([]);
  });

  it('that an officer was shown in a role he no longer has is refused', async () => {
    const { kepala_dinas: head } = office;
    const data = await head.dataOf(DISPOSE);
    await story.store.savePerson({
      id: 'officer-9001',
      name: 'Hendra Wijaya',
      roles: ['statistisi'],
      language: 'id',
    });
    const [said] = await head.tapData(data);
    expect(said?.text).toContain(story.words('refusal.not_your_step'));
    expect(await decisions()).toEqual([]);
  });

  it('of an officer who was removed a minute ago decides nothing, though he was in the midst of it', async () => {
    const { kepala_dinas: head } = office;
    await head.tap(DISPOSE);
    await story.store.savePerson({ id: 'officer-9001', name: 'Hendra Wijaya', roles: [], language: 'id' });
    await story.pass(60_000);
    const first = await head.tap('note=-');
    const second = await head.tap(DISPOSE);
    expect([...first, ...second].map(({ text }) => text).join()).not.toContain('Melati');
    await head.tap(/^papers:/);
    expect(head.person.shown().some(({ document }) => document !== undefined)).toBe(false);
    expect(await decisions()).toEqual([]);
  });

  it('still works after a restart, in the midst of a decision as well', async () => {
    const { kepala_dinas: head } = office;
    await story.restart();
    await head.tap(DISPOSE);
    await story.restart();
    await head.tap('note=-');
    expect(await decisions()).toEqual(PASSED_DOWN);
    const task = head.person.shown().find(({ text }) => text.includes('Melati'));
    expect(task).toMatchObject({ rows: [], edits: 1 });
  });

  it('that carries nothing the bot has ever made is answered, and the person is told what he can do', async () => {
    const [said] = await office.kepala_dinas.tapData('c:AAAAAAAAAAAAAAAAAAAAAA');
    expect(said?.rows.flat().length).toBeGreaterThan(0);
    expect(await decisions()).toEqual([]);
  });
});

describe('two verifiers', () => {
  async function both(): Promise<{ second: Office['verifikator'] }> {
    const second = await linkOfficer(story, double, 'verifikator', 9005, 'Lina Marlina');
    await handIn(story, office.applicant);
    await handDown(office, 'verifikator');
    return { second };
  }
  const verified = async (): Promise<string[]> =>
    (await decisions()).filter((decision) => decision.startsWith('pemeriksaan'));

  it('who decide at the same moment: one counts, and the other reads who was quicker', async () => {
    const { second } = await both();
    const { verifikator: first } = office;
    const data = [await first.dataOf(REGISTER), await second.dataOf(REGISTER)];
    const taps = [first, second].map(({ person }, index) => person.tapData(data[index] ?? ''));
    await Promise.all(taps.map((tap) => double.taken(tap)));

    expect(await verified()).toHaveLength(1);
    const [by] = await verified();
    const [winner, loser] = by?.endsWith('Maya Anggraini') === true ? [first, second] : [second, first];
    expect(winner.text()).toContain(RECORDED);
    expect(loser.text()).toContain(decidedBy(by?.replace('pemeriksaan ', '') ?? ''));
    for (const { person } of [first, second]) {
      const task = person.shown().find(({ text }) => text.includes('Melati'));
      expect(task?.text).toContain('✔');
      expect(task?.rows).toEqual([]);
    }
  });

  it('do not do the same work: what one has taken, the other is no longer offered', async () => {
    const { second } = await both();
    await office.verifikator.tap(/^claim:/);
    const [refused] = await second.tap(REGISTER);
    expect(refused?.text).toContain('Maya Anggraini');
    expect(await verified()).toEqual([]);
    await second.say('/antrean');
    await second.tap(/^open:/);
    expect((await second.offered()).map((choice) => choice.split(':')[0])).toEqual(['claim', 'papers', 'history']);
    await office.verifikator.tap(/^release:/);
    await second.tap(REGISTER);
    expect(await verified()).toEqual(['pemeriksaan Lina Marlina']);
  });
});

describe('a deep link', () => {
  it('is good for one chat, and a forwarded one for nobody', async () => {
    const code = await story.addOfficer({ id: 'officer-9006', name: 'Dewi Anggraini', roles: ['verifikator'] });
    const [first, second] = [playerAt(story, double, 9006, 'Dewi'), playerAt(story, double, 667, 'Penerus')];
    const [welcome] = await first.say(`/start ${code}`);
    const [refused] = await second.say(`/start ${code}`);
    expect(welcome?.text).toContain('Dewi Anggraini');
    expect(refused?.text).toContain(story.words('link.unknown'));
    await second.say('/antrean');
    expect(second.text()).toContain(story.words('queue.not_officer'));
  });

  it('is good for a day', async () => {
    const code = await story.addOfficer({ id: 'officer-9006', name: 'Dewi Anggraini', roles: ['verifikator'] });
    await story.pass(24 * 3_600_000 + 1);
    const [refused] = await playerAt(story, double, 9006, 'Dewi').say(`/start ${code}`);
    expect(refused?.text).toContain(story.words('link.unknown'));
  });
});
