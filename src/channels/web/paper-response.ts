// Gives a paper to the browser: shown only when it is of a known kind, and shut off from the page in every case.
import type { FileType } from '../../core/application.ts';
import { cleanText } from './inbound.ts';

export const MIME: Readonly<Record<FileType, string>> = {
  pdf: 'application/pdf',
  jpeg: 'image/jpeg',
  png: 'image/png',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv',
  zip: 'application/zip',
  json: 'application/json',
};

/** A browser may show these; a spreadsheet is only ever offered to be saved, too. */
const SHOWN: readonly string[] = [MIME.pdf, MIME.jpeg, MIME.png];

/** `type` is a FileType or its MIME type; anything else is only ever offered to be saved. */
export function paperResponse(
  paper: { readonly bytes: Uint8Array; readonly name: string; readonly type: string },
  download: boolean,
): Response {
  const known = Object.entries(MIME).find(([type, mime]) => paper.type === type || paper.type === mime)?.[1];
  return new Response(new Uint8Array(paper.bytes), {
    headers: {
      'Content-Type': known ?? 'application/octet-stream',
      'Content-Length': String(paper.bytes.length),
      'Content-Disposition': disposition(
        known === undefined || !SHOWN.includes(known) || download ? 'attachment' : 'inline',
        paper.name,
      ),
      'Content-Security-Policy': policyFor(known),
      'Cache-Control': 'private, max-age=300',
    },
  });
}

/** Images are locked up whole. A browser's PDF viewer does not start in a sandbox; it runs no script of ours or theirs. */
function policyFor(type: string | undefined): string {
  const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'";
  return type === MIME.pdf ? `${policy}; object-src 'self'; plugin-types application/pdf` : `${policy}; sandbox`;
}

/** RFC 6266: a plain name for old readers, the true one for the others. */
function disposition(kind: 'inline' | 'attachment', name: string): string {
  const plain = name.replaceAll(/[^\w. -]/g, '_');
  const full = encodeURIComponent(cleanText(name)).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${plain}"; filename*=UTF-8''${full}`;
}
