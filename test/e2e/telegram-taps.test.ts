// Whose tap counts: once, from the officer's own chat, in his role, while he has it, before the decision; and what the others read.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { handDown, handIn, linkOfficer, openOffice, playerAt, requestOf } from '../helpers/telegram-office.ts';
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

const PASSED_DOWN = ['disposisi_kepala_dinas Hendra Wijaya'];

describe('a button on Telegram', () => {
  beforeEach(async () => {
    await handIn(story, office.applicant);
  });

  it('tapped twice in a row decides once', async () => {
    const { kepala_dinas: head } = office;
    await head.tap('Disposisi');
    const data = head.dataOf('Tanpa catatan');
    const taps = [head.person.tapData(data), head.person.tapData(data)];
    await Promise.all(taps.map((tap) => double.taken(tap)));
    expect(await decisions()).toEqual(PASSED_DOWN);
    const recorded = head.person.shown().filter(({ text }) => text.includes('Tercatat untuk'));
    expect(recorded).toHaveLength(1);
  });

  it('tapped after the decision says by whom and when it was decided', async () => {
    const { kepala_dinas: head } = office;
    const data = head.dataOf('Disposisi');
    await handDown(office, 'kepala_bidang');
    const [said] = await head.tapData(data);
    expect(said?.text).toContain('sudah diputuskan oleh Hendra Wijaya (Disposisi) pada 18 November 2026');
    expect(await decisions()).toEqual(PASSED_DOWN);
  });

  it('guessed or forwarded to a stranger does nothing in his own chat', async () => {
    const data = office.kepala_dinas.dataOf('Disposisi');
    const stranger = playerAt(double, 666, 'Orang Asing');
    await stranger.say('/start');
    const said = await stranger.tapData(data);
    expect(said.map(({ text }) => text).join()).not.toMatch(/TTE-|Melati/);
    expect(await decisions()).toEqual([]);
  });

  it("tapped by a stranger under the officer's own message does nothing, and nobody reads anything", async () => {
    const { person } = office.kepala_dinas;
    const before = person.shown().length;
    await double.taken(person.tapData(office.kepala_dinas.dataOf('Disposisi'), { id: 666 }));
    expect(person.shown()).toHaveLength(before);
    expect(await decisions()).toEqual([]);
  });

  it('of one officer, sent by another of another role, does nothing', async () => {
    const data = office.kepala_dinas.dataOf('Disposisi');
    await office.verifikator.tapData(data);
    await office.applicant.tapData(data);
    expect(await decisions()).toEqual([]);
  });

  it('that an officer was shown in a role he no longer has is refused', async () => {
    const { kepala_dinas: head } = office;
    const data = head.dataOf('Disposisi');
    await story.store.savePerson({
      id: 'officer-9001',
      name: 'Hendra Wijaya',
      roles: ['statistisi'],
      language: 'id',
    });
    const [said] = await head.tapData(data);
    expect(said?.text).toContain('bukan wewenang');
    expect(await decisions()).toEqual([]);
  });

  it('of an officer who was removed a minute ago decides nothing, though he was in the midst of it', async () => {
    const { kepala_dinas: head } = office;
    await head.tap('Disposisi');
    await story.store.savePerson({ id: 'officer-9001', name: 'Hendra Wijaya', roles: [], language: 'id' });
    await story.pass(60_000);
    const first = await head.tap('Tanpa catatan');
    const second = await head.tap('Disposisi');
    expect([...first, ...second].map(({ text }) => text).join()).not.toContain('Melati');
    await head.tap('Lihat berkas');
    expect(head.person.shown().some(({ document }) => document !== undefined)).toBe(false);
    expect(await decisions()).toEqual([]);
  });

  it('still works after a restart, in the midst of a decision as well', async () => {
    const { kepala_dinas: head } = office;
    await story.restart();
    await head.tap('Disposisi');
    await story.restart();
    await head.tap('Tanpa catatan');
    expect(await decisions()).toEqual(PASSED_DOWN);
    const task = head.person.shown().find(({ text }) => text.includes('Pemohon: Melati'));
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
    const label = 'Lengkap dan terkirim ke BSrE';
    const taps = [first, second].map(({ person, dataOf }) => person.tapData(dataOf(label)));
    await Promise.all(taps.map((tap) => double.taken(tap)));

    expect(await verified()).toHaveLength(1);
    const [by] = await verified();
    const [winner, loser] = by?.endsWith('Maya Anggraini') === true ? [first, second] : [second, first];
    expect(winner.text()).toContain('Tercatat untuk');
    expect(loser.text()).toContain(`sudah diputuskan oleh ${by?.replace('pemeriksaan ', '')}`);
    for (const { person } of [first, second]) {
      const task = person.shown().find(({ text }) => text.includes('Pemeriksaan berkas dan pengiriman'));
      expect(task?.text).toContain('✔ Lengkap dan terkirim ke BSrE oleh');
      expect(task?.rows).toEqual([]);
    }
  });

  it('do not do the same work: what one has taken, the other is no longer offered', async () => {
    const { second } = await both();
    await office.verifikator.tap('Kerjakan');
    const [refused] = await second.tap('Lengkap dan terkirim ke BSrE');
    expect(refused?.text).toContain('sedang dikerjakan oleh Maya Anggraini');
    await second.say('/antrean');
    await second.tap(/Melati/);
    expect(second.buttons()).toEqual(['Ambil alih', 'Lihat berkas', 'Riwayat']);
    await office.verifikator.tap('Lepaskan');
    await second.tap('Lengkap dan terkirim ke BSrE');
    expect(await verified()).toEqual(['pemeriksaan Lina Marlina']);
  });
});

describe('a deep link', () => {
  it('is good for one chat, and a forwarded one for nobody', async () => {
    const code = await story.addOfficer({ id: 'officer-9006', name: 'Dewi Anggraini', roles: ['verifikator'] });
    const [first, second] = [playerAt(double, 9006, 'Dewi'), playerAt(double, 667, 'Penerus')];
    const [welcome] = await first.say(`/start ${code}`);
    const [refused] = await second.say(`/start ${code}`);
    expect(welcome?.text).toContain('Selamat datang, Dewi Anggraini');
    expect(refused?.text).toContain('tidak dikenal');
    await second.say('/antrean');
    expect(second.text()).toContain('hanya untuk petugas');
  });

  it('is good for a day', async () => {
    const code = await story.addOfficer({ id: 'officer-9006', name: 'Dewi Anggraini', roles: ['verifikator'] });
    await story.pass(24 * 3_600_000 + 1);
    const [refused] = await playerAt(double, 9006, 'Dewi').say(`/start ${code}`);
    expect(refused?.text).toContain('tidak dikenal');
  });
});
