// Owners of certificates are reminded in time, once, at an hour at which people are awake; and what they answer counts.
import { describe, expect, it } from 'vitest';
import { sweepReminders } from '../../src/app/remind.ts';
import type { Certificate, LogEntry, Store } from '../../src/app/ports.ts';
import { OperationalError } from '../../src/app/ports.ts';
import { createMemoryStore } from '../../src/storage/memory/memory-store.ts';
import { remindedUntil } from '../../src/core/reminder.ts';
import { certificate } from '../storage/examples.ts';
import { phrase } from '../helpers/phrase.ts';
import { driveTo, handIn, sessionOf } from '../helpers/story.ts';
import type { World } from '../helpers/world.ts';
import { makeWorld } from '../helpers/world.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const AWAY = new OperationalError('unavailable', { retryable: true });

/** A Wednesday, 09.00 in Tarakan; by its end the certificate is issued. */
async function issued(world: World, seat = 'pemohon'): Promise<Certificate> {
  const { number } = await handIn(world, seat);
  await driveTo(world, number, 'end', seat);
  return recordOf(world, number);
}

/** Somebody of whose certificate the desk knows already; no NIP, so that they are different people. */
async function holding(world: World, seat: string): Promise<void> {
  await world.say(seat, 'menu');
  const owner = (await world.store.findChat(`web:${seat}`))?.person ?? '';
  const { nip: _nip, ...record } = certificate(`TTE-${seat}`, {
    owner,
    issuedOn: '2026-11-18',
    validUntil: '2028-11-18',
    recordedAt: world.now(),
  });
  await world.store.saveCertificate(remindedUntil(record, world.desk.profile, world.now()));
}

async function recordOf(world: World, id: string): Promise<Certificate> {
  const certificate = await world.store.findCertificate(id);
  if (!certificate) throw new Error(`no certificate ${id}`);
  return certificate;
}

/** The reminders in a chat, in order. */
async function reminders(world: World, seat = 'pemohon'): Promise<LogEntry[]> {
  const lines = await world.log(seat);
  return lines.filter(({ message }) => message.choices.some(({ id }) => id.startsWith('remind:')));
}

/** `2026-11-19 activation` of every reminder, by its buttons. */
async function told(world: World, seat = 'pemohon'): Promise<string[]> {
  const names = (await reminders(world, seat)).map(({ message }) => message.choices[0]?.id.split(':') ?? []);
  return names.map(([, , kind, date]) => `${date} ${kind}`);
}

function button(line: LogEntry | undefined, answer: string): { choice: string } {
  const choice = line?.message.choices.find(({ id }) => id.endsWith(`:${answer}`))?.id;
  if (choice === undefined) throw new Error(`no button ${answer}`);
  return { choice };
}

describe('the owner of a new certificate', () => {
  it('is asked on the first, third, sixth and seventh day whether it is activated', async () => {
    const world = await makeWorld();
    await issued(world);
    for (let day = 1; day <= 12; day += 1) await world.pass(DAY);
    // The sixth day is a Tuesday, the third a Saturday: then it waits for Monday.
    expect(await told(world)).toEqual([
      '2026-11-19 activation',
      '2026-11-21 activation',
      '2026-11-24 activation',
      '2026-11-25 activation',
    ]);
    const [first, second] = await reminders(world);
    expect(first?.message.text).toMatch(phrase('remind.activation'));
    expect(first?.message.unasked).toBe(true);
    expect(second?.at).toBe('2026-11-23T01:00:00.000Z');
  });

  it('is asked no more once he has said so, and his word is kept', async () => {
    const world = await makeWorld();
    const { id } = await issued(world);
    await world.pass(DAY);
    const [line] = await reminders(world);
    const [answer] = await world.say('pemohon', button(line, 'done'));
    expect(answer?.message.text).toMatch(phrase('remind.said.done'));
    for (let day = 1; day <= 12; day += 1) await world.pass(DAY);
    expect(await told(world)).toHaveLength(1);
    expect(await recordOf(world, id)).toMatchObject({ activatedOn: '2026-11-19' });
    const [again] = await world.say('pemohon', button(line, 'done'));
    expect(again?.message.text).toMatch(phrase('remind.said.known'));
  });

  it('may answer with the number or the words of the button', async () => {
    const world = await makeWorld();
    const { id } = await issued(world);
    await world.pass(DAY);
    const { offered } = await sessionOf(world, 'pemohon');
    const place = offered.findIndex((choice) => choice.id.endsWith(':done')) + 1;
    const [answer] = await world.say('pemohon', `${place}`);
    expect(answer?.message.text).toMatch(phrase('remind.said.done'));
    expect(await recordOf(world, id)).toMatchObject({ activatedOn: '2026-11-19' });
  });
});

