// A form that nobody goes on with: its person is reminded, then warned, and then it is forgotten with its files.
import { describe, expect, it } from 'vitest';
import { lookAfterDrafts } from '../../src/app/drafts.ts';
import type { LogEntry, Store } from '../../src/app/ports.ts';
import { OperationalError } from '../../src/app/ports.ts';
import { createMemoryStore } from '../../src/storage/memory/memory-store.ts';
import { sampleFile } from '../helpers/sample-files.ts';
import { phrase } from '../helpers/phrase.ts';
import { fillUntil, handIn, sessionOf } from '../helpers/story.ts';
import type { World } from '../helpers/world.ts';
import { makeWorld } from '../helpers/world.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** How long the shipped profiles keep an unfinished form. */
const KEPT = 30;

/** The bot's lines that nobody asked for. */
async function unasked(world: World, seat = 'pemohon'): Promise<LogEntry[]> {
  return (await world.log(seat)).filter(({ message }) => message.unasked === true);
}

async function texts(world: World, seat = 'pemohon'): Promise<string[]> {
  return (await unasked(world, seat)).map(({ message }) => message.text);
}

async function days(world: World, count: number): Promise<void> {
  for (let day = 1; day <= count; day += 1) await world.pass(DAY);
}

/** Files that the form of that seat holds. */
async function filesOf(world: World, seat = 'pemohon'): Promise<string[]> {
  const { papers, tray } = await sessionOf(world, seat);
  return [...Object.values(papers), ...tray].map(({ id }) => id);
}

async function readable(world: World, files: readonly string[]): Promise<number> {
  const found = await Promise.all(files.map((id) => world.store.readFile(id)));
  return found.filter(Boolean).length;
}

describe('an unfinished form', () => {
  it('is recalled after a day, announced to be deleted three days before, and then deleted with its files', async () => {
    const world = await makeWorld();
    expect(world.desk.profile.retention.draftDays).toBe(KEPT);
    await fillUntil(world, 'summary');
    const files = await filesOf(world);
    expect(files.length).toBeGreaterThan(2);

    await days(world, 1);
    expect(await texts(world)).toEqual([expect.stringMatching(phrase('draft.remind'))]);
    await days(world, KEPT - 5);
    expect(await texts(world)).toHaveLength(1);
    await days(world, 1);
    expect((await texts(world))[1]).toMatch(phrase('draft.warn'));
    expect((await texts(world))[1]).toContain('18 Desember 2026');
    await days(world, 2);
    expect(await readable(world, files)).toBe(files.length);
    await days(world, 1);
    expect((await texts(world))[2]).toMatch(phrase('draft.forget'));
    expect(await readable(world, files)).toBe(0);
    expect(await sessionOf(world, 'pemohon')).toMatchObject({
      conversation: null,
      answers: {},
      papers: {},
      parked: [],
    });
    await days(world, 40);
    expect(await texts(world)).toHaveLength(3);
  });

  it('goes on where it was when its person takes it up, and its time begins anew', async () => {
    const world = await makeWorld();
    await fillUntil(world, 'summary');
    const files = await filesOf(world);
    await days(world, 28);
    const [, warned] = await unasked(world);
    expect(warned?.message.text).toMatch(phrase('draft.warn'));
    const [line] = await world.say('pemohon', 'lanjut');
    expect(line?.message.choices.map(({ id }) => id)).toContain('summary=submit');
    await days(world, 20);
    expect((await texts(world)).slice(2)).toEqual([expect.stringMatching(phrase('draft.remind'))]);
    expect(await readable(world, files)).toBe(files.length);
  });

  it('is not spoken of once it is handed in', async () => {
    const world = await makeWorld();
    await handIn(world);
    await days(world, 40);
    expect(
      (await texts(world)).filter((text) => phrase('draft.remind', 'draft.warn', 'draft.forget').test(text)),
    ).toEqual([]);
  });

  it('that was put aside is recalled as well', async () => {
    const world = await makeWorld();
    await fillUntil(world, 'summary');
    await world.say('pemohon', { choice: 'menu=check' });
    expect((await sessionOf(world, 'pemohon')).parked).toHaveLength(1);
    await days(world, 1);
    expect(await texts(world)).toEqual([expect.stringMatching(phrase('draft.remind'))]);
  });

  it('is not recalled at night, nor deleted before three days after the warning', async () => {
    const world = await makeWorld();
    await fillUntil(world, 'summary');
    // Nobody looked for a month; it is 23.00.
    await world.pass(KEPT * DAY + 14 * HOUR);
    expect(await texts(world)).toEqual([]);
    await world.pass(9 * HOUR);
    await world.pass(9 * HOUR);
    expect(await texts(world)).toHaveLength(2);
    await days(world, 2);
    expect(await texts(world)).toHaveLength(2);
    await days(world, 1);
    expect((await texts(world))[2]).toMatch(phrase('draft.forget'));
  });

  it('of somebody who wants to hear nothing is deleted without a word', async () => {
    const world = await makeWorld();
    await fillUntil(world, 'summary');
    const files = await filesOf(world);
    await world.say('pemohon', 'berhenti');
    await days(world, KEPT + 4);
    expect(await texts(world)).toEqual([]);
    expect(await readable(world, files)).toBe(0);
    expect(await sessionOf(world, 'pemohon')).toMatchObject({ conversation: null, muted: true });
  });
});

it('a file that belongs to no form goes after the same time, and nothing is said of it', async () => {
  const world = await makeWorld();
  await world.say('pemohon', 'menu');
  await world.say('pemohon', { file: 'ktp.jpg', bytes: sampleFile('jpeg') });
  const files = await filesOf(world);
  expect(files).toHaveLength(1);
  await days(world, KEPT - 1);
  expect(await readable(world, files)).toBe(1);
  await days(world, 1);
  expect(await readable(world, files)).toBe(0);
  expect(await texts(world)).toEqual([]);
});

describe('looking after unfinished forms', () => {
  it('by two processes at once, and again, says nothing twice', async () => {
    const store = createMemoryStore();
    const first = await makeWorld({ store });
    const second = await makeWorld({ store });
    await fillUntil(first, 'summary');
    await Promise.all([first.pass(DAY), second.pass(DAY), lookAfterDrafts(first.desk), lookAfterDrafts(second.desk)]);
    await Promise.all([first.pass(HOUR), second.pass(HOUR)]);
    expect(await texts(first)).toHaveLength(1);
  });

  it('goes on with the others when one chat cannot be saved', async () => {
    const memory = createMemoryStore();
    let away = false;
    const store: Store = {
      ...memory,
      async saveChat(change) {
        if (away && change.address === 'web:satu') throw new OperationalError('unavailable', { retryable: true });
        return memory.saveChat(change);
      },
    };
    const world = await makeWorld({ store });
    for (const seat of ['satu', 'dua']) await fillUntil(world, 'summary', seat);
    away = true;
    await world.pass(DAY);
    expect(await texts(world, 'satu')).toEqual([]);
    expect(await texts(world, 'dua')).toHaveLength(1);
    away = false;
    await world.pass(HOUR);
    expect(await texts(world, 'satu')).toHaveLength(1);
  });
});
