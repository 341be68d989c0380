// The reader: cross-references, revisions, object streams, encryption, and the limits that hostile files meet.
import { createCipheriv, createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { PdfFile } from '../../src/pdf/file.ts';
import { Budget, PdfProblem } from '../../src/pdf/limits.ts';
import { decode } from '../../src/pdf/filters.ts';
import { entry, isType, textOf } from '../../src/pdf/objects.ts';
import { appendRevision, type Doc, firstRevision, type XrefShape } from '../helpers/pdf-revisions.ts';

const objects = {
  1: '<</Type /Catalog /Pages 2 0 R /Note (first)>>',
  2: '<</Type /Pages /Kids [] /Count 0>>',
};

function shaped(shape: XrefShape): Doc {
  return firstRevision(objects, { shape });
}

function noteOf(file: PdfFile, index: number): string | null {
  return textOf(entry(file.view(index).catalog, 'Note'));
}

function problemOf(act: () => unknown): string {
  try {
    act();
    return 'none';
  } catch (error) {
    return error instanceof PdfProblem ? error.problem : 'crash';
  }
}

/** A file of plain objects with a table; `trailer` goes into the trailer dictionary. */
function plain(bodies: readonly string[], trailer = '/Root 1 0 R'): Buffer {
  let text = '%PDF-1.7\n';
  const offsets = bodies.map((body, i) => {
    const offset = text.length;
    text += `${i + 1} 0 obj\n${body}\nendobj\n`;
    return offset;
  });
  const lines = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = bodies.length + 1;
  const start = text.length;
  text += `xref\n0 ${size}\n0000000000 65535 f \n${lines}trailer\n<</Size ${size} ${trailer}>>\n`;
  return Buffer.from(`${text}startxref\n${start}\n%%EOF\n`, 'latin1');
}

describe('a file', () => {
  it.each(['table', 'stream', 'object_streams', 'hybrid'] as const)('is read with a cross-reference %s', (shape) => {
    const file = new PdfFile(Buffer.from(shaped(shape).bytes));
    expect(noteOf(file, file.revisions.length - 1)).toBe('first');
  });

  it.each(['table', 'stream', 'object_streams', 'hybrid'] as const)('shows each revision as it was (%s)', (shape) => {
    const doc = appendRevision(shaped(shape), { 1: '<</Type /Catalog /Pages 2 0 R /Note (second)>>' });
    const file = new PdfFile(Buffer.from(doc.bytes));
    const last = file.revisions.length - 1;
    expect([noteOf(file, last - 1), noteOf(file, last)]).toEqual(['first', 'second']);
    expect(file.revisions.at(-1)?.end).toBe(doc.bytes.length);
  });

  it('is not a PDF without its header', () => {
    expect(problemOf(() => new PdfFile(Buffer.from('hello')))).toBe('not_pdf');
  });

  it('is damaged without a cross-reference, and never repaired', () => {
    const bytes = plain([objects[1], objects[2]]);
    expect(problemOf(() => new PdfFile(bytes.subarray(0, -60)))).toBe('damaged');
    const text = bytes.toString('latin1').replace(/startxref\n\d+/, 'startxref\n11');
    expect(problemOf(() => new PdfFile(Buffer.from(text, 'latin1')))).toBe('damaged');
  });

  it('is damaged when an object is not where its entry says', () => {
    const text = plain([objects[1], objects[2]]).toString('latin1').replace('1 0 obj', '7 0 obj');
    expect(problemOf(() => new PdfFile(Buffer.from(text, 'latin1')).last.catalog)).toBe('damaged');
  });

  it('is damaged when its revisions go in a circle', () => {
    const bytes = plain([objects[1], objects[2]]);
    const start = bytes.lastIndexOf('xref\n0');
    const text = bytes.toString('latin1').replace('/Root', `/Prev ${start} /Root`);
    expect(problemOf(() => new PdfFile(Buffer.from(text, 'latin1')))).toBe('damaged');
  });

  it('is damaged when references lead in a circle', () => {
    const file = new PdfFile(plain(['<</Type /Catalog /Pages 2 0 R>>', '3 0 R', '2 0 R']));
    expect(problemOf(() => file.last.get({ type: 'ref', num: 2, gen: 0 }))).toBe('damaged');
  });

  it('reads a reference to nothing, to a free number or to another generation as null', () => {
    const { last } = new PdfFile(plain([objects[1], objects[2]]));
    expect(last.get({ type: 'ref', num: 99, gen: 0 })).toBeNull();
    expect(last.get({ type: 'ref', num: 0, gen: 0 })).toBeNull();
    expect(last.get({ type: 'ref', num: 2, gen: 1 })).toBeNull();
  });

  it('does not let an old entry wait for bytes that are appended later', () => {
    const doc = shaped('table');
    const waiting = Buffer.from(doc.bytes)
      .toString('latin1')
      .replace(/\d{10} 00000 n/, `${String(doc.bytes.length + 5).padStart(10, '0')} 00000 n`);
    const file = new PdfFile(Buffer.from(waiting, 'latin1'));
    expect(problemOf(() => file.last.catalog)).toBe('damaged');
    expect(file.last.find(1)).toEqual({ kind: 'free' });
  });

  it('may number a table from 1 whose first line is the free list', () => {
    const text = plain([objects[1], objects[2]]).toString('latin1').replace('xref\n0 3', 'xref\n1 3');
    expect(noteOf(new PdfFile(Buffer.from(text, 'latin1')), 0)).toBe('first');
  });

  it('is damaged when two lines of a section disagree on an object', () => {
    const text = plain([objects[1], objects[2]])
      .toString('latin1')
      .replace('trailer', '2 1\n0000000009 00000 n \ntrailer');
    expect(problemOf(() => new PdfFile(Buffer.from(text, 'latin1')))).toBe('damaged');
  });

  it('may not have more than 200 revisions', () => {
    let doc = shaped('table');
    for (let i = 0; i < 201; i++) doc = appendRevision(doc, { 2: `<</Type /Pages /Kids [] /Count 0 /N ${i}>>` });
    expect(problemOf(() => new PdfFile(Buffer.from(doc.bytes)))).toBe('limit');
  });

  it('needs a password that is not empty, and says so', () => {
    const encrypt = `<</Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <${'00'.repeat(32)}> /U <${'00'.repeat(32)}>>>`;
    const bytes = plain([objects[1], objects[2], encrypt], '/Root 1 0 R /Encrypt 3 0 R /ID [<00><00>]');
    expect(problemOf(() => new PdfFile(bytes))).toBe('encrypted');
    const handler = plain([objects[1], objects[2], '<</Filter /Adobe.PubSec>>'], '/Root 1 0 R /Encrypt 3 0 R');
    expect(problemOf(() => new PdfFile(handler))).toBe('encrypted');
  });

  it('is decrypted with the empty user password (revision 5)', () => {
    const key = Buffer.alloc(32, 7);
    const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest();
    const [check, salt] = [Buffer.alloc(8, 1), Buffer.alloc(8, 2)];
    const user = Buffer.concat([sha256(check), check, salt]);
    const aes = (secret: Buffer, iv: Buffer, pad: boolean) =>
      createCipheriv('aes-256-cbc', secret, iv).setAutoPadding(pad);
    const wrap = aes(sha256(salt), Buffer.alloc(16), false);
    const wrapped = Buffer.concat([wrap.update(key), wrap.final()]);
    const iv = Buffer.alloc(16, 9);
    const cipher = aes(key, iv, true);
    const secret = Buffer.concat([iv, cipher.update('rahasia'), cipher.final()]);
    const filters = '/CF <</StdCF <</CFM /AESV3>>>> /StmF /StdCF /StrF /StdCF';
    const encrypt = `<</Filter /Standard /V 5 /R 5 ${filters} /U <${user.toString('hex')}> /UE <${wrapped.toString('hex')}>>>`;
    const catalog = `<</Type /Catalog /Pages 2 0 R /Note <${secret.toString('hex')}>>>`;
    const file = new PdfFile(plain([catalog, objects[2], encrypt], '/Root 1 0 R /Encrypt 3 0 R'));
    expect(noteOf(file, 0)).toBe('rahasia');
  });
});

describe('a stream', () => {
  const stream = (data: Buffer, entries = '') =>
    `<<${entries} /Length ${data.length}>>\nstream\n${data.toString('latin1')}\nendstream`;

  function dataOf(body: string): string {
    const { last } = new PdfFile(plain([objects[1], objects[2], body]));
    const value = last.get({ type: 'ref', num: 3, gen: 0 });
    return isType(value, 'stream') ? Buffer.from(last.data(value)).toString('latin1') : 'no stream';
  }

  it('is inflated', () => {
    expect(dataOf(stream(deflateSync(Buffer.from('hello')), '/Filter /FlateDecode'))).toBe('hello');
    expect(dataOf(stream(Buffer.from('68656c6c6f>'), '/Filter [/ASCIIHexDecode]'))).toBe('hello');
    expect(dataOf(stream(Buffer.from('BOu!rDZ~>'), '/Filter /ASCII85Decode'))).toBe('hello');
  });

  it('is damaged when its length does not lead to its end', () => {
    const body = stream(Buffer.from('hello')).replace('/Length 5', '/Length 4');
    expect(problemOf(() => dataOf(body))).toBe('damaged');
  });

  it('is a limit when it inflates too far', () => {
    const bomb = deflateSync(Buffer.alloc(40_000_000));
    expect(problemOf(() => dataOf(stream(bomb, '/Filter /FlateDecode')))).toBe('limit');
  });

  it.each([
    ['none', Buffer.from([0, 1, 2, 0, 3, 4]), [1, 2, 3, 4]],
    ['sub', Buffer.from([1, 1, 2, 1, 3, 4]), [1, 3, 3, 7]],
    ['up', Buffer.from([2, 1, 2, 2, 3, 4]), [1, 2, 4, 6]],
    ['average', Buffer.from([3, 2, 4, 3, 2, 4]), [2, 5, 3, 8]],
    ['Paeth', Buffer.from([4, 1, 2, 4, 3, 4]), [1, 3, 4, 8]],
  ])('undoes the PNG predictor %s', (_, rows, expected) => {
    const parameters = new Map([
      ['Predictor', 12],
      ['Columns', 2],
    ]);
    const data = decode(deflateSync(rows), [{ name: 'FlateDecode', parameters }], new Budget());
    expect([...data]).toEqual(expected);
  });
});