describe('a reminder', () => {
  it('is put off until tomorrow, and stopped, as its reader wishes', async () => {
    const world = await makeWorld();
    const { id } = await issued(world);
    await world.pass(DAY);
    const [first] = await reminders(world);
    const [later] = await world.say('pemohon', button(first, 'tomorrow'));
    expect(later?.message.text).toMatch(phrase('remind.said.snoozed'));
    expect(later?.message.text).toContain('20 November 2026');
    await world.pass(DAY);
    expect(await told(world)).toEqual(['2026-11-19 activation', '2026-11-20 activation']);
    const [, second] = await reminders(world);
    const [stopped] = await world.say('pemohon', button(second, 'stop'));
    expect(stopped?.message.text).toMatch(phrase('remind.stopped.activation'));
    for (let day = 1; day <= 12; day += 1) await world.pass(DAY);
    expect(await told(world)).toHaveLength(2);
    expect(await recordOf(world, id)).toMatchObject({ stopped: ['activation'] });
  });

  it('is not said at night: after an outage it waits for the morning', async () => {
    const world = await makeWorld();
    await issued(world);
    // 23.00 on the next day.
    await world.pass(38 * HOUR);
    expect(await told(world)).toEqual([]);
    await world.pass(8 * HOUR);
    expect(await told(world)).toEqual(['2026-11-19 activation']);
  });

  it('that was missed on working days is not said on a Sunday', async () => {
    const world = await makeWorld();
    const { id } = await issued(world);
    await world.pass(4 * DAY);
    expect(await told(world)).toEqual([]);
    expect((await recordOf(world, id)).remindAt).toBe('2026-11-23T00:00:00.000Z');
    await world.pass(DAY);
    expect(await told(world)).toEqual(['2026-11-21 activation']);
  });

  it('is said once after a long outage: the latest of each kind', async () => {
    const world = await makeWorld();
    await issued(world);
    // 14 November 2028, four days before the end.
    await world.pass(727 * DAY);
    expect(await told(world)).toEqual(['2026-11-25 activation', '2028-11-07 passphrase', '2028-11-14 expiry']);
    await world.pass(HOUR);
    expect(await told(world)).toHaveLength(3);
  });

  it('of last year gets a clear answer and changes nothing', async () => {
    const world = await makeWorld();
    const { id } = await issued(world);
    await world.pass(180 * DAY);
    const line = (await reminders(world)).at(-1);
    const old = button(line, 'done');
    await world.pass(370 * DAY);
    const before = await recordOf(world, id);
    const [answer] = await world.say('pemohon', old);
    expect(answer?.message.text).toMatch(phrase('remind.said.stale'));
    expect(await recordOf(world, id)).toEqual(before);
  });

  it('of another person, or one that never was, is answered like any button that has had its time', async () => {
    const world = await makeWorld();
    const { id } = await issued(world);
    await world.pass(DAY);
    const before = await recordOf(world, id);
    await world.say('orang-lain', 'menu');
    const choices = [`remind:${id}:activation:2026-11-19:done`, 'remind:TTE-999999:activation:2026-11-19:done'];
    for (const choice of choices) {
      const [answer] = await world.say('orang-lain', { choice });
      expect(answer?.message.text).toMatch(phrase('button.stale'));
    }
    for (const rest of ['activation:2026-02-31:done', 'payment:2026-11-19:done', 'activation:2026-11-19:yes', '']) {
      const [answer] = await world.say('pemohon', { choice: `remind:${id}:${rest}` });
      expect(answer?.message.text).toMatch(phrase('button.stale'));
    }
    expect(await recordOf(world, id)).toEqual(before);
  });

  it('is not said any more when the certificate is revoked while a slow channel says others', async () => {
    const memory = createMemoryStore();
    const revoked: Certificate[] = [];
    const store: Store = {
      ...memory,
      async findChatsOf(people) {
        // Between the look at what is due and the saying of it.
        const end = { on: '2026-11-19', countsFrom: '2026-11-19', ground: 'mutasi', application: 'TTE-9' };
        for (const each of revoked)
          await memory.saveCertificate({ ...each, revoked: end, revision: each.revision + 1 });
        return memory.findChatsOf(people);
      },
    };
    const world = await makeWorld({ store });
    revoked.push(await issued(world));
    await world.pass(DAY);
    expect(await told(world)).toEqual([]);
  });

  it('is said in the language of its reader', async () => {
    const world = await makeWorld();
    await issued(world);
    await world.say('pemohon', { choice: 'lang:en' });
    await world.pass(DAY);
    const [line] = await reminders(world);
    expect(line?.message.choices.map(({ label }) => label)).toContain('Remind me tomorrow');
  });
});

