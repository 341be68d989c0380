// A file from outside: fetched with a cap and sniffed; then stored as a paper, or, being a PDF outside a form, checked and not kept.
import { createHash } from 'node:crypto';
import { fileTypeFromBuffer } from 'file-type';
import type { FileRef } from '../core/application.ts';
import { maskDigits } from '../core/mask.ts';
import type { PaperType } from '../core/profile.ts';
import type { FileProblem, Input } from '../engine/advance.ts';
import { recentChecks } from '../engine/check.ts';
import type { Session } from '../engine/session.ts';
import { opinionOfBsre } from './bsre.ts';
import type { Desk } from './desk.ts';
import { isSheet, readPeople, sheetAsked } from './read-people.ts';
import type { IncomingFile, Instant } from './ports.ts';
import { OperationalError } from './ports.ts';

const TYPES: Readonly<Record<string, PaperType>> = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpeg',
  'image/png': 'png',
};
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const OFFICE = /^application\/(?:x-cfb|vnd\.openxmlformats-officedocument\.|vnd\.oasis\.opendocument\.)/;

const SHEET_NAME = /\.(?:xls[xmb]?|ods|csv)$/i;

/** Where a file came from, and at which point of a dialogue. */
export interface Arrival {
  readonly channel: string;
  readonly owner: string;
  readonly session: Session;
  readonly at: Instant;
}

/** What a file amounts to, and when it will have been stored: whoever relies on that waits for it. */
export interface Received {
  readonly input: Input;
  readonly stored?: Promise<void>;
}

/** The input that an announced file amounts to. Throws OperationalError only when it may go better later. */
export async function receiveFile(desk: Desk, file: IncomingFile, arrival: Arrival): Promise<Received> {
  const most = desk.maxFileBytes;
  const name = tidyName(file.name);
  const refused = (problem: FileProblem, limit = most): Received => ({
    input: { kind: 'refused_file', name, problem, megabytes: Math.floor(limit / 1_000_000) },
  });
  // Of a file so large only its name is known.
  const tooLarge = isForCheck(arrival.session, arrival.at) && /\.pdf$/i.test(name) ? 'too_large_to_check' : 'too_large';
  // The channel's own limit may be lower; it says so before it reads a byte.
  const bytes = await fetchBytes(desk, file, arrival.channel);
  if (bytes instanceof OperationalError)
    return bytes.code === 'too_large' ? refused(tooLarge, bytes.limitBytes) : refused('unavailable');
  if (Math.max(bytes.length, file.size ?? 0) > most) return refused(tooLarge);
  if (bytes.length === 0) return refused('empty');
  const mime = (await fileTypeFromBuffer(bytes))?.mime ?? '';
  const list = sheetAsked(arrival.session, desk.profile);
  const type = TYPES[mime] ?? (list && sheetType(mime, file.name));
  // What is meant to be the list, and cannot be read as one.
  if (!type && list && SHEET_NAME.test(name))
    return badSheet(name, ['isinya tidak dapat dibaca; mohon kirim XLSX atau CSV']);
  if (OFFICE.test(mime) && !type) return refused('office_document');
  if (!type) return refused(/\.(?:pdf|jpe?g|png)$/i.test(file.name) ? 'disguised' : 'wrong_type');
  if (type === 'pdf' && isForCheck(arrival.session, arrival.at)) {
    if (recentChecks(arrival.session.checks, arrival.at).length >= desk.checksPerHour)
      return refused('too_many_checks');
    const verdict = await desk.checkPdf(bytes);
    const { owner: person, channel, at } = arrival;
    const opinion = await opinionOfBsre(desk, bytes, verdict, { person, channel, at });
    return { input: { kind: 'checked', name, verdict, ...(opinion ? { opinion } : {}) } };
  }
  let count: { readonly people?: number } = {};
  if (list && isSheet(type)) {
    if (bytes.length > list.maxBytes) return refused('too_large', list.maxBytes);
    const read = readPeople(bytes, type, desk.profile, arrival.at);
    if ('problems' in read) return badSheet(name, read.problems);
    count = { people: read.people.length };
  } else if (!isWhole(bytes, type)) return refused('damaged');
  const id = desk.ids.next();
  const stored = desk.store.saveFile(id, bytes, { name, type, owner: arrival.owner, at: arrival.at });
  // Whoever waits for it hears of a failure; until then it is nobody's.
  stored.catch(() => undefined);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const kept: FileRef = { id, name, type, size: bytes.length, sha256 };
  return { input: { kind: 'file', file: kept, ...count }, stored };
}

function badSheet(name: string, problems: readonly string[]): Received {
  return { input: { kind: 'bad_sheet', name, problems } };
}

/** A workbook as Excel writes it, or another's that is known by its name; a CSV is text, which shows in no first bytes. */
function sheetType(mime: string, name: string): PaperType | undefined {
  if (mime === XLSX || (mime === 'application/zip' && /\.xlsx$/i.test(name))) return 'xlsx';
  return mime === '' && /\.csv$/i.test(name) ? 'csv' : undefined;
}

/** The bytes, or why they will not be had later either. */
async function fetchBytes(desk: Desk, file: IncomingFile, channel: string): Promise<Uint8Array | OperationalError> {
  try {
    return await desk.channel(channel).download(file, desk.maxFileBytes);
  } catch (error) {
    if (error instanceof OperationalError && (error.code === 'too_large' || !error.retryable)) return error;
    throw error;
  }
}

/** Outside a form a PDF is there to be checked, unless a paper to replace was just asked for. */
function isForCheck({ conversation, offered, humanUntil }: Session, now: Instant): boolean {
  // A human who asked for a paper wants the paper.
  if (humanUntil !== undefined && humanUntil > now) return false;
  return conversation === 'check' || (conversation === null && !offered.some(({ id }) => id.startsWith('replace:')));
}

/** Whether the end that every whole file of its type has is there: a cut-off upload lacks it. */
function isWhole(bytes: Uint8Array, type: PaperType): boolean {
  const tail = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).subarray(-2048).toString('latin1');
  switch (type) {
    case 'pdf':
      return tail.includes('%%EOF') || tail.includes('startxref');
    case 'jpeg':
      return tail.includes('\u00ff\u00d9');
    case 'png':
      return tail.includes('IEND');
    case 'xlsx':
    case 'csv':
      return true;
  }
}

/** People name a scan after whose it is: as many digits in a row as a NIK or a NIP has. */
const PERSONAL_NUMBER = /\d(?:[ .]?\d){15,}/g;

/** A name fit to be shown: no path, no control or direction characters, nothing that sets bold type, at most 80 characters. */
function tidyName(name: string): string {
  const last = name.normalize('NFC').split(/[\\/]/).at(-1) ?? '';
  const clean = last
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}*~`]/gu, '')
    .replace(PERSONAL_NUMBER, maskDigits)
    .trim();
  if (clean.length <= 80) return clean === '' ? 'berkas' : clean;
  const ending = /\.[a-z0-9]{1,5}$/i.exec(clean)?.[0] ?? '';
  return `${clean.slice(0, 79 - ending.length)}…${ending}`;
}
