// A report ordered in chat: made beside all else, recorded before it is handed out, and given to nobody but who may have it.
import { describe, expect, it } from 'vitest';
import { audit, checkedAct } from '../../src/app/audit.ts';
import type { AuditAct, LogEntry } from '../../src/app/ports.ts';
import { OperationalError } from '../../src/app/ports.ts';
import type { HolderCount } from '../../src/core/tally.ts';
import { readXlsx } from '../../src/sheets/read-xlsx.ts';
import { keepInventedRoll } from '../helpers/invented-roll.ts';
import { phrase } from '../helpers/phrase.ts';
import type { World } from '../helpers/world.ts';
import { makeWorld } from '../helpers/world.ts';

const SUBJECT = 'laporan 2026';

async function withRoll(): Promise<World> {
  const world = await makeWorld();
  await keepInventedRoll(world.store);
  return world;
}

/** Answers all questions but the last; resolves to the lines after the order. */
async function order(
  world: World,
  edition: 'Publik' | 'Internal',
  format: string,
  seat = 'kepala-dinas',
): Promise<LogEntry[]> {
  for (const said of ['laporan', '2026', edition]) await world.say(seat, said);
  const before = (await world.log(seat)).at(-1)?.seq ?? 0;
  await world.say(seat, format);
  await world.desk.chats.idle();
  return (await world.log(seat, before)).filter(({ from }) => from === 'bot');
}

async function bytesOf(world: World, line: LogEntry | undefined): Promise<Uint8Array> {
  const bytes = await world.store.readFile(line?.message.file?.id ?? '');
  if (!bytes) throw new Error('there is no file');
  return bytes;
}

