// Writes the paper or table that a turn asks for, keeps it for the chat, and notes it in the session, so that it is erased with the form.
import { createHash } from 'node:crypto';
import type { Turn } from '../engine/draft.ts';
import type { Session } from '../engine/session.ts';
import type { Desk } from './desk.ts';
import { makePaper } from './paper-form.ts';
import type { FileMeta, FileRef, Instant, Outbound } from './ports.ts';

export interface Written {
  /** Said before the replies. */
  readonly lines: readonly Outbound[];
  readonly session: Session;
  /** Takes the file back, should the turn not be saved. */
  undo(): Promise<void>;
}

export async function writePaper(desk: Desk, turn: Turn, owner: string, at: Instant): Promise<Written> {
  const { paper, sheet, session } = turn;
  if (!paper && !sheet) return { lines: [], session, undo: () => Promise.resolve() };
  const file = paper
    ? await keepPdf(desk, await makePaper(paper), { name: paper.name, owner, at })
    : await keepFile(desk, Buffer.from(sheet?.text ?? ''), { name: sheet?.name ?? '', type: 'csv', owner, at });
  return {
    lines: [{ text: file.name, choices: [], file }],
    session: { ...session, made: [...(session.made ?? []), file] },
    undo: () => desk.store.deleteFile(file.id),
  };
}

/** Keeps a PDF of our own under a new id. */
export function keepPdf(desk: Desk, bytes: Uint8Array, meta: Omit<FileMeta, 'type'>): Promise<FileRef> {
  return keepFile(desk, bytes, { ...meta, type: 'pdf' });
}

async function keepFile(desk: Desk, bytes: Uint8Array, meta: FileMeta): Promise<FileRef> {
  const id = desk.ids.next();
  await desk.store.saveFile(id, bytes, meta);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { id, name: meta.name, type: meta.type, size: bytes.length, sha256 };
}
