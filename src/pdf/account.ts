// Accounts for every byte that was appended: objects that the cross-reference names, the cross-reference itself, blanks.
// What no cross-reference names could still be shown by a reader that repairs files.
import type { PdfFile } from './file.ts';
import { isTail } from './coverage.ts';
import { PdfProblem } from './limits.ts';
import { isType } from './objects.ts';
import { isWhite, Parser } from './parser.ts';
import type { Finding } from './step.ts';

interface Span {
  readonly start: number;
  readonly end: number;
}

/** What is wrong with the bytes that revision `index` appended, null when all are accounted for. Throws `limit`. */
export function accountFor(file: PdfFile, index: number): Finding | null {
  try {
    return findUnaccounted(file, index);
  } catch (error) {
    if (error instanceof PdfProblem && error.problem === 'damaged') return unexplained(error.message);
    throw error;
  }
}

function findUnaccounted(file: PdfFile, index: number): Finding | null {
  const revision = file.revisions[index];
  const start = file.revisions[index - 1]?.end;
  if (!revision || start === undefined || start === null || revision.end === null)
    return unexplained('a revision has no end');
  const isLast = index === file.revisions.length - 1;
  if (isLast && !isTail(file.bytes, revision.eof ?? 0)) return unexplained('bytes after the end');
  const spans: Span[] = [];
  for (const section of revision.sections) {
    if (section.offset < start) return unexplained('cross-reference is not in its revision');
    spans.push({ start: section.offset, end: section.end });
    for (const listed of section.hybrid ? [section, section.hybrid] : [section]) {
      if (listed !== section) spans.push({ start: listed.offset, end: listed.end });
      for (const num of listed.numbers()) {
        const found = listed.find(num);
        if (found?.kind !== 'offset' || found.offset < start) continue;
        if (found.offset >= revision.end) return unexplained(`object ${num} is not in its revision`);
        spans.push({ start: found.offset, end: endOfObject(file, index, num, found.offset, found.gen) });
      }
    }
  }
  const gap = firstGap(file, spans, start, revision.eof ?? revision.end, revision.end);
  return gap === null ? null : unexplained(`bytes at ${gap} belong to nothing`);
}

function unexplained(detail: string): Finding {
  return { kind: 'unexplained', outcome: 'forbidden', detail };
}

/** After the endobj; the offset itself when there is none, which leaves the object unaccounted for. */
function endOfObject(file: PdfFile, index: number, num: number, offset: number, gen: number): number {
  const { value, end } = file.loadAt(offset, num, gen);
  if (!isType(value, 'stream')) return end;
  const length = file.view(index).at(value.dict, 'Length');
  const parser = new Parser(file.bytes, value.start + (typeof length === 'number' ? length : 0), file.budget);
  return parser.take('endstream') && parser.take('endobj') ? parser.position : offset;
}

/** The first byte between the spans that is neither white space nor an innocent comment. */
function firstGap(file: PdfFile, spans: Span[], start: number, eof: number, end: number): number | null {
  let at = start;
  for (const span of [...spans.sort((a, b) => a.start - b.start), { start: eof, end }]) {
    if (span.start < at) {
      // The same object listed twice, by the table and its hybrid stream.
      if (span.end <= at) continue;
      return span.start;
    }
    const gap = endOfBlank(file.bytes, at, span.start, span.start === eof);
    if (gap !== null) return gap;
    at = span.end;
  }
  return null;
}

/** A comment of up to 80 bytes that cannot be taken for an object; before the end: startxref and its number. */
function endOfBlank(bytes: Uint8Array, from: number, to: number, isEnd: boolean): number | null {
  let at = from;
  while (at < to) {
    if (isWhite(bytes[at])) at++;
    else if (bytes[at] === 37) {
      const begin = at;
      while (at < to && bytes[at] !== 10 && bytes[at] !== 13) at++;
      const text = Buffer.from(bytes.subarray(begin, at)).toString('latin1');
      if (text.length > 80 || /obj|stream|xref|trailer/.test(text)) return begin;
    } else {
      const text = isEnd ? Buffer.from(bytes.subarray(at, to)).toString('latin1') : '';
      return /^startxref\s+\d+\s+%%EOF$/.test(text.slice(0, 64)) ? null : at;
    }
  }
  return null;
}
