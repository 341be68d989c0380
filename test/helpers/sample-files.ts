// Small real files of a wanted size, and files that only pretend: what people send in the transcripts.
import { crc32 } from 'node:zlib';
import { listCsv, listXlsx, PEOPLE, peopleAt } from './people-list.ts';

/** `xlsx` (with the mail of another city: `xlsx-tanjungpinang`) and `csv` are lists of three people, `badcsv` one with two mistakes; `damaged` is a PDF whose end is missing, `exe` a Windows program, `text` plain words. */
export const FILE_KINDS = [
  'pdf',
  'jpeg',
  'png',
  'xlsx',
  'xlsx-tanjungpinang',
  'csv',
  'badcsv',
  'exe',
  'text',
  'damaged',
  'empty',
] as const;
export type FileKind = (typeof FILE_KINDS)[number];

/** Bytes of that kind; exactly `size` of them when that is enough to make one. */
export function sampleFile(kind: FileKind, size = 0): Uint8Array {
  switch (kind) {
    case 'pdf':
      return pdf(size);
    case 'jpeg':
      return jpeg(size);
    case 'png':
      return png(size);
    case 'xlsx-tanjungpinang':
      return listXlsx(peopleAt('tanjungpinangkota.go.id'));
    case 'xlsx':
      return listXlsx();
    case 'csv':
      return listCsv();
    case 'badcsv':
      return listCsv([...PEOPLE, ['Rina Melati', '199005152015032001', 'rina@gmail.com', '']]);
    case 'exe':
      return padded(Buffer.concat([Buffer.from('MZ'), Buffer.alloc(62)]), size);
    case 'text':
      return padded(Buffer.from('Surat rekomendasi.\n'), size, ' ');
    case 'damaged':
      return pdf(size * 2 + 4000).slice(0, Math.max(size, 400));
    case 'empty':
      return new Uint8Array();
  }
}

function padded(bytes: Buffer, size: number, fill = '\0'): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(Math.max(0, size - bytes.length), fill)]);
}

/** One empty page; a comment before the cross-reference table makes up the size. */
function pdf(size: number): Buffer {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>',
  ];
  const build = (padding: number): string => {
    let text = '%PDF-1.7\n';
    const offsets = objects.map((object, index) => {
      const offset = text.length;
      text += `${index + 1} 0 obj\n${object}\nendobj\n`;
      return String(offset).padStart(10, '0');
    });
    if (padding > 0) text += `%${' '.repeat(padding - 1)}\n`;
    const rows = offsets.map((offset) => `${offset} 00000 n \n`).join('');
    const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`;
    const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n`;
    // The offset is written with ten digits, so that the size does not depend on it.
    return `${text}${table}${trailer}${String(text.length).padStart(10, '0')}\n%%EOF\n`;
  };
  return Buffer.from(build(Math.max(0, size - build(0).length - 1)), 'latin1');
}

/** One grey pixel; comments after the start make up the size. */
function jpeg(size: number): Buffer {
  const quantities = Buffer.alloc(64, 1);
  const segment = (marker: number, body: Buffer): Buffer => {
    const head = Buffer.from([0xff, marker, 0, 0]);
    head.writeUInt16BE(body.length + 2, 2);
    return Buffer.concat([head, body]);
  };
  const oneCode = (kind: number): Buffer => Buffer.from([kind, 1, ...Array.from({ length: 15 }, () => 0), 0]);
  const start = Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1')),
  ]);
  const rest = Buffer.concat([
    segment(0xdb, Buffer.concat([Buffer.from([0]), quantities])),
    segment(0xc0, Buffer.from([8, 0, 1, 0, 1, 1, 1, 0x11, 0])),
    segment(0xc4, oneCode(0x00)),
    segment(0xc4, oneCode(0x10)),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    Buffer.from([0x3f, 0xff, 0xd9]),
  ]);
  const comments: Buffer[] = [];
  for (let left = size - start.length - rest.length; left >= 4;) {
    // A last piece of fewer than four bytes could not be a comment.
    const take = left - 65_000 < 4 && left > 65_000 ? left - 4 : Math.min(left, 65_000);
    comments.push(segment(0xfe, Buffer.alloc(take - 4, ' ')));
    left -= take;
  }
  return Buffer.concat([start, ...comments, rest]);
}

/** One grey pixel; a text chunk makes up the size. */
function png(size: number): Buffer {
  const chunk = (type: string, body: Buffer): Buffer => {
    const typed = Buffer.concat([Buffer.from(type, 'latin1'), body]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(body.length);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(typed));
    return Buffer.concat([length, typed, sum]);
  };
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  const head = chunk('IHDR', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]));
  const data = chunk('IDAT', Buffer.from('789c636000000002000148afa471', 'hex'));
  const end = chunk('IEND', Buffer.alloc(0));
  const missing = size - signature.length - head.length - data.length - end.length;
  const filler = missing < 20 ? [] : [chunk('tEXt', Buffer.from(`Comment\0${' '.repeat(missing - 20)}`, 'latin1'))];
  return Buffer.concat([signature, head, ...filler, data, end]);
}
