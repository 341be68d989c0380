// The certificates, CRLs and OCSP responses that a file's document security store brings along (ISO 32000-2, 12.8.4.3).
import type { Embedded, Material } from './assess.ts';
import type { View } from './file.ts';
import { PdfProblem } from './limits.ts';
import { entry, isType, type PdfObject } from './objects.ts';

/** Values of one kind, by their place in the file: the DSS, its VRI dictionaries and later revisions name the same streams. */
type Found = Map<number, Embedded>;

/**
 * Reads the DSS of every revision up to a view: a later one may leave out what an earlier one gave, and each value is proven
 * by itself. A value that cannot be read is left out: it proves nothing. Throws `limit` only.
 */
export function readValidationData({ file, index }: View): Material {
  const found = {
    Cert: new Map<number, Embedded>(),
    CRL: new Map<number, Embedded>(),
    OCSP: new Map<number, Embedded>(),
  };
  for (const revision of file.revisions) if (revision.index <= index) readStore(file.view(revision.index), found);
  return { certificates: [...found.Cert.values()], crls: [...found.CRL.values()], ocsps: [...found.OCSP.values()] };
}

function readStore(view: View, found: Readonly<Record<'Cert' | 'CRL' | 'OCSP', Found>>): void {
  const store = view.dict(entry(view.catalog, 'DSS'));
  if (!store) return;
  collect(view, entry(store, 'Certs'), found.Cert);
  collect(view, entry(store, 'CRLs'), found.CRL);
  collect(view, entry(store, 'OCSPs'), found.OCSP);
  const related = view.dict(entry(store, 'VRI'));
  for (const item of related?.entries.values() ?? []) {
    const vri = view.dict(item);
    if (vri) for (const key of ['Cert', 'CRL', 'OCSP'] as const) collect(view, entry(vri, key), found[key]);
  }
}

function collect(view: View, list: PdfObject, found: Found): void {
  for (const item of view.list(list)) {
    if (!isType(item, 'ref')) continue;
    try {
      const loaded = view.load(item.num, item.gen);
      if (loaded && !found.has(loaded.offset) && isType(loaded.value, 'stream')) {
        found.set(loaded.offset, { der: view.data(loaded.value), endOffset: endOfRevisionAt(view, loaded.offset) });
      }
    } catch (error) {
      if (!(error instanceof PdfProblem) || error.problem === 'limit') throw error;
    }
  }
}

/** The end of the revision that wrote what is at `offset`. */
function endOfRevisionAt(view: View, offset: number): number {
  const { revisions, bytes } = view.file;
  return revisions.find(({ end }) => end !== null && end > offset)?.end ?? bytes.length;
}
