// Well-formed updates that change what a good letter shows: the fuzzer's way of forging, not just of damaging.
import { appendRevision, xrefTable, type Doc } from './pdf-revisions.ts';

/** Objects of the letter that are on display, each as it stands in every original. */
export const SHOWN = [2, 3, 4, 6, 9, 10, 11, 12] as const;

/** What is done to an object: freed, given another's body, pointed to another's place, an entry dropped or added. */
export const REWORKS = ['free', 'swap', 'redirect', 'drop', 'add'] as const;
export type Rework = (typeof REWORKS)[number];

/** Each changes what is shown or what happens, whichever of the shown objects it is put into. */
const ENTRIES = [
  '/Rotate 90',
  '/CropBox [0 0 99 99]',
  '/MediaBox [0 0 99 99]',
  '/UserUnit 3',
  '/AA << /O << /S /JavaScript /JS (x) >> >>',
  '/Resources << >>',
  '/Contents 11 0 R',
  '/Kids [10 0 R]',
  '/BBox [0 0 9 9]',
  '/Matrix [9 0 0 9 0 0]',
  '/Encoding /MacRomanEncoding',
  '/BaseFont /Symbol',
  '/Group << /S /Transparency >>',
  '/OC << /Type /OCG /Name (x) >>',
  '/Filter /ASCIIHexDecode',
  '/F (lain.pdf)',
] as const;

/** The next digit from here on, or else the first, becomes another one. */
export function changeDigit(bytes: Buffer, from: number, by: number): Buffer {
  for (let at = from; at < bytes.length; at += 1) {
    const value = (bytes[at] ?? 0) - 0x30;
    if (value >= 0 && value <= 9) return withByte(bytes, at, 0x30 + ((value + by) % 10));
  }
  return from > 0 ? changeDigit(bytes, 0, by) : bytes;
}

function withByte(bytes: Buffer, at: number, value: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt8(value, at);
  return copy;
}

/** A well-formed update in which one number of an object on display is another one. */
export function updated(doc: Doc, step: { object: number; at: number; digit: number }): Buffer {
  // Where the security store is found shows nothing: an update may name another one.
  const [shown = '', store = ''] = (doc.objects[step.object] ?? '').split(/(?=\/DSS )/);
  const changed = changeDigit(Buffer.from(shown, 'latin1'), Math.floor(step.at * shown.length), step.digit);
  return appendRevision(doc, { [step.object]: changed.toString('latin1') + store }).bytes;
}

export function reworked(doc: Doc, step: { object: number; how: Rework; pick: number }): Buffer {
  const body = doc.objects[step.object] ?? '';
  const others = SHOWN.filter((number) => number !== step.object);
  const other = others[step.pick % others.length] ?? 1;
  switch (step.how) {
    case 'free':
      return appendRevision(doc, { [step.object]: null }).bytes;
    case 'swap':
      return appendRevision(doc, { [step.object]: doc.objects[other] ?? '' }).bytes;
    case 'redirect':
      return redirected(doc, step.object, other);
    case 'drop':
      return appendRevision(doc, { [step.object]: withoutEntry(body, step.pick) }).bytes;
    case 'add':
      return appendRevision(doc, { [step.object]: withNewEntry(body, step.pick) }).bytes;
  }
}

/** Only a table: the object is to be found where another one is. */
function redirected(doc: Doc, object: number, other: number): Buffer {
  const at = Math.max(0, doc.bytes.indexOf(`\n${other} 0 obj`) + 1);
  const xref = `${xrefTable([{ number: object, at }], false)}trailer\n<< /Size ${doc.size} /Root 1 0 R`;
  const tail = `${xref} /Prev ${doc.startxref} >>\nstartxref\n${doc.bytes.length}\n%%EOF\n`;
  return Buffer.concat([doc.bytes, Buffer.from(tail, 'latin1')]);
}

/** /Type may be left out of most objects, and says nothing new. */
function withoutEntry(body: string, pick: number): string {
  const [dictionary = '', ...rest] = body.split(/(?=\nstream\n)/);
  const entries = [...dictionary.matchAll(/\/(?!Type\b|F1\b|Segel\b)[A-Za-z]+ (?:\d+ 0 R|\[[^\]]*\]|\/\w+|\d+)/g)];
  const entry = entries[pick % Math.max(1, entries.length)];
  if (!entry) return body;
  return dictionary.slice(0, entry.index) + dictionary.slice(entry.index + entry[0].length) + rest.join('');
}

function withNewEntry(body: string, pick: number): string {
  // What the pages have themselves, they do not inherit.
  const inherited = body.includes('/Type /Pages') ? ['/MediaBox', '/Resources'] : [];
  const taken = (key: string): boolean => body.includes(key) || inherited.includes(key);
  const fitting = ENTRIES.filter((entry) => !taken(entry.split(' ')[0] ?? entry));
  return body.replace('<<', `<< ${fitting[pick % fitting.length] ?? ''}`);
}
