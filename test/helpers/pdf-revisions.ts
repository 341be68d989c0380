// Writes PDF revisions byte by byte: the first one and incremental updates, with an xref table, an xref stream, object
// streams or both (hybrid). Hand-written, so that every offset is known and any part can be made wrong. ISO 32000-2, 7.5.
import { deflateSync } from 'node:zlib';

export type XrefShape = 'table' | 'stream' | 'object_streams' | 'hybrid';

/** Object number to its body as Latin-1 text (what stands between `obj` and `endobj`); null frees it. */
export type Changes = Readonly<Record<number, string | null>>;

export interface Doc {
  readonly bytes: Buffer;
  /** One above the highest object number. */
  readonly size: number;
  readonly startxref: number;
  readonly root: number;
  readonly shape: XrefShape;
  /** The bodies as they stand in the last revision. */
  readonly objects: Readonly<Record<number, string>>;
  /** More entries for every trailer (/Info, /ID, /Encrypt). */
  readonly trailer: string;
  /** Encrypts the strings and streams of a body; the identity in a plain file. */
  readonly protect: (number: number, body: string) => string;
}

interface Entry {
  readonly number: number;
  /** Offset, or the number of the object stream that holds it; null: free. */
  readonly at: number | null;
  /** Index in the object stream. */
  readonly index?: number;
}

export interface RevisionOptions {
  /** Left out of object streams whatever the shape (signature dictionaries must be, ISO 32000-2, 12.8.1). */
  readonly plain?: readonly number[];
  readonly shape?: XrefShape;
  readonly trailer?: string;
  /** Written after the %%EOF. */
  readonly end?: string;
  /** Claims another predecessor, or none. */
  readonly previous?: number | null;
}

export function firstRevision(objects: Record<number, string>, options: Partial<Doc> = {}): Doc {
  const blank: Doc = {
    bytes: Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1'),
    size: 1,
    startxref: -1,
    root: 1,
    shape: 'table',
    objects: {},
    trailer: '',
    protect: (_number, body) => body,
    ...options,
  };
  return appendRevision(blank, objects);
}

/** The document with one more incremental update. */
export function appendRevision<D extends Doc>(doc: D, changes: Changes, options: RevisionOptions = {}): D {
  const shape = options.shape ?? doc.shape;
  const numbers = Object.keys(changes).map(Number);
  let size = numbers.reduce((highest, number) => Math.max(highest, number + 1), doc.size);
  const compressed = numbers.filter((number) => isCompressible(changes[number] ?? null, number, shape, options, doc));
  const entries: Entry[] = [];
  const pieces: string[] = [];
  let length = doc.bytes.length;
  const write = (text: string): void => {
    pieces.push(text);
    length += text.length;
  };

  const hidden = new Set(compressed);
  for (const number of numbers) {
    const body = changes[number];
    if (hidden.has(number)) continue;
    entries.push({ number, at: typeof body === 'string' ? length : null });
    if (typeof body === 'string') write(`${number} 0 obj\n${doc.protect(number, body)}\nendobj\n`);
  }
  const packed: Entry[] = [];
  if (compressed.length > 0) {
    const container = size;
    size += 1;
    (shape === 'hybrid' ? packed : entries).push({ number: container, at: length });
    write(`${container} 0 obj\n${objectStream(compressed, changes)}\nendobj\n`);
    for (const [index, number] of compressed.entries()) packed.push({ number, at: container, index });
  }

  const previous = options.previous === undefined ? doc.startxref : (options.previous ?? -1);
  const common = `/Root ${doc.root} 0 R${previous >= 0 ? ` /Prev ${previous}` : ''} ${doc.trailer} ${options.trailer ?? ''}`;
  const isFirst = doc.startxref < 0;
  let startxref = length;
  if (shape === 'table' || shape === 'hybrid') {
    let pointer = '';
    if (packed.length > 0) {
      pointer = `/XRefStm ${length} `;
      write(xrefStream(size, packed, `/Root ${doc.root} 0 R /Size ${size + 1} ${doc.trailer}`, length, false));
      size += 1;
      startxref = length;
    }
    write(xrefTable(entries, isFirst));
    write(`trailer\n<< /Size ${size} ${pointer}${common}>>\n`);
  } else {
    write(xrefStream(size, [...entries, ...packed], `/Size ${size + 1} ${common}`, length, isFirst));
    size += 1;
  }
  write(`startxref\n${startxref}\n%%EOF\n${options.end ?? ''}`);

  const objects: Record<number, string> = { ...doc.objects };
  for (const number of numbers) {
    const body = changes[number];
    if (typeof body === 'string') objects[number] = body;
    else delete objects[number];
  }
  return {
    ...doc,
    bytes: Buffer.concat([doc.bytes, Buffer.from(pieces.join(''), 'latin1')]),
    size,
    startxref,
    objects,
  };
}

