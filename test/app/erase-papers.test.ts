// The notice on personal data promises it: papers are erased so many days after their request has ended, and nothing else is.
import { describe, expect, it } from 'vitest';
import { upkeep } from '../../src/app/upkeep.ts';
import { OperationalError } from '../../src/app/ports.ts';
import { filesOf } from '../../src/core/erase.ts';
import { createMemoryStore } from '../../src/storage/memory/memory-store.ts';
import { answersFor } from '../../src/web-desk.ts';
import { unsignedPaper } from '../helpers/checked-papers.ts';
import { keepInventedRoll } from '../helpers/invented-roll.ts';
import { phrase } from '../helpers/phrase.ts';
import { sampleFile } from '../helpers/sample-files.ts';
import { driveTo, findRequest, giveBack, handIn } from '../helpers/story.ts';
import { testTrust } from '../helpers/test-pki.ts';
import type { World } from '../helpers/world.ts';
import { makeWorld } from '../helpers/world.ts';

const DAY = 86_400_000;
const DAYS = 90;
/** After so many an unfinished form is forgotten. */
const FORM_DAYS = 30;

async function reject(world: World): Promise<string> {
  const { number } = await handIn(world);
  await driveTo(world, number, 'pemeriksaan');
  await world.say('verifikator', { choice: `act:${number}:pemeriksaan:reject` });
  await world.say('verifikator', 'Pemohon sudah pindah ke instansi lain');
  return number;
}

async function withdraw(world: World): Promise<string> {
  const { number } = await handIn(world);
  await world.say('pemohon', { choice: 'menu=withdraw' });
  await world.say('pemohon', 'Ya, tarik');
  return number;
}

async function complete(world: World): Promise<string> {
  const { number } = await handIn(world);
  await driveTo(world, number, 'end');
  return number;
}

/** How many of the files that were ever handed in with the request can still be read. */
async function readable(world: World, number: string): Promise<number> {
  const files = filesOf(await findRequest(world, number));
  const found = await Promise.all(files.map((id) => world.store.readFile(id)));
  return found.filter((bytes) => bytes !== undefined).length;
}

async function erasures(world: World, number: string) {
  return (await world.store.findAudit(number)).filter(({ act }) => act === 'papers_erased');
}

describe('the papers of a request', () => {
  it.each([
    ['completed', complete],
    ['rejected', reject],
    ['withdrawn', withdraw],
  ])('that was %s are there until its days are over, and are erased then', async (state, end) => {
    const world = await makeWorld();
    const number = await end(world);
    const before = await findRequest(world, number);
    expect(before.state).toBe(state);
    await world.pass(DAYS * DAY - 1);
    expect(await readable(world, number)).toBe(4);
    expect(await findRequest(world, number)).toEqual(before);
    await world.pass(1);
    expect(await readable(world, number)).toBe(0);
    expect(await findRequest(world, number)).toEqual({ ...before, erased: world.now(), revision: before.revision + 1 });
    expect(await erasures(world, number)).toMatchObject([
      { at: world.now(), actor: 'desk', actorName: '', channel: 'upkeep', detail: { files: '4' } },
    ]);
    expect(world.logged).toEqual([]);
  });

  it('stay as long as it is under way or back with its applicant', async () => {
    const world = await makeWorld();
    const { number } = await handIn(world);
    await world.pass(400 * DAY);
    expect(await readable(world, number)).toBe(4);
    await driveTo(world, number, 'pemeriksaan');
    await giveBack(world, number, ['ktp']);
    await world.pass(400 * DAY);
    expect(await readable(world, number)).toBe(4);
    expect(await erasures(world, number)).toEqual([]);
  });

  it('are erased with those that they have replaced', async () => {
    const world = await makeWorld();
    const { number, papers } = await handIn(world);
    const old = papers.find(({ key }) => key === 'ktp')?.file.id ?? '';
    await driveTo(world, number, 'pemeriksaan');
    for (const name of ['ktp baru.jpg', 'ktp terbaru.jpg']) {
      await giveBack(world, number, ['ktp']);
      await world.say('pemohon', { choice: `replace:${number}` });
      await world.say('pemohon', { file: name, bytes: sampleFile('jpeg') });
      await world.say('pemohon', { choice: 'summary=send' });
    }
    await driveTo(world, number, 'end');
    expect(await readable(world, number)).toBe(6);
    expect(await world.store.readFile(old)).toBeDefined();
    await world.pass(DAYS * DAY);
    expect(await readable(world, number)).toBe(0);
    expect(await world.store.readFile(old)).toBeUndefined();
    expect((await erasures(world, number))[0]?.detail).toEqual({ files: '6' });
  });

  it('take neither its history nor its certificate along', async () => {
    const world = await makeWorld();
    const number = await complete(world);
    const { applicant } = await findRequest(world, number);
    // All but how far its reminders have come.
    const recorded = async (): Promise<object[]> =>
      (await world.store.findCertificatesOf(applicant)).map(({ id, name, nip, validUntil }) => ({
        id,
        name,
        nip,
        validUntil,
      }));
    const certificates = await recorded();
    const [told] = await world.say('verifikator', { choice: `history:${number}` });
    await world.pass(DAYS * DAY);
    expect(await recorded()).toEqual(certificates);
    expect(certificates).toHaveLength(1);
    const [again] = await world.say('verifikator', { choice: `history:${number}` });
    expect(again?.message.text).toBe(told?.message.text);
    const [task] = await world.say('verifikator', { choice: `open:${number}` });
    expect(task?.message.text).toContain('ktp.pdf');
    expect(task?.message.choices.map(({ id }) => id)).not.toContain(`papers:${number}`);
  });

  it('are not sent when somebody asks for them afterwards, and he reads when they were erased', async () => {
    const world = await makeWorld();
    const number = await complete(world);
    await world.pass(DAYS * DAY);
    const trail = await world.store.findAudit(number);
    for (const seat of ['verifikator', 'pemohon']) {
      const lines = await world.say(seat, { choice: `papers:${number}` });
      expect(lines).toHaveLength(1);
      expect(lines[0]?.message.text).toMatch(phrase('task.papers_erased'));
      expect(lines[0]?.message.text).toContain('16 Februari 2027');
      expect(lines[0]?.message.file).toBeUndefined();
    }
    expect(await world.store.findAudit(number)).toEqual(trail);
    expect(world.logged).toEqual([]);
  });

  it('leave their lines in the chat of an officer who had opened them, but cannot be opened there', async () => {
    const world = await makeWorld();
    const number = await complete(world);
    const lines = await world.say('verifikator', { choice: `papers:${number}` });
    const shown = lines.find(({ message }) => message.file);
    const file = shown?.message.file?.id ?? '';
    const { readFile } = answersFor(world.store, () => world.desk);
    expect(await readFile('web:verifikator', file)).toBeDefined();
    await world.pass(DAYS * DAY);
    expect((await world.log('verifikator')).find(({ key }) => key === shown?.key)?.message).toEqual(shown?.message);
    expect(await readFile('web:verifikator', file)).toBeUndefined();
  });
});

