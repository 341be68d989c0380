// What enters the audit trail, once each and whatever breaks in between, and what is said when the trail is looked at.
import { describe, expect, it } from 'vitest';
import { reportStory, reportTrail } from '../../scripts/audit-report.ts';
import { audit, verifyTrail } from '../../src/app/audit.ts';
import type { AuditAct, AuditEntry, Store } from '../../src/app/ports.ts';
import { OperationalError } from '../../src/app/ports.ts';
import { createMemoryStore } from '../../src/storage/memory/memory-store.ts';
import { unsignedPaper, validPaper } from '../helpers/checked-papers.ts';
import { sampleFile } from '../helpers/sample-files.ts';
import { decideHonestly, driveTo, giveBack, handIn, holderOf, NAME, NIK, NIP, PHONE } from '../helpers/story.ts';
import { testTrust } from '../helpers/test-pki.ts';
import type { World } from '../helpers/world.ts';
import { makeWorld } from '../helpers/world.ts';

const AWAY = new OperationalError('unavailable', { retryable: true });

function trail(world: World): Promise<AuditEntry[]> {
  return world.store.readAudit(0, 1_000);
}

function acts(entries: readonly AuditEntry[]): string[] {
  return entries.map(({ act }) => act);
}

describe('the audit trail of a request', () => {
  it('tells who did what, when and where, from the first day to the certificate', async () => {
    const world = await makeWorld();
    const { number } = await handIn(world);
    await world.pass(60_000);
    await driveTo(world, number, 'pemeriksaan');
    await giveBack(world, number, ['ktp']);
    await world.say('pemohon', { choice: `replace:${number}` });
    await world.say('pemohon', { file: 'ktp baru.jpg', bytes: sampleFile('jpeg') });
    await world.say('pemohon', { choice: 'summary=send' });
    const { applicant, history } = await driveTo(world, number, 'end');

    const entries = await trail(world);
    const done = history.filter(({ kind }) => kind !== 'application_completed');
    expect(entries.map(({ at, actor, actorName }) => ({ at, actor, actorName }))).toEqual(
      done.map(({ at, by }) => ({ at, actor: by.person, actorName: by.person === applicant ? '' : by.name })),
    );
    expect(entries.map(({ detail }) => [detail['step'], detail['role']])).toEqual(
      done.map(({ step, by }) => [step, by.role]),
    );
    expect(entries[0]).toMatchObject({ act: 'request_submitted', subject: number, channel: 'web' });
    expect(entries.find(({ act }) => act === 'papers_returned')?.detail).toMatchObject({ papers: 'ktp' });
    expect(entries.find(({ act }) => act === 'papers_replaced')?.detail).toMatchObject({ papers: 'ktp' });
    expect(acts(entries)).toContain('certificate_issued');
    expect(await verifyTrail(world.store)).toMatchObject({ ok: true, head: { seq: entries.length } });
    expect(await world.store.findActs(10)).toEqual([]);
    expect(await world.store.findAudit(number)).toEqual(entries);
    expect(world.logged).toEqual([]);
  });

  it('holds no word of the applicant and no reason', async () => {
    const world = await makeWorld();
    const { number } = await handIn(world);
    await driveTo(world, number, 'pemeriksaan');
    await giveBack(world, number, ['ktp']);
    const written = JSON.stringify(await trail(world));
    for (const word of [NAME, NIK, NIP, PHONE, 'Buram', '.pdf']) expect(written).not.toContain(word);
  });

  it('has every opening of papers by an officer, each paper for itself', async () => {
    const world = await makeWorld();
    const { number, papers } = await handIn(world);
    const seat = await holderOf(world, await decideHonestly(world, number));
    const before = (await trail(world)).length;
    await world.say(seat, { choice: `papers:${number}` }, 'twice');
    await world.say(seat, { choice: `papers:${number}` }, 'twice');
    const opened = (await trail(world)).slice(before);
    expect(opened).toMatchObject(
      papers.map(({ key }) => ({ act: 'paper_opened', actor: `web-${seat}`, subject: number, detail: { paper: key } })),
    );
    expect(opened[0]?.actorName).not.toBe('');
    await world.say(seat, { choice: `papers:${number}` });
    expect(await trail(world)).toHaveLength(before + 2 * papers.length);
  });

  it('has who takes the work on a request and lays it down', async () => {
    const world = await makeWorld();
    const { number } = await handIn(world);
    const seat = await holderOf(world, await decideHonestly(world, number));
    await world.say(seat, { choice: `claim:${number}` });
    await world.say(seat, { choice: `release:${number}` });
    expect((await trail(world)).slice(-2)).toMatchObject(
      ['request_claimed', 'request_released'].map((act) => ({ act, actor: `web-${seat}`, subject: number })),
    );
  });

  it('says nothing of an applicant who looks at his own papers', async () => {
    const world = await makeWorld();
    const { number } = await handIn(world);
    const before = await trail(world);
    const lines = await world.say('pemohon', { choice: `papers:${number}` });
    expect(lines.some(({ message }) => message.file)).toBe(true);
    expect(await trail(world)).toEqual(before);
  });

  it('is asked before papers are shown: while nothing can be written, nothing is', async () => {
    let away = false;
    const memory = createMemoryStore();
    const store: Store = {
      ...memory,
      appendAudit: (list) => (away ? Promise.reject(AWAY) : memory.appendAudit(list)),
    };
    const world = await makeWorld({ store });
    const { number } = await handIn(world);
    const seat = await holderOf(world, await decideHonestly(world, number));
    away = true;
    const sent = world.sent.length;
    await expect(world.say(seat, { choice: `papers:${number}` }, 'm-papers')).rejects.toThrow(OperationalError);
    expect(world.sent).toHaveLength(sent);
    away = false;
    const lines = await world.say(seat, { choice: `papers:${number}` }, 'm-papers');
    expect(lines.some(({ message }) => message.file)).toBe(true);
    expect(acts(await trail(world))).toContain('paper_opened');
  });

  it('catches up with what could not be written at the time', async () => {
    let away = true;
    const memory = createMemoryStore();
    const store: Store = {
      ...memory,
      appendAudit: (list) => (away ? Promise.reject(AWAY) : memory.appendAudit(list)),
    };
    const world = await makeWorld({ store });
    const { number } = await handIn(world);
    await decideHonestly(world, number);
    expect(await trail(world)).toEqual([]);
    expect(world.logged.map(({ level }) => level)).toEqual(world.logged.map(() => 'warn'));
    await world.pass(1_000);
    expect(await trail(world)).toEqual([]);
    away = false;
    await world.pass(1_000);
    expect(acts(await trail(world))).toEqual(['request_submitted', 'step_decided']);
    await world.pass(1_000);
    expect(await trail(world)).toHaveLength(2);
  });

  it('has an act once though the process died between writing it and forgetting it', async () => {
    let dies = true;
    const memory = createMemoryStore();
    const store: Store = {
      ...memory,
      clearEffects: (done) => (dies ? Promise.reject(AWAY) : memory.clearEffects(done)),
    };
    const world = await makeWorld({ store });
    await handIn(world);
    expect(acts(await trail(world))).toEqual(['request_submitted']);
    dies = false;
    await world.pass(1_000);
    expect(acts(await trail(world))).toEqual(['request_submitted']);
    expect(await store.findActs(10)).toEqual([]);
  });

  it('has one of two officers who decide at the same moment', async () => {
    const world = await makeWorld();
    const { number, step } = await handIn(world);
    const application = await world.store.findApplication(number);
    const seat = application ? await holderOf(world, application) : '';
    await Promise.all(['a', 'b'].map((id) => world.say(seat, { choice: `act:${number}:${step}:dispose` }, id)));
    await Promise.all(['c', 'd'].map((id) => world.say(seat, { choice: 'note=-' }, id)));
    expect(acts(await trail(world)).filter((act) => act === 'step_decided')).toHaveLength(1);
  });
});