describe('a report ordered in chat', () => {
  it.each([
    ['PDF', 'pdf', '%PDF'],
    ['Excel', 'xlsx', 'PK'],
    ['CSV', 'zip', 'PK'],
    ['JSON', 'json', '{'],
  ])('comes as %s after it was said that it is being made', async (format, type, beginning) => {
    const world = await withRoll();
    const [begun, ready, ...others] = await order(world, 'Publik', format);
    expect(others).toEqual([]);
    expect(begun?.message.text).toMatch(phrase('report.ask_making'));
    expect(ready?.message.file?.type).toBe(type);
    expect(ready?.message.unasked).toBeUndefined();
    expect(
      Buffer.from(await bytesOf(world, ready))
        .toString('latin1')
        .startsWith(beginning),
    ).toBe(true);
    expect(await world.store.findAudit(SUBJECT)).toEqual([]);
  });

  it('of the internal edition is recorded before it is sent, and masks the roll', async () => {
    const world = await withRoll();
    let sent = 0;
    const real = { ...world.store };
    Object.assign(world.store, {
      appendAudit: async (acts: readonly AuditAct[]) => {
        sent = world.sent.filter(({ message }) => message.file).length;
        return real.appendAudit(acts);
      },
    });
    const [, ready] = await order(world, 'Internal', 'Excel');
    expect(sent).toBe(0);
    const [act] = await world.store.findAudit(SUBJECT);
    expect(act).toMatchObject({ act: 'report_made', actorName: 'Hendra Wijaya', channel: 'web' });
    expect(act?.detail).toEqual({ edition: 'internal', format: 'xlsx', day: '2026-11-18' });
    const bytes = await bytesOf(world, ready);
    expect(readXlsx(bytes, 2_000_000).length).toBeGreaterThan(0);
    expect(Buffer.from(bytes).toString('latin1')).not.toContain('198503122010012003');
  });

  it('is no cause for the chat to wait: the next message is answered at once', async () => {
    const world = await withRoll();
    const real = { ...world.store };
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    for (const said of ['laporan', '2026', 'Publik']) await world.say('kepala-dinas', said);
    Object.assign(world.store, {
      tallyHolders: async (count: HolderCount) => {
        await held;
        return real.tallyHolders(count);
      },
    });
    await world.say('kepala-dinas', 'PDF');
    const [answer] = await world.say('kepala-dinas', 'antrean');
    expect(answer?.message.text).toMatch(phrase('queue.empty'));
    release();
    await world.desk.chats.idle();
    expect((await world.log('kepala-dinas')).at(-1)?.message.file?.type).toBe('pdf');
  });

  it('that cannot be made is told, with what to do then', async () => {
    const world = await withRoll();
    Object.assign(world.store, {
      tallySteps: () => Promise.reject(new OperationalError('unavailable', { retryable: true })),
    });
    const [, failed, ...others] = await order(world, 'Internal', 'PDF');
    expect(others).toEqual([]);
    expect(failed?.message.text).toMatch(phrase('report.ask_failed'));
    expect(await world.store.findAudit(SUBJECT)).toEqual([]);
    expect(world.logged.map(({ text }) => text)).toEqual(['a report could not be made']);
  });

  it('is not made of a year in which nothing was there to count, but is where only PDFs were checked', async () => {
    const world = await makeWorld();
    const [, none, ...others] = await order(world, 'Internal', 'JSON');
    expect(none?.message).toMatchObject({ text: expect.stringMatching(phrase('report.ask_no_data')) as string });
    expect(none?.message.file).toBeUndefined();
    expect(others).toEqual([]);
    expect(await world.store.findAudit(SUBJECT)).toEqual([]);
    const verdict = { headline: 'unsigned' } as const;
    await audit(world.desk, [checkedAct(verdict, { channel: 'web', messageId: 'm-1', at: world.now() })]);
    const [, ready] = await order(world, 'Internal', 'JSON');
    expect(Buffer.from(await bytesOf(world, ready)).toString()).toContain('"checks"');
  });

  it('is not made for somebody who lost his role while it waited', async () => {
    const world = await withRoll();
    let release = (): void => undefined;
    void world.desk.chats.run('reports', () => new Promise<void>((resolve) => (release = resolve)));
    for (const said of ['laporan', '2026', 'Internal', 'JSON']) await world.say('verifikator', said);
    const [verifikator] = await world.store.findPeopleWithRole('verifikator');
    if (verifikator) await world.store.savePerson({ ...verifikator, roles: [] });
    release();
    await world.desk.chats.idle();
    expect((await world.log('verifikator')).at(-1)?.message.text).toMatch(phrase('report.ask_making'));
    expect(await world.store.findAudit(SUBJECT)).toEqual([]);
    expect(world.logged).toEqual([]);
  });

  it('is not handed to whoever has the chat by the time it is ready, and not kept', async () => {
    const world = await withRoll();
    const real = { ...world.store };
    let kept = '';
    Object.assign(world.store, {
      saveFile: async (...args: Parameters<typeof real.saveFile>) => {
        await real.saveFile(...args);
        kept = args[0];
        const found = await real.findChat('web:kepala-dinas');
        if (!found) throw new Error('no chat');
        const { lastSeq: _seq, seen: _seen, ...chat } = found;
        await real.saveChat({ ...chat, person: 'p-other', log: [], at: world.now() });
      },
    });
    await order(world, 'Internal', 'JSON');
    expect((await world.log('kepala-dinas')).filter(({ message }) => message.file)).toEqual([]);
    expect(kept).not.toBe('');
    expect(await world.store.readFile(kept)).toBeUndefined();
  });

  it('is not handed to somebody who lost his role, nor heard from anybody without one', async () => {
    const world = await withRoll();
    for (const said of ['laporan', '2026', 'Internal']) await world.say('verifikator', said);
    const [verifikator] = await world.store.findPeopleWithRole('verifikator');
    if (verifikator) await world.store.savePerson({ ...verifikator, roles: [] });
    await world.say('verifikator', 'PDF');
    await world.desk.chats.idle();
    expect((await world.log('verifikator')).filter(({ message }) => message.file)).toEqual([]);
    await world.say('pemohon', 'halo');
    const [answer] = await world.say('pemohon', 'laporan');
    expect(answer?.message.text).toMatch(phrase('menu.not_understood'));
    expect(await world.store.findAudit(SUBJECT)).toEqual([]);
  });
});
