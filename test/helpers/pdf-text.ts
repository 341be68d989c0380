// The words on the pages of a PDF that pdf-lib wrote with the standard fonts, page by page, line by line.
import { PDFArray, PDFDocument, PDFRawStream, decodePDFRawStream } from 'pdf-lib';
import type { PDFPage } from 'pdf-lib';

/** Lines in the order they were drawn. */
export async function pdfText(bytes: Uint8Array): Promise<string[][]> {
  const document = await PDFDocument.load(bytes, { updateMetadata: false });
  return document.getPages().map((page) => linesOf(contentOf(page)));
}

function contentOf(page: PDFPage): string {
  const contents = page.node.Contents();
  const streams =
    contents instanceof PDFArray ? contents.asArray().map((ref) => page.doc.context.lookup(ref)) : [contents];
  return streams
    .filter((stream) => stream instanceof PDFRawStream)
    .map((stream) => Buffer.from(decodePDFRawStream(stream).decode()).toString('latin1'))
    .join('\n');
}

/** Where Windows-1252, which these fonts are written in, differs from Latin-1: the signs that our texts use. */
const SIGNS: Readonly<Record<string, string>> = {
  '\x85': '…',
  '\x91': '‘',
  '\x92': '’',
  '\x93': '“',
  '\x94': '”',
  '\x96': '–',
  '\x97': '—',
};

function linesOf(content: string): string[] {
  return [...content.matchAll(/<([0-9A-F]*)> Tj/g)].map(([, hex = '']) =>
    Buffer.from(hex, 'hex')
      .toString('latin1')
      .replace(/[\x80-\x9f]/g, (sign) => SIGNS[sign] ?? sign),
  );
}
