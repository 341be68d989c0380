// The first sheet of an XLSX workbook. What it would inflate to is known before anything is, and formulas are told, never evaluated.
import { unzipSync } from 'fflate';
import { Parser } from 'htmlparser2';
import type { Cell, SheetRow } from '../core/sheet.ts';
import { SheetError } from './sheet-error.ts';

/** Of all parts that are read, inflated. 100,000 people with eight columns take some 60 MB. */
const MOST_INFLATED = 256_000_000;
const MOST_COLUMNS = 200;

/** Date systems: 1904 counts from four years later. */
const DAYS_1904 = 1462;

/** Rows that have cells, numbered as the sheet numbers them. Throws a SheetError. `most`: bytes it may inflate to. */
export function readXlsx(bytes: Uint8Array, most = MOST_INFLATED): SheetRow[] {
  const book = unzip(bytes, most, /^xl\/(?:workbook\.xml|_rels\/workbook\.xml\.rels|sharedStrings\.xml)$/);
  const { sheet, is1904 } = firstSheet(book);
  const part = unzip(bytes, most, new RegExp(`^${sheet.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`))[sheet];
  if (!part) throw new SheetError('buku kerja ini tidak memiliki lembar');
  const strings = readStrings(book['xl/sharedStrings.xml']);
  return readRows(part, strings, is1904 ? DAYS_1904 : 0);
}

function unzip(bytes: Uint8Array, most: number, wanted: RegExp): Record<string, Uint8Array> {
  let inflated = 0;
  try {
    // fflate writes no more of a part than its announced size.
    return unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!wanted.test(name)) return false;
        inflated += originalSize;
        if (inflated > most) throw new SheetError('isi berkas terlalu besar setelah dibuka');
        return true;
      },
    });
  } catch (error) {
    throw error instanceof SheetError ? error : new SheetError('berkas ini bukan XLSX yang utuh');
  }
}

function firstSheet(book: Readonly<Record<string, Uint8Array>>): { sheet: string; is1904: boolean } {
  let id: string | undefined;
  let is1904 = false;
  walk(book['xl/workbook.xml'], {
    open(name, attributes) {
      if (name === 'sheet') id ??= attributes['r:id'];
      if (name === 'workbookPr') is1904 = /^(?:1|true)$/.test(attributes['date1904'] ?? '');
    },
  });
  let target: string | undefined;
  walk(book['xl/_rels/workbook.xml.rels'], {
    open(name, attributes) {
      if (name === 'Relationship' && attributes['Id'] === id) target = attributes['Target'];
    },
  });
  if (target === undefined) throw new SheetError('buku kerja ini tidak memiliki lembar');
  return { sheet: target.startsWith('/') ? target.slice(1) : `xl/${target}`, is1904 };
}

/** The texts that cells refer to by number; phonetic hints (`rPh`) are not part of them. */
function readStrings(part: Uint8Array | undefined): string[] {
  const strings: string[] = [];
  let text = '';
  let inText = false;
  let inHint = false;
  walk(part, {
    open(name) {
      if (name === 'si') text = '';
      if (name === 'rPh') inHint = true;
      inText = name === 't' && !inHint;
    },
    text(more) {
      if (inText) text += more;
    },
    close(name) {
      if (name === 'si') strings.push(text);
      if (name === 'rPh') inHint = false;
      if (name === 't') inText = false;
    },
  });
  return strings;
}

function readRows(part: Uint8Array, strings: readonly string[], shift: number): SheetRow[] {
  const rows: SheetRow[] = [];
  let number = 0;
  let cells: Cell[] = [];
  let at = -1;
  let type = '';
  let value = '';
  let isFormula = false;
  let inValue = false;
  walk(part, {
    open(name, attributes) {
      if (name === 'row') {
        number = Number(attributes['r'] ?? number + 1);
        cells = [];
        at = -1;
      } else if (name === 'c') {
        at = columnOf(attributes['r']) ?? at + 1;
        type = attributes['t'] ?? 'n';
        value = '';
        isFormula = false;
      } else if (name === 'f') isFormula = true;
      else if (name === 'v' || name === 't') inValue = true;
    },
    text(more) {
      if (inValue) value += more;
    },
    close(name) {
      if (name === 'v' || name === 't') inValue = false;
      else if (name === 'c' && at < MOST_COLUMNS) {
        while (cells.length < at) cells.push(undefined);
        cells[at] = isFormula ? { formula: true } : cellOf(type, value, strings, shift);
      } else if (name === 'row' && cells.some((cell) => cell !== undefined)) rows.push({ number, cells });
    },
  });
  return rows;
}

function cellOf(type: string, value: string, strings: readonly string[], shift: number): Cell {
  const text = type === 's' ? (strings[Number(value)] ?? '') : value;
  if (text.trim() === '') return undefined;
  if (type !== 'n') return { text };
  const number = Number(text);
  // The two date systems differ for days alone; other numbers, such as a NIK, are far above them.
  return Number.isFinite(number) ? { number: number < 100_000 ? number + shift : number } : { text };
}

/** "AB12" is column 27, counted from 0. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0];
  if (letters === undefined) return undefined;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

interface Visitor {
  readonly open?: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
}

const CHUNK = 1_000_000;

/** Goes through a part as XML; entities of its own are not known, so none can grow. Prefixes of names are left out. */
function walk(part: Uint8Array | undefined, { open, text, close }: Visitor): void {
  if (!part) return;
  const bare = (name: string): string => name.slice(name.indexOf(':') + 1);
  const parser = new Parser(
    {
      onopentag: (name, attributes) => open?.(bare(name), attributes),
      ontext: (more) => text?.(more),
      onclosetag: (name) => close?.(bare(name)),
    },
    { xmlMode: true },
  );
  const decoder = new TextDecoder();
  for (let from = 0; from < part.length; from += CHUNK)
    parser.write(decoder.decode(part.subarray(from, from + CHUNK), { stream: true }));
  parser.end();
}
