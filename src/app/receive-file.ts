// A file from outside: fetched with a cap, sniffed, hashed and stored, or refused with a reason a person understands.
import { createHash } from 'node:crypto';
import { fileTypeFromBuffer } from 'file-type';
import type { FileRef } from '../core/application.ts';
import type { PaperType } from '../core/profile.ts';
import type { FileProblem, Input } from '../engine/advance.ts';
import type { Desk } from './desk.ts';
import type { IncomingFile, Instant } from './ports.ts';
import { OperationalError } from './ports.ts';

const TYPES: Readonly<Record<string, PaperType>> = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpeg',
  'image/png': 'png',
};

/** The input that an announced file amounts to. Throws OperationalError only when it may go better later. */
export async function receiveFile(
  desk: Desk,
  channel: string,
  file: IncomingFile,
  owner: string,
  at: Instant,
): Promise<Input> {
  const most = desk.maxFileBytes;
  const name = tidyName(file.name);
  const refused = (problem: FileProblem): Input => ({
    kind: 'refused_file',
    name,
    problem,
    megabytes: Math.floor(most / 1_000_000),
  });
  if (file.size !== undefined && file.size > most) return refused('too_large');
  let bytes: Uint8Array;
  try {
    bytes = await desk.channel(channel).download(file, most);
  } catch (error) {
    if (error instanceof OperationalError && error.code === 'too_large') return refused('too_large');
    if (error instanceof OperationalError && !error.retryable) return refused('unavailable');
    throw error;
  }
  if (bytes.length === 0) return refused('empty');
  if (bytes.length > most) return refused('too_large');
  const type = TYPES[(await fileTypeFromBuffer(bytes))?.mime ?? ''];
  if (!type) return refused(/\.(?:pdf|jpe?g|png)$/i.test(file.name) ? 'disguised' : 'wrong_type');
  if (!isWhole(bytes, type)) return refused('damaged');
  const id = desk.ids.next();
  await desk.store.saveFile(id, bytes, { name, type, owner, at });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const stored: FileRef = { id, name, type, size: bytes.length, sha256 };
  return { kind: 'file', file: stored };
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
  }
}

/** A name fit to be shown: no path, no control or direction characters, at most 80 characters. */
function tidyName(name: string): string {
  const last = name.normalize('NFC').split(/[\\/]/).at(-1) ?? '';
  const clean = last.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '').trim();
  if (clean.length <= 80) return clean === '' ? 'berkas' : clean;
  const ending = /\.[a-z0-9]{1,5}$/i.exec(clean)?.[0] ?? '';
  return clean.slice(0, 79 - ending.length) + '…' + ending;
}