describe('sweeping', () => {
  it('by two processes at once, and again, says nothing twice', async () => {
    const store = createMemoryStore();
    const first = await makeWorld({ store });
    const second = await makeWorld({ store });
    for (const seat of ['satu', 'dua', 'tiga']) await holding(first, seat);
    const before = { first: first.sent.length, second: second.sent.length };
    await Promise.all([first.pass(DAY), second.pass(DAY), sweepReminders(first.desk), sweepReminders(second.desk)]);
    await Promise.all([first.pass(HOUR), second.pass(HOUR)]);
    const sent = [...first.sent.slice(before.first), ...second.sent.slice(before.second)];
    const asked = sent.filter(({ message }) => message.choices.some(({ id }) => id.startsWith('remind:')));
    expect(asked.map(({ to }) => to).toSorted()).toEqual(['web:dua', 'web:satu', 'web:tiga']);
  });

  it('that ends between saying and writing down says nothing twice', async () => {
    const memory = createMemoryStore();
    let crash = true;
    const store: Store = {
      ...memory,
      async moveReminders(moves) {
        if (crash && moves.length > 0) throw AWAY;
        return memory.moveReminders(moves);
      },
    };
    const world = await makeWorld({ store });
    await issued(world);
    await expect(world.pass(DAY)).rejects.toBe(AWAY);
    expect(await told(world)).toHaveLength(1);
    crash = false;
    await world.pass(HOUR);
    expect(await told(world)).toHaveLength(1);
  });

  it('goes on with the others when one cannot be told, and tries that one again', async () => {
    const memory = createMemoryStore();
    let away = true;
    const store: Store = {
      ...memory,
      async saveChat(change) {
        if (away && change.address === 'web:satu') throw AWAY;
        return memory.saveChat(change);
      },
    };
    const world = await makeWorld({ store });
    away = false;
    for (const seat of ['satu', 'dua']) await holding(world, seat);
    away = true;
    await world.pass(DAY);
    expect(await told(world, 'satu')).toEqual([]);
    expect(await told(world, 'dua')).toHaveLength(1);
    away = false;
    await world.pass(HOUR / 4);
    expect(await told(world, 'satu')).toHaveLength(1);
    expect(world.logged.map(({ text }) => text)).toContain('a reminder waits');
  });

  it('leaves out, once and for all, those who have no chat or want to hear nothing', async () => {
    const world = await makeWorld();
    const { id } = await issued(world);
    await world.say('pemohon', 'berhenti');
    await world.pass(DAY);
    expect(await told(world)).toEqual([]);
    expect((await recordOf(world, id)).remindedUntil).toBe(world.now());
    await world.say('pemohon', 'mulai');
    await world.pass(HOUR);
    expect(await told(world)).toEqual([]);
  });
});
