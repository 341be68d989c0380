// Signed letters for the demo: a good one, one altered after signing, and one that only looks signed. A throw-away authority
// (CONTOH) signs them; its key lives as long as the demo and is written nowhere.
import { PDFArray, PDFDocument, PDFName, PDFRawStream, PDFRef } from 'pdf-lib';
import type { PDFObject } from 'pdf-lib';
import type { SamplePaper } from '../src/channels/web/options.ts';
import { appendRevision, firstRevision } from '../test/helpers/pdf-revisions.ts';
import type { Doc } from '../test/helpers/pdf-revisions.ts';
import { LETTER, addStore, signLetter, withEntry } from '../test/helpers/signed-pdf.ts';
import { TIME_STAMPING, issue, pemOf } from '../test/helpers/test-ca.ts';
import type { Party } from '../test/helpers/test-ca.ts';
import { makeTimestamp } from '../test/helpers/test-cms.ts';
import { makeCrl } from '../test/helpers/test-revocation.ts';
import type { Block } from './sample-letters.ts';
import { drawLetter, groupedNip } from './sample-letters.ts';

const DAY = 86_400_000;
const NAME = 'Contoh Kepala Dinas, M.Si.';
const NIP = groupedNip('197001012000011001');

export interface SignedSamples {
  /** Certificate of the authority to be trusted, PEM. */
  readonly anchor: string;
  readonly papers: readonly SamplePaper[];
}

/** `now` is when the demo begins: the letters were signed two days before. Nothing is drawn or signed before it is asked for. */
export function signedSamples(now: string): SignedSamples {
  const root = issue({
    cn: 'Akar CONTOH',
    o: 'Otoritas CONTOH, hanya untuk mencoba',
    kind: 'ec',
    ca: true,
    ...span(now, 8, 16),
  });
  let good: Promise<Doc> | undefined;
  const signed = (): Promise<Doc> => (good ??= signAt(root, now));
  const bytesOf = async (doc: Promise<Doc>): Promise<Uint8Array> => (await doc).bytes;
  return {
    anchor: pemOf(root),
    papers: [
      paper(
        'surat-bertanda-tangan.pdf',
        'Surat bertanda tangan elektronik (sah)',
        'Electronically signed letter (valid)',
        () => bytesOf(signed()),
      ),
      paper('surat-diubah.pdf', 'Surat yang diubah setelah ditandatangani', 'Letter altered after signing', () =>
        bytesOf(signed().then(alter)),
      ),
      paper(
        'surat-tanpa-tanda-tangan.pdf',
        'Surat dengan gambar tanda tangan saja',
        'Letter with a picture of a signature only',
        () => drawLetter('Surat keterangan', letter('1.000.000', false)),
      ),
    ],
  };
}

function paper(name: string, id: string, en: string, make: () => Promise<Uint8Array>): SamplePaper {
  let made: Promise<Uint8Array> | undefined;
  return { name, label: { id, en }, type: 'application/pdf', bytes: () => (made ??= make()) };
}

function span(now: string, back: number, ahead: number): { from: string; to: string } {
  const year = 365 * DAY;
  return { from: after(now, -back * year), to: after(now, ahead * year) };
}

function after(instant: string, milliseconds: number): string {
  return new Date(Date.parse(instant) + milliseconds).toISOString();
}

