// A random walk through the desk: what an impatient applicant, his second chat and every officer might send, in any order.
// The same seed walks the same way.
import { isDeepStrictEqual } from 'node:util';
import type { LogEntry } from '../../src/app/ports.ts';
import type { FileRef } from '../../src/core/application.ts';
import type { Profile } from '../../src/core/profile.ts';
import type { Verdict } from '../../src/core/verdict.ts';
import { filesOf } from '../../src/engine/session.ts';
import type { Session } from '../../src/engine/session.ts';
import { loadTrust } from '../../src/pdf/trust.ts';
import { beginForm, driveTo, fillUntil, giveBack, handIn, honestMove, sessionOf } from './story.ts';
import { checkRequests } from './walk-checks.ts';
import { CHOICES, FILES, TEXTS } from './walk-inputs.ts';
import { checkWords, says } from './walk-words.ts';
import { makeWorld } from './world.ts';
import type { Said, World } from './world.ts';

export interface Walk {
  readonly world: World;
  /** What was sent, for the message of a failure. */
  readonly steps: string[];
}

/** The way so far, and the files that every seat's session holds. */
interface Way {
  readonly world: World;
  readonly steps: string[];
  readonly sent: Sent[];
  readonly files: Map<string, FileRef[]>;
}

interface Sent {
  readonly seat: string;
  readonly said: Said;
  readonly id: string;
}

type Random = () => number;

const APPLICANTS = ['pemohon', 'pemohon-lain', 'publik'];
const TRUST = loadTrust();

/** Walks; throws with the way walked when something is wrong on it. */
export async function walk(seed: number, profile: Profile): Promise<Walk> {
  const random = generator(seed);
  const world = await makeWorld({ profile, trust: TRUST });
  Object.assign(world.desk, { checkPdf: onceEach(world.desk.checkPdf) });
  await takeMoreSeats(world);
  const steps: string[] = [];
  try {
    await begin(world, random, steps);
    const count = 15 + Math.floor(random() * 16);
    const way: Way = { world, steps, sent: [], files: new Map() };
    way.files.set('pemohon', filesOf(await sessionOf(world, 'pemohon')));
    for (let step = 0; step < count; step += 1) await move(way, random);
    await checkEnd(world, steps, seed % 4 === 0);
  } catch (error) {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    throw new Error(`walk ${seed} (${profile.key}): ${why}\nafter\n${steps.join('\n')}`, { cause: error });
  }
  return { world, steps };
}

const VERDICTS = new Map<string, Promise<Verdict>>();

/** The same document is judged once in all walks: the check has tests of its own. */
function onceEach(check: (bytes: Uint8Array) => Promise<Verdict>): typeof check {
  return (bytes) => {
    const key = Buffer.from(bytes).toString('base64');
    const known = VERDICTS.get(key) ?? check(bytes);
    VERDICTS.set(key, known);
    return known;
  };
}

