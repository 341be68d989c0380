// Writes the paper, table or chart that a turn asks for and keeps it for the chat. What belongs to a form is noted in the session, so that
// it is erased with the form; what is only to be read has its own time.
import { createHash } from 'node:crypto';
import { loadCharts } from '../charts/load.ts';
import type { ReportSection } from '../core/report.ts';
import type { Turn } from '../engine/draft.ts';
import type { Session } from '../engine/session.ts';
import type { Desk } from './desk.ts';
import { makePaper } from './paper-form.ts';
import type { FileMeta, FileRef, Instant, Outbound } from './ports.ts';

const DAY_MS = 86_400_000;

export interface Written {
  /** Said before the replies. */
  readonly lines: readonly Outbound[];
  readonly session: Session;
  /** Takes the file back, should the turn not be saved. */
  undo(): Promise<void>;
}

export async function writePaper(desk: Desk, turn: Turn, owner: string, at: Instant): Promise<Written> {
  const { paper, sheet, chart, session, language } = turn;
  if (chart) return drawChart(desk, chart, { session, language, owner, at });
  if (!paper && !sheet) return { lines: [], session, undo: () => Promise.resolve() };
  const file = paper
    ? await keepFile(desk, await makePaper(paper), { name: paper.name, type: 'pdf', owner, at })
    : await keepFile(desk, Buffer.from(sheet?.text ?? ''), { name: sheet?.name ?? '', type: 'csv', owner, at });
  return {
    lines: [{ text: file.name, choices: [], file }],
    session: { ...session, made: [...(session.made ?? []), file] },
    undo: () => desk.store.deleteFile(file.id),
  };
}

/** A section without a number to draw has no picture. */
async function drawChart(
  desk: Desk,
  section: ReportSection,
  { session, language, owner, at }: Pick<Turn, 'session' | 'language'> & Pick<FileMeta, 'owner' | 'at'>,
): Promise<Written> {
  const { chartSvg, chartPng } = await loadCharts();
  const svg = chartSvg(section, { language, theme: 'light' });
  if (svg === undefined) return { lines: [], session, undo: () => Promise.resolve() };
  const name = `statistik-${at.slice(0, 10)}.png`;
  const file = await keepForChat(desk, chartPng(svg), { name, type: 'png', owner, at });
  return {
    lines: [{ text: section.chart?.alt ?? section.title, choices: [], file }],
    session,
    undo: () => desk.store.deleteFile(file.id),
  };
}

/** Keeps a file of our own that is there to be read, for as long as files are kept that belong to no form. */
export function keepForChat(desk: Desk, bytes: Uint8Array, meta: Omit<FileMeta, 'until'>): Promise<FileRef> {
  const until = Date.parse(meta.at) + desk.profile.retention.draftDays * DAY_MS;
  return keepFile(desk, bytes, { ...meta, until: new Date(until).toISOString() });
}

/** Keeps a file of our own under a new id. */
async function keepFile(desk: Desk, bytes: Uint8Array, meta: FileMeta): Promise<FileRef> {
  const id = desk.ids.next();
  await desk.store.saveFile(id, bytes, meta);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { id, name: meta.name, type: meta.type, size: bytes.length, sha256 };
}