function isCompressible(
  body: string | null,
  number: number,
  shape: XrefShape,
  options: RevisionOptions,
  doc: Doc,
): boolean {
  if (shape === 'table' || shape === 'stream' || body === null) return false;
  if (body.includes('\nstream\n') || options.plain?.includes(number)) return false;
  // A hybrid file hides only what old readers can do without; here: everything but the way to the pages.
  return shape !== 'hybrid' || (number !== doc.root && !body.includes('/Type /Page'));
}

function objectStream(numbers: readonly number[], changes: Changes): string {
  let header = '';
  let data = '';
  for (const number of numbers) {
    header += `${number} ${data.length} `;
    data += `${changes[number] ?? 'null'} `;
  }
  return streamBody(`/Type /ObjStm /N ${numbers.length} /First ${header.length}`, header + data, true);
}

/** A stream object's body, /Length included. */
export function streamBody(entries: string, data: string | Buffer, flate = false): string {
  const raw = typeof data === 'string' ? Buffer.from(data, 'latin1') : data;
  const stored = flate ? deflateSync(raw) : raw;
  const filter = flate ? ' /Filter /FlateDecode' : '';
  return `<< ${entries}${filter} /Length ${stored.length} >>\nstream\n${stored.toString('latin1')}\nendstream`;
}

/** One subsection per run of numbers (ISO 32000-2, 7.5.4). */
export function xrefTable(entries: readonly Entry[], isFirst: boolean): string {
  const all = isFirst ? [{ number: 0, at: null }, ...entries] : [...entries];
  let out = 'xref\n';
  for (const run of runsOf(all)) {
    out += `${run[0]?.number ?? 0} ${run.length}\n`;
    for (const { number, at } of run) {
      const state =
        at === null
          ? `${'0'.padStart(10, '0')} ${number === 0 ? '65535' : '00001'} f`
          : `${String(at).padStart(10, '0')} 00000 n`;
      out += `${state} \n`;
    }
  }
  return out;
}

function xrefStream(own: number, entries: readonly Entry[], trailer: string, at: number, isFirst: boolean): string {
  const all: Entry[] = [...(isFirst ? [{ number: 0, at: null }] : []), ...entries, { number: own, at }];
  const runs = runsOf(all);
  const rows = runs.flat().map((entry) => {
    const row = Buffer.alloc(7);
    row.writeUInt8(entry.at === null ? 0 : entry.index === undefined ? 1 : 2, 0);
    row.writeUInt32BE(entry.at ?? 0, 1);
    row.writeUInt16BE(entry.index ?? (entry.at === null ? 0xffff : 0), 5);
    return row;
  });
  const index = runs.map((run) => `${run[0]?.number ?? 0} ${run.length}`).join(' ');
  const dictionary = `/Type /XRef /W [1 4 2] /Index [${index}] ${trailer}`;
  return `${own} 0 obj\n${streamBody(dictionary, Buffer.concat(rows), true)}\nendobj\n`;
}

function runsOf(entries: readonly Entry[]): Entry[][] {
  const runs: Entry[][] = [];
  for (const entry of entries.toSorted((a, b) => a.number - b.number)) {
    const last = runs.at(-1);
    if (last && last.at(-1)?.number === entry.number - 1) last.push(entry);
    else runs.push([entry]);
  }
  return runs;
}
