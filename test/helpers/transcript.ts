// Golden transcripts: the script in them is read and played, and the whole is written anew with what the bot really said.
// `>` a person sends, `@seat >` another one, `& …` at the same moment as the line before, `~` time passes; the rest is golden.
import type { Outbound } from '../../src/app/ports.ts';
import { FILE_KINDS, sampleFile } from './sample-files.ts';
import type { FileKind } from './sample-files.ts';

export interface SentFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export type Sent = { readonly text: string } | { readonly tap: string } | { readonly file: SentFile };

interface Act {
  /** As it stands in the transcript, comments above it included. */
  readonly written: string;
}

export interface SendAct extends Act {
  readonly kind: 'send';
  /** Undefined: the person the transcript is about. */
  readonly seat: string | undefined;
  readonly sent: Sent;
  readonly together: boolean;
}

/** `~ +3 days`, or whatever else the world understands, e.g. `~ profile tanjungpinang`. */
export interface ChangeAct extends Act {
  readonly kind: 'change';
  readonly change: string;
}

export interface Transcript {
  readonly header: string;
  /** `# profile: tarakan` of the header. */
  readonly settings: Readonly<Record<string, string>>;
  readonly acts: readonly (SendAct | ChangeAct)[];
}

/** What a transcript is played in. */
export interface TranscriptWorld {
  /** Sends all of them at the same moment; resolves when everything that follows has been said. */
  send(messages: readonly { readonly seat: string | undefined; readonly sent: Sent }[]): Promise<void>;
  change(change: string): Promise<void>;
  /** What was said since the last call, in order; `seat` is undefined for the transcript's own person. */
  heard(): readonly { readonly seat: string | undefined; readonly message: Outbound }[];
  /** A line per request, e.g. `TTE-000001 in_progress at disposisi_kadis due 2026-11-20 10:15 WITA`. */
  states(): Promise<readonly string[]>;
}

const SCRIPT = /^(?:(& )?(?:@([a-z0-9_-]+) )?>|(~))(?: (.*))?$/;
const FILE = new RegExp(String.raw`^\[file (\S.*?)(?: (\d+)(B|kB|MB))? (${FILE_KINDS.join('|')})\]$`);
/** A character that nobody could see in a transcript is written `{U+202E}`. */
const UNSEEN = /\{U\+([0-9A-F]{4,6})\}/g;
const BYTES: Readonly<Record<string, number>> = { B: 1, kB: 1000, MB: 1_000_000 };

/** Throws when a line of the script cannot be understood. */
export function readTranscript(text: string): Transcript {
  const lines = text.split('\n').map((line) => line.trimEnd());
  const end = lines.findIndex((line) => line === '' || SCRIPT.test(line));
  const header = lines.slice(0, end < 0 ? lines.length : end);
  const odd = header.find((line) => !line.startsWith('#'));
  if (odd !== undefined) throw new Error(`not a heading, nor a line of the script: ${odd}`);
  const settings = header.flatMap((line) => {
    const [, key, value] = /^# ([a-z][a-z ]*): (.+)$/.exec(line) ?? [];
    return key === undefined || value === undefined ? [] : [[key, value] as const];
  });
  return {
    header: header.join('\n'),
    settings: Object.fromEntries(settings),
    acts: readActs(lines.slice(header.length)),
  };
}

function readActs(lines: readonly string[]): (SendAct | ChangeAct)[] {
  const acts: (SendAct | ChangeAct)[] = [];
  let comments: string[] = [];
  lines.forEach((line, index) => {
    if (line.startsWith('#')) comments.push(line);
    const match = SCRIPT.exec(line);
    if (match === null) return;
    const [, together, seat, change, first = ''] = match;
    const more = change === undefined ? continuation(lines.slice(index + 1)) : [];
    const written = [...comments, line, ...more.map((each) => (each === '' ? '' : `  ${each}`))].join('\n');
    comments = [];
    if (change === undefined) {
      const sent = readSent([first, ...more].join('\n'));
      acts.push({ kind: 'send', written, seat, sent, together: together !== undefined });
    } else acts.push({ kind: 'change', written, change: first });
  });
  if (comments.length > 0) throw new Error(`a comment with nothing after it: ${comments[0]}`);
  return acts;
}