describe('a checked document', () => {
  it('is in the trail once with its verdict alone: not who sent it, nor what it is called', async () => {
    const world = await makeWorld({ trust: testTrust() });
    const file = 'rahasia.pdf';
    await world.say('publik', { file, bytes: unsignedPaper() }, 'twice');
    await world.say('publik', { file, bytes: unsignedPaper() }, 'twice');
    await world.say('publik', { file, bytes: validPaper() });
    const entries = await trail(world);
    expect(entries).toMatchObject([
      { act: 'document_checked', actor: '', actorName: '', subject: '', channel: 'web', at: world.now() },
      { act: 'document_checked' },
    ]);
    expect(entries.map(({ detail }) => detail)).toEqual([{ headline: 'unsigned' }, { headline: 'valid' }]);
    expect(JSON.stringify(entries)).not.toMatch(/rahasia|publik/);
  });

  it('is none where the file could not be looked at', async () => {
    const world = await makeWorld({ trust: testTrust() });
    await world.say('publik', { file: 'foto.jpg', bytes: sampleFile('jpeg') });
    expect(await trail(world)).toEqual([]);
  });
});

describe('an act of no request', () => {
  it('gets an id and an instant when it has none', async () => {
    const world = await makeWorld();
    const who = { actor: 'p-1', actorName: 'Admin Contoh', channel: 'cli', detail: {} };
    await audit(world.desk, [{ ...who, act: 'officer_added', subject: 'p-2' }]);
    await audit(world.desk, [
      { ...who, act: 'officer_linked', subject: 'p-2', id: 'link', at: '2026-11-18T02:00:00.000Z' },
    ]);
    const [added, linked] = await trail(world);
    expect(added).toMatchObject({ at: world.now(), act: 'officer_added' });
    expect(added?.id).not.toBe('');
    expect(linked).toMatchObject({ at: '2026-11-18T02:00:00.000Z', id: 'link' });
  });
});

