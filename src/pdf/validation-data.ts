// The certificates, CRLs and OCSP responses that a file's document security store brings along (ISO 32000-2, 12.8.4.3).
import type { Embedded, Material } from './assess.ts';
import type { View } from './file.ts';
import { PdfProblem } from './limits.ts';
import { entry, isType, type PdfObject } from './objects.ts';

/** Values of one kind, by object number: the DSS and its VRI dictionaries name the same streams. */
type Found = Map<number, Embedded>;

/** Reads the DSS of a view. A value that cannot be read is left out: it proves nothing. Throws `limit` only. */
export function readValidationData(view: View): Material {
  const found = {
    Cert: new Map<number, Embedded>(),
    CRL: new Map<number, Embedded>(),
    OCSP: new Map<number, Embedded>(),
  };
  const store = view.dict(entry(view.catalog, 'DSS'));
  if (store) {
    collect(view, entry(store, 'Certs'), found.Cert);
    collect(view, entry(store, 'CRLs'), found.CRL);
    collect(view, entry(store, 'OCSPs'), found.OCSP);
    const related = view.dict(entry(store, 'VRI'));
    for (const item of related?.entries.values() ?? []) {
      const vri = view.dict(item);
      if (vri) for (const key of ['Cert', 'CRL', 'OCSP'] as const) collect(view, entry(vri, key), found[key]);
    }
  }
  return { certificates: [...found.Cert.values()], crls: [...found.CRL.values()], ocsps: [...found.OCSP.values()] };
}

function collect(view: View, list: PdfObject, found: Found): void {
  for (const item of view.list(list)) {
    if (!isType(item, 'ref') || found.has(item.num)) continue;
    try {
      const loaded = view.load(item.num, item.gen);
      if (loaded && isType(loaded.value, 'stream')) {
        found.set(item.num, { der: view.data(loaded.value), endOffset: endOfRevisionAt(view, loaded.offset) });
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
