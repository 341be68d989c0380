// Writes the paper that a turn asks for, keeps it for the chat, and notes it in the session, so that it is erased with the form.
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

export async function writePaper(desk: Desk, { paper, session }: Turn, owner: string, at: Instant): Promise<Written> {
  if (!paper) return { lines: [], session, undo: () => Promise.resolve() };
  const file = await keepPdf(desk, await makePaper(paper), { name: paper.name, owner, at });
  return {
    lines: [{ text: file.name, choices: [], file }],
    session: { ...session, made: [...(session.made ?? []), file] },
    undo: () => desk.store.deleteFile(file.id),
  };
}

/** Keeps a PDF of our own under a new id. */
export async function keepPdf(desk: Desk, bytes: Uint8Array, meta: Omit<FileMeta, 'type'>): Promise<FileRef> {
  const id = desk.ids.next();
  await desk.store.saveFile(id, bytes, { ...meta, type: 'pdf' });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { id, name: meta.name, type: 'pdf', size: bytes.length, sha256 };
}