describe('looking at the trail', () => {
  const COUNT = 4_500;
  const written = createMemoryStore();
  const ready = written.appendAudit(Array.from({ length: COUNT }, (_, index) => example(index + 1)));

  /** A store that gives other entries back than were written. */
  async function tampered(change: (entries: AuditEntry[]) => AuditEntry[]): Promise<Pick<Store, 'readAudit'>> {
    await ready;
    const entries = change(await written.readAudit(0, COUNT)).toSorted((a, b) => a.seq - b.seq);
    return { readAudit: async (after, limit) => entries.filter(({ seq }) => seq > after).slice(0, limit) };
  }

  async function verdict(store: Pick<Store, 'readAudit'>, head?: string) {
    const told: string[] = [];
    const report = await reportTrail(store, head, (line) => told.push(line));
    return { ...report, told };
  }

  it('says that it is whole, and where it ends', async () => {
    await ready;
    const [last] = await written.readAudit(COUNT - 1, 1);
    const { exitCode, lines } = await verdict(written);
    expect(exitCode).toBe(0);
    expect(lines).toEqual([`The audit trail is whole: ${COUNT} entries.`, `Head: ${last?.hash}`]);
    expect((await verdict(createMemoryStore())).lines[0]).toBe('The audit trail is whole: 0 entries.');
  });

  it.each([1, 2_000, 2_001, 4_500])('finds entry %i changed', async (seq) => {
    const store = await tampered((entries) => entries.with(seq - 1, { ...entryAt(entries, seq), actorName: 'X' }));
    const { exitCode, lines } = await verdict(store);
    expect(exitCode).toBe(1);
    expect(lines).toEqual([`BROKEN at entry ${seq}: changed (it is not what was recorded).`]);
  });

  it.each([1, 2_000, 2_001, 4_499])('finds entry %i missing', async (seq) => {
    const store = await tampered((entries) => entries.toSpliced(seq - 1, 1));
    expect((await verdict(store)).lines).toEqual([`BROKEN at entry ${seq}: missing (no entry has this number).`]);
  });

  it('finds two exchanged, and one put in twice', async () => {
    const exchanged = await tampered((entries) =>
      entries.with(99, { ...entryAt(entries, 200), seq: 100 }).with(199, { ...entryAt(entries, 100), seq: 200 }),
    );
    expect(await verifyTrail(exchanged)).toEqual({ ok: false, seq: 100, fault: 'reordered' });
    const twice = await tampered((entries) => entries.toSpliced(100, 0, entryAt(entries, 100)));
    expect(await verifyTrail(twice)).toEqual({ ok: false, seq: 101, fault: 'duplicated' });
  });

  it('finds a tail that was cut off, against a head that an earlier look has printed', async () => {
    await ready;
    const [last] = await written.readAudit(COUNT - 1, 1);
    const head = last?.hash ?? '';
    const cut = await tampered((entries) => entries.slice(0, -1));
    expect((await verdict(cut)).exitCode).toBe(0);
    expect((await verdict(cut, head)).lines).toEqual([expect.stringMatching(/^BROKEN behind entry 4499: cut /)]);
    expect((await verdict(cut, head)).exitCode).toBe(1);
    expect((await verdict(written, head.toUpperCase())).exitCode).toBe(0);
    const empty = await verdict(createMemoryStore(), head);
    expect(empty.lines).toEqual([expect.stringMatching(/^BROKEN behind entry 0: cut /)]);
  });

  it('takes a head from long ago, the trail having grown since', async () => {
    await ready;
    const [third] = await written.readAudit(2, 1);
    expect(await verifyTrail(written, { remembered: third?.hash })).toMatchObject({ ok: true, head: { seq: COUNT } });
    expect(await verifyTrail(written, { remembered: '0'.repeat(64) })).toMatchObject({ ok: true });
    expect(await verifyTrail(written, { remembered: 'f'.repeat(64) })).toMatchObject({ ok: false, fault: 'cut' });
  });

  it("tells one request's story, in the agency's time, and marks what was changed", async () => {
    const world = await makeWorld();
    const { number } = await handIn(world);
    await decideHonestly(world, number);
    const { office } = world.desk.profile;
    const { exitCode, lines } = await reportStory(world.store, number.toLowerCase(), office);
    expect(exitCode).toBe(0);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^1 {2}2026-11-18 09:00:00 WITA {2}\S+ \(\w+\) {2}request_submitted step=\w+ {2}via web$/);
    expect(lines[1]).toMatch(
      /^2 {2}2026-11-18 09:00:00 WITA {2}[\w ]+ \(\w+\) {2}step_decided step=\w+ decision=\w+ {2}via web$/,
    );

    const changed = { findAudit: async (of: string) => (await world.store.findAudit(of)).map(byAnother) };
    const marked = await reportStory(changed, number, office);
    for (const line of marked.lines) expect(line).toContain('CHANGED');
    expect(await reportStory(world.store, 'TTE-999999', office)).toEqual({
      exitCode: 1,
      lines: ['The audit trail has nothing on TTE-999999.'],
    });
  });
});

function byAnother(entry: AuditEntry): AuditEntry {
  return { ...entry, actor: 'p-0' };
}

function entryAt(entries: readonly AuditEntry[], seq: number): AuditEntry {
  const entry = entries[seq - 1];
  if (!entry) throw new Error(`no entry ${seq}`);
  return entry;
}

function example(index: number): AuditAct {
  const who = { actor: 'p-9', actorName: 'Kepala Contoh', channel: 'telegram', detail: { step: 'disposisi' } };
  return { id: `a-${index}`, at: '2026-11-20T03:00:00.000Z', ...who, act: 'step_decided', subject: `TTE-${index % 9}` };
}