/** The indented lines that follow; an empty one belongs to them when another indented one comes after it. */
function continuation(lines: readonly string[]): string[] {
  const found = lines.findIndex((line) => line !== '' && !line.startsWith('  '));
  const block = lines.slice(0, found < 0 ? lines.length : found).map((line) => line.slice(2));
  while (block.at(-1) === '') block.pop();
  return block;
}

function readSent(said: string): Sent {
  const [, name, size = '0', unit = 'B', kind] = FILE.exec(said) ?? [];
  if (name !== undefined) {
    const known = FILE_KINDS.find((each): each is FileKind => each === kind) ?? 'text';
    return { file: { name, bytes: sampleFile(known, Number(size) * (BYTES[unit] ?? 1)) } };
  }
  if (/^\[file\b/.test(said))
    throw new Error(`a file is written [file NAME 120kB ${FILE_KINDS.join('|')}], not ${said}`);
  const [, tap] = /^\((.+)\)$/.exec(said) ?? [];
  return tap === undefined ? { text: said.replaceAll(UNSEEN, (_, code: string) => unseen(code)) } : { tap };
}

function unseen(code: string): string {
  return String.fromCodePoint(Number.parseInt(code, 16));
}

/** The transcript as it should be: its own script, and what is heard when it is played. */
export async function playTranscript(transcript: Transcript, world: TranscriptWorld): Promise<string> {
  const blocks = transcript.header === '' ? [] : [transcript.header];
  let known: readonly string[] = [];
  for (const group of groupTogether(transcript.acts)) {
    try {
      await act(group, world);
    } catch (error) {
      const after = blocks.slice(-3).join('\n\n');
      const why = error instanceof Error ? error.message : String(error);
      throw new Error(`${why}\nat ${group.map(({ written }) => written).join('\n')}\nafter\n${after}`, {
        cause: error,
      });
    }
    const heard = world.heard().map(({ seat, message }) => writeMessage(seat, message));
    const states = await world.states();
    const news = states.filter((state) => !known.includes(state)).map((state) => `= ${state}`);
    known = states;
    blocks.push([...group.map(({ written }) => written), ...heard, ...news].join('\n'));
  }
  return `${blocks.join('\n\n')}\n`;
}

async function act(group: Transcript['acts'], world: TranscriptWorld): Promise<void> {
  const messages = group.filter((each) => each.kind === 'send');
  if (messages.length > 0) await world.send(messages.map(({ seat, sent }) => ({ seat, sent })));
  for (const each of group) if (each.kind === 'change') await world.change(each.change);
}

/** A line and those that begin with `&` below it are one moment. */
function groupTogether(acts: Transcript['acts']): Transcript['acts'][] {
  const groups: (SendAct | ChangeAct)[][] = [];
  for (const act of acts) {
    const last = groups.at(-1);
    if (act.kind === 'send' && act.together && last?.[0]?.kind === 'send') last.push(act);
    else groups.push([act]);
  }
  return groups;
}

/** How a message of the bot reads in a transcript. */
export function writeMessage(seat: string | undefined, message: Outbound): string {
  const who = seat === undefined ? '<' : `@${seat} <`;
  const lines = [
    ...message.text.split('\n'),
    ...(message.file ? [`[file ${message.file.name}]`] : []),
    ...message.choices.map(({ label }, index) => `[${index + 1}] ${label}`),
  ];
  return lines.map((line, index) => (index === 0 ? `${who} ${line}` : `  ${line}`).trimEnd()).join('\n');
}