/** Signed by an official, stamped, and with the proof that no certificate was revoked (B-LT). */
async function signAt(root: Party, now: string): Promise<Doc> {
  const at = after(now, -2 * DAY);
  const ca = issue({
    cn: 'PSrE CONTOH',
    o: 'Otoritas CONTOH, hanya untuk mencoba',
    kind: 'ec',
    ca: true,
    issuer: root,
    ...span(now, 4, 12),
  });
  const signer = issue({ cn: NAME, o: 'Pemerintah Kota Contoh', kind: 'ec', issuer: ca, ...span(now, 1, 3) });
  const tsa = issue({
    cn: 'Stempel Waktu CONTOH',
    kind: 'ec',
    issuer: ca,
    usage: ['digitalSignature'],
    extendedUsage: { oids: [TIME_STAMPING], critical: true },
    ...span(now, 2, 8),
  });
  const timestamp = (value: Uint8Array): Buffer => makeTimestamp({ tsa, at, parts: [value], certificates: [ca] });
  const dates = { thisUpdate: after(at, DAY / 24), nextUpdate: after(at, 7 * DAY) };
  const unsigned = await toDoc(await drawLetter('Surat keterangan', letter('1.000.000', true)));
  const letterSigned = signLetter(unsigned, {
    signer,
    certificates: [ca],
    claimedAt: at,
    stampedAt: null,
    cms: { timestamp },
  });
  return addStore(letterSigned, {
    crls: [makeCrl({ issuer: ca, ...dates }), makeCrl({ issuer: root, ...dates })],
    certificates: [ca, root, tsa],
  });
}

/** What a forger does: the page gets another text in an update, the signature stays as it is. */
async function alter(doc: Doc): Promise<Doc> {
  const forged = await toDoc(await drawLetter('Surat keterangan', letter('9.000.000', true)));
  return appendRevision(doc, { [LETTER.content]: forged.objects[LETTER.content] ?? '' });
}

function letter(amount: string, electronically: boolean): Block[] {
  return [
    { kind: 'title', lines: ['SURAT KETERANGAN', 'Nomor: 000.4/004/CONTOH/2026'] },
    {
      kind: 'paragraph',
      text: `Yang bertanda tangan di bawah ini menerangkan bahwa kegiatan pelatihan pegawai disetujui dengan biaya sebesar Rp ${amount}.`,
    },
    {
      kind: 'paragraph',
      text: 'Surat keterangan ini contoh untuk mencoba pemeriksaan dokumen dan tidak mengikat siapa pun.',
    },
    electronically
      ? {
          kind: 'table',
          rows: [
            ['Ditandatangani', 'secara elektronik'],
            ['Oleh', NAME],
            ['NIP', NIP],
          ],
        }
      : {
          kind: 'signature',
          place: 'Kota Contoh, 5 Januari 2026',
          title: 'Kepala Dinas Perhubungan,',
          name: NAME,
          nip: NIP,
        },
  ];
}

/** A drawn letter as revisions are written on top of it: the catalogue, page and content get the numbers that LETTER names. */
async function toDoc(bytes: Uint8Array): Promise<Doc> {
  const document = await PDFDocument.load(bytes, { updateMetadata: false });
  const { context, catalog } = document;
  const page = document.getPage(0);
  const content = page.node.get(PDFName.of('Contents'));
  const first = content instanceof PDFArray ? content.get(0) : content;
  const fixed = new Map<PDFObject | undefined, number>([
    [context.getObjectRef(catalog), LETTER.catalog],
    [catalog.get(PDFName.of('Pages')), LETTER.pages],
    [page.ref, LETTER.page],
    [first, LETTER.content],
  ]);
  let next: number = LETTER.form;
  const numbers = new Map<PDFObject, number>();
  for (const [ref] of context.enumerateIndirectObjects()) numbers.set(ref, fixed.get(ref) ?? (next += 1));
  const renumber = (text: string): string =>
    text.replaceAll(/(\d+) (\d+) R\b/g, (_whole, number: string, generation: string) => {
      return `${numbers.get(PDFRef.of(Number(number), Number(generation))) ?? 0} 0 R`;
    });
  const objects: Record<number, string> = { [LETTER.form]: '<< /Fields [] /SigFlags 3 >>' };
  for (const [ref, object] of context.enumerateIndirectObjects()) {
    const head = object instanceof PDFRawStream ? object.dict : object;
    const stream =
      object instanceof PDFRawStream
        ? `\nstream\n${Buffer.from(object.getContents()).toString('latin1')}\nendstream`
        : '';
    objects[numbers.get(ref) ?? 0] = renumber(head.toString()) + stream;
  }
  objects[LETTER.catalog] = withEntry(objects[LETTER.catalog] ?? '', `/AcroForm ${LETTER.form} 0 R`);
  return firstRevision(objects, {
    trailer: '/ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]',
  });
}