describe('a file that was made for a chat to be read', () => {
  it.each([
    ['a chart', 'kepala-dinas', ['statistik']],
    ['a report', 'kepala-dinas', ['laporan', '2026', 'Internal', 'Excel']],
    ['a receipt of a check', 'publik', [{ file: 'surat.pdf', bytes: unsignedPaper() }]],
  ] as const)('is there for the days of an unfinished form, and erased then: %s', async (_, seat, told) => {
    const world = await makeWorld({ trust: testTrust() });
    await keepInventedRoll(world.store);
    for (const said of told) {
      const [line] = await world.say(seat, said);
      const receipt = line?.message.choices.find(({ id }) => id.startsWith('receipt:'));
      if (receipt) await world.say(seat, { choice: receipt.id });
    }
    await world.desk.chats.idle();
    const file = (await world.log(seat)).findLast(({ from, message }) => from === 'bot' && message.file)?.message.file;
    const isThere = async (): Promise<boolean> => (await world.store.readFile(file?.id ?? '')) !== undefined;
    await world.pass(FORM_DAYS * DAY - 1);
    expect(await isThere()).toBe(true);
    await world.pass(1);
    expect(await isThere()).toBe(false);
    expect(world.logged).toEqual([]);
  });
});

describe('the erasing', () => {
  it('is written down once though two processes do it at the same moment', async () => {
    const world = await makeWorld();
    const number = await withdraw(world);
    const { revision } = await findRequest(world, number);
    const now = new Date(Date.parse(world.now()) + DAYS * DAY).toISOString();
    const later = { ...world.desk, clock: { now: () => now } };
    await Promise.all([upkeep(later), upkeep(later)]);
    await upkeep(later);
    expect(await readable(world, number)).toBe(0);
    expect((await findRequest(world, number)).revision).toBe(revision + 1);
    expect(await erasures(world, number)).toHaveLength(1);
  });

  it.each(['deleteFile', 'saveApplication', 'appendAudit'] as const)(
    'is taken up again when the store fails at %s',
    async (method) => {
      let calls = Number.NaN;
      const memory = createMemoryStore();
      const failing = async (...args: never[]): Promise<unknown> => {
        // The second file is where half a request would be lost; the others are called once.
        if ((calls += 1) === (method === 'deleteFile' ? 2 : 1))
          throw new OperationalError('unavailable', { retryable: true });
        return (memory[method] as (...all: never[]) => Promise<unknown>)(...args);
      };
      const world = await makeWorld({ store: { ...memory, [method]: failing } });
      const number = await withdraw(world);
      calls = 0;
      await world.pass(DAYS * DAY).catch((error: unknown) => expect(error).toBeInstanceOf(OperationalError));
      expect(await erasures(world, number)).toEqual([]);
      await world.pass(60_000);
      expect(await readable(world, number)).toBe(0);
      expect((await findRequest(world, number)).erased).toBeDefined();
      expect(await erasures(world, number)).toHaveLength(1);
      expect(await memory.findErasable(world.now(), 10)).toEqual([]);
    },
  );
});