/** mulberry32 */
function generator(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function pick<T>(random: Random, items: readonly T[]): T | undefined {
  return items[Math.floor(random() * items.length)];
}

/** The applicant's other chat, the same person on another telephone; and a colleague of the verifier's. */
async function takeMoreSeats(world: World): Promise<void> {
  await world.store.savePerson({ id: 'wakil', name: 'Dewi Anggraeni', roles: ['verifikator'], language: 'id' });
  const first = await world.store.findChat('web:pemohon');
  if (!first) throw new Error('nobody sits at pemohon');
  const { seen: _seen, lastSeq: _lastSeq, ...chat } = first;
  const empty = { ...chat, version: 0, log: [], at: world.now() };
  await world.store.saveChat({ ...empty, address: 'web:pemohon-lain' });
  await world.store.saveChat({ ...empty, address: 'web:wakil', person: 'wakil' });
}

/** Somewhere in the story, so that short walks come everywhere. */
async function begin(world: World, random: Random, steps: string[]): Promise<void> {
  const stage = Math.floor(random() * 7);
  steps.push(`stage ${stage}`);
  if (stage === 1) await beginForm(world);
  if (stage === 2) await fillUntil(world, Object.values(world.desk.profile.services)[0]?.papers[0]?.key ?? '');
  if (stage === 3) await fillUntil(world, 'summary');
  if (stage < 4) return;
  const { number } = await handIn(world);
  if (stage === 4) return;
  const service = Object.values(world.desk.profile.services)[0];
  const returning = service?.steps.find(({ decisions }) => decisions.some(({ kind }) => kind === 'return_papers'));
  const steps_ = service?.steps.slice(1).map(({ id }) => id) ?? [];
  await driveTo(world, number, stage === 5 ? (pick(random, steps_) ?? '') : (returning?.id ?? ''));
  if (stage === 6) await giveBack(world, number, ['ktp']);
}

async function move(way: Way, random: Random): Promise<void> {
  const { world, steps, sent: before } = way;
  const dice = random();
  if (dice < 0.05) {
    const wait = pick(random, [60_000, 46_800_000, 259_200_000]) ?? 0;
    steps.push(`~ ${wait / 60_000} minutes`);
    return world.pass(wait);
  }
  const again = pick(random, before);
  if (dice < 0.1 && again) {
    steps.push(`duplicate ${again.seat} ${show(again.said)}`);
    const lines = await world.say(again.seat, again.said, again.id);
    if (lines.length > 0) throw new Error('a message delivered twice was answered twice');
    return;
  }
  const seat = pickSeat(world, random);
  const together = dice < 0.2 ? 2 + Math.floor(random() * 4) : 1;
  const sent: Sent[] = [];
  for (let index = 0; index < together; index += 1) {
    const said = await pickSaid(world, seat, random, together > 2);
    sent.push({ seat, said, id: `w-${before.length + index}` });
  }
  await send(way, sent);
  before.push(...sent);
}

function pickSeat(world: World, random: Random): string {
  if (random() < 0.6) return random() < 0.75 ? 'pemohon' : (pick(random, APPLICANTS) ?? 'pemohon');
  return pick(random, seatsIn(world).slice(APPLICANTS.length)) ?? 'pemohon';
}

async function pickSaid(world: World, seat: string, random: Random, burst: boolean): Promise<Said> {
  const dice = random();
  const file = pick(random, FILES);
  if (file && (burst ? dice < 0.8 : dice < 0.12)) return { file: file[0], bytes: file[1]() };
  const session = await sessionOf(world, seat);
  if (dice < 0.4) return (await honestMove(world, seat)) ?? 'menu';
  const offered = pick(random, session.offered);
  if (dice < 0.65 && offered) return random() < 0.7 ? { choice: offered.id } : offered.label;
  if (dice < 0.75) return { choice: pick(random, CHOICES) ?? '' };
  const shown = (await world.log(seat)).flatMap(({ message }) => message.choices);
  const stale = pick(random, shown);
  if (dice < 0.82 && stale) return { choice: stale.id };
  return pick(random, TEXTS) ?? 'menu';
}

async function send(way: Way, sent: readonly Sent[]): Promise<void> {
  const { world, steps } = way;
  steps.push(sent.map(({ seat, said }) => `${seat} ${show(said)}`).join(' & '));
  const [first] = sent;
  const seat = first?.seat ?? '';
  const session = await sessionOf(world, seat);
  const held = await heldFiles(way);
  const answers = await Promise.all(sent.map(({ seat, said, id }) => world.say(seat, said, id)));
  const lines = answers.flat();
  checkLog(world);
  if (lines.length === 0) throw new Error('no answer');
  checkWords(lines);
  const after = await sessionOf(world, seat);
  checkSession(after);
  way.files.set(seat, filesOf(after));
  await checkFiles(way, held, session, lines, sent);
  await checkRequests(world);
}

function show(said: Said): string {
  if (typeof said === 'string') return `"${said.slice(0, 40)}"`;
  return 'choice' in said ? `(${said.choice})` : `[${said.file}]`;
}

function seatsIn(world: World): string[] {
  const officers = Object.entries(world.desk.profile.actors).filter(([, { kind }]) => kind === 'officer');
  return [...APPLICANTS, ...officers.map(([role]) => role.replaceAll('_', '-')), 'wakil'];
}

function checkSession(session: Session): void {
  if (!isDeepStrictEqual(JSON.parse(JSON.stringify(session)), session)) throw new Error('a session is not plain JSON');
}

/** Every file that a form or a request of the applicant refers to. */
async function heldFiles({ world, files }: Way): Promise<Map<string, FileRef>> {
  const requests = await world.store.findApplicationsOf('web-pemohon');
  const papers = requests.flatMap((request) => request.papers.map(({ file }) => file));
  return new Map(
    [...files.values()]
      .flat()
      .concat(papers)
      .map((file) => [file.id, file]),
  );
}

/** No file is lost but by the person's own word, and what is referred to can be read. */
async function checkFiles(
  way: Way,
  before: ReadonlyMap<string, FileRef>,
  session: Session,
  lines: readonly LogEntry[],
  sent: readonly Sent[],
): Promise<void> {
  const { world } = way;
  const held = await heldFiles(way);
  for (const { id, name } of held.values()) {
    if (!(await world.store.readFile(id))) throw new Error(`the bytes of ${name} (${id}) are gone`);
  }
  const said = lines.map(({ message }) => message.text).join('\n');
  const cancelled = says(said, 'cancel.done', 'replace.over');
  const refused = says(said, 'file.wrong_type_for', 'file.too_large_for', 'file.too_many');
  const replaced = says(said, 'file.received', 'replace.sent');
  const lost = [...before.values()].filter(({ id }) => !held.has(id));
  for (const { id, name } of lost) {
    const dropped =
      session.tray.some((file) => file.id === id) &&
      session.offered.some((choice) => choice.id.startsWith('stray.file'));
    // What the desk itself wrote may be written anew, and goes with the form.
    const written = session.made?.some((file) => file.id === id) === true;
    if (!cancelled && !dropped && !replaced && !written)
      throw new Error(`${name} (${id}) is lost; the bot said: ${said}`);
  }
  const kept = await Promise.all(
    sent.map(async ({ seat, said: each, id }) => {
      if (typeof each === 'string' || !('file' in each)) return undefined;
      const line = (await world.log(seat)).find(({ key }) => key === `web:${id}`);
      return line?.message.file;
    }),
  );
  for (const file of kept) {
    if (file && !held.has(file.id) && !refused && !cancelled && sent.length === 1)
      throw new Error(`${file.name} was taken but is nowhere; the bot said: ${said}`);
  }
}

/** From wherever the walk has ended, "menu" gives choices, and an honest applicant, then honest officers, come to an end. */
async function checkEnd(world: World, steps: string[], toTheEnd: boolean): Promise<void> {
  for (const seat of seatsIn(world)) {
    steps.push(`${seat} "menu"`);
    const lines = await world.say(seat, 'menu');
    if (!lines.some(({ message }) => message.choices.length > 0)) throw new Error(`${seat} has no choices in the menu`);
  }
  for (const seat of ['pemohon', 'publik']) await finishForm(world, seat, steps);
  if (toTheEnd) await finishRequest(world, steps);
  checkLog(world);
}

function checkLog(world: World): void {
  const [problem] = world.logged;
  if (problem) throw new Error(`${problem.level}: ${problem.text}`, { cause: problem.data?.['error'] });
}

async function finishForm(world: World, seat: string, steps: string[]): Promise<void> {
  for (let count = 0; count < 60; count += 1) {
    const said = await honestMove(world, seat);
    if (said === undefined) return;
    steps.push(`${seat} ${show(said)}`);
    const lines = await world.say(seat, said);
    checkWords(lines);
    const spoken = lines.map(({ message }) => message.text).join('\n');
    if (says(spoken, 'refusal.request_open', 'refusal.request_over', 'refusal.nothing_returned')) {
      await world.say(seat, { choice: 'word:cancel' });
      await world.say(seat, { choice: 'word:cancel_yes' });
    }
  }
  throw new Error(`${seat} cannot finish his form`);
}

async function finishRequest(world: World, steps: string[]): Promise<void> {
  const person = (await world.store.findChat('web:pemohon'))?.person ?? '';
  const open = (await world.store.findApplicationsOf(person)).find(({ state }) => state === 'in_progress');
  if (!open) return;
  steps.push(`the officers finish ${open.number} from ${open.step}`);
  const seats = Object.keys(world.desk.profile.actors).map((role) => role.replaceAll('_', '-'));
  for (const seat of seats) await world.say(seat, { choice: 'word:cancel_yes' });
  const done = await driveTo(world, open.number, 'end');
  if (done.state !== 'completed') throw new Error(`${open.number} is ${done.state}`);
}
