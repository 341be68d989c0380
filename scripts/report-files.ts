// Writes a report to a folder: what others may not read is written for its owner alone, and nothing is left that looks whole and is not.
import { access, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ReportDesk, ReportPlan, ReportPart } from '../src/app/make-report.ts';
import { countReport, reportName, reportParts } from '../src/app/make-report.ts';
import type { ActDesk } from './cli-act.ts';
import { recordAct } from './cli-act.ts';
import type { ReportCall } from './report-call.ts';
import { Usage } from './report-call.ts';

export interface WritingDesk extends ReportDesk, ActDesk {
  readonly store: ReportDesk['store'] & ActDesk['store'];
  /** What is going on just now. */
  readonly progress: (text: string) => void;
}

export interface Written {
  /** In the order of writing. */
  readonly paths: readonly string[];
  /** There was nothing to count. */
  readonly isEmpty: boolean;
}

/**
 * Makes the report and writes it into `call.out`: one file for each format, and a folder of CSVs. Of the internal edition the audit trail
 * has first that it is made. Throws Usage where files are there already, or the folder cannot be one.
 */
export async function writeReport(desk: WritingDesk, call: ReportCall): Promise<Written> {
  const { from, day, edition, language, formats, out } = call;
  const isInternal = edition === 'internal';
  const order: ReportPlan = { edition, language, from, day, formats, roll: isInternal ? 'full' : 'none' };
  const name = reportName(desk, order);
  await checkFree(call, name);
  await makeFolder(out);
  if (isInternal) {
    const detail = { edition, from, day, formats: formats.join(' ') };
    await recordAct(desk, { act: 'report_made', subject: `laporan ${day.slice(0, 4)}`, detail });
  }
  desk.progress('menghitung …');
  const counted = await countReport(desk, order);
  const paths: string[] = [];
  const onRoll = (done: number, of: number): void =>
    desk.progress(`menulis daftar ${number(done)} dari ${number(of)} …`);
  for await (const part of reportParts(desk, order, counted, { longRoll: true, onRoll })) {
    const file = path.join(out, placeOf(part, name));
    desk.progress(`menulis ${path.basename(file)} …`);
    await write(file, part.content, isInternal);
    paths.push(file);
  }
  return { paths, isEmpty: counted.isEmpty };
}

function placeOf({ format, name }: Pick<ReportPart, 'format' | 'name'>, folder: string): string {
  return format === 'csv' ? path.join(folder, name) : name;
}

async function checkFree({ formats, out, force }: ReportCall, name: string): Promise<void> {
  if (force) return;
  for (const format of formats) {
    const place = path.join(out, format === 'csv' ? name : `${name}.${format}`);
    const isThere = await access(place).then(
      () => true,
      () => false,
    );
    if (isThere) throw new Usage(`${place} is there already; --force writes over it`);
  }
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new Usage(`--out ${folder} cannot be a folder: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Under another name until it is whole. */
async function write(file: string, content: ReportPart['content'], isPrivate: boolean): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, ...(isPrivate && { mode: 0o700 }) });
  const unfinished = `${file}.part`;
  await rm(unfinished, { force: true });
  try {
    await writeFile(unfinished, content, { flag: 'wx', mode: isPrivate ? 0o600 : 0o644 });
    await rename(unfinished, file);
  } finally {
    await rm(unfinished, { force: true });
  }
}

function number(count: number): string {
  return count.toLocaleString('id-ID');
}
