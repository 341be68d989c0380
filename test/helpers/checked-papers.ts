// Documents that people send to be checked, by what is the matter with them: signed by the throw-away CA, or not at all.
import { archived } from './pdf-fixture.ts';
import { appendRevision, firstRevision, streamBody } from './pdf-revisions.ts';
import type { Doc } from './pdf-revisions.ts';
import {
  LETTER,
  addReference,
  addStore,
  letter,
  letterObjects,
  signLetter,
  standardStore,
  textContent,
} from './signed-pdf.ts';
import { issue } from './test-ca.ts';
import type { Issue, Party } from './test-ca.ts';
import { testPki } from './test-pki.ts';
import { makeCrl, makeOcsp } from './test-revocation.ts';

const DATES = { thisUpdate: '2026-03-10T03:30:00Z', nextUpdate: '2026-03-17T03:30:00Z' };

/** With time stamp and validation data. */
export function validPaper(signer: Party = testPki().signer): Uint8Array {
  return addStore(signLetter(letter(), { signer }), standardStore(signer)).bytes;
}

/** Valid, by somebody whose certificate says other things. */
export function validPaperBy(wish: Omit<Issue, 'issuer'>): Uint8Array {
  return validPaper(issue({ kind: 'ec', ...wish, issuer: testPki().ca }));
}

/** The amount in the letter was raised by an update afterwards. */
export function alteredPaper(): Uint8Array {
  const raised = streamBody('', textContent('Bantuan sebesar Rp 9.000.000 disetujui.'));
  return appendRevision(archived(), { [LETTER.content]: raised }).bytes;
}

/** A digit of the signed bytes themselves was overwritten. */
export function overwrittenPaper(): Uint8Array {
  const copy = Buffer.from(archived().bytes);
  copy.write('9', copy.indexOf('Rp 1.000.000') + 3, 'latin1');
  return copy;
}

export function unsignedPaper(): Uint8Array {
  return letter().bytes;
}

/** By a CA that carries the right name and has another key. */
export function strangersPaper(): Uint8Array {
  const { fakeSigner, fakeCa, fakeTsa } = testPki();
  return signLetter(letter(), { signer: fakeSigner, certificates: [fakeCa], tsa: fakeTsa }).bytes;
}

export function selfSignedPaper(): Uint8Array {
  const signer = issue({ cn: 'Wahyu Nugroho', o: '', kind: 'ec' });
  return signLetter(letter(), { signer, certificates: [], stampedAt: null }).bytes;
}

/** The certificate has ended by now, and no time stamp proves that it had not at the signing. */
export function expiredPaper(): Uint8Array {
  const { expired } = testPki();
  return addStore(signLetter(letter(), { signer: expired, stampedAt: null }), standardStore(expired)).bytes;
}

export function revokedPaper(): Uint8Array {
  const { signer, responder } = testPki();
  const answer = makeOcsp({ about: signer, responder, status: { revokedAt: '2026-03-01T00:00:00Z' }, ...DATES });
  return addStore(signLetter(letter()), { ...standardStore(), ocsps: [answer] }).bytes;
}

/** Stamped, but without any word on revocation: what most programs leave behind. */
export function stampedPaper(): Uint8Array {
  return signLetter(letter()).bytes;
}

/** A note was put on the second page after the signing. */
export function annotatedPaper(): Uint8Array {
  const doc = archived();
  const note = doc.size;
  const page = addReference(doc.objects[LETTER.secondPage] ?? '', 'Annots', note);
  return appendRevision(doc, {
    [note]:
      '<< /Type /Annot /Subtype /FreeText /Rect [72 700 400 740] /Contents (Ralat) /DA (/F1 12 Tf 0 g) /P 10 0 R >>',
    [LETTER.secondPage]: page,
  }).bytes;
}

/**
 * Signed so many times, one after the other, by people with certificates of their own. Of the first `vouched` the validation
 * data are in the file.
 */
export function paperSignedBy(count: number, vouched = count): Uint8Array {
  const signers = Array.from({ length: count }, (_, index) =>
    issue({ cn: `Penanda Tangan ${index + 1}`, o: 'Pemerintah Kabupaten Awan Biru', kind: 'ec', issuer: testPki().ca }),
  );
  let doc: Doc = letter();
  for (const [index, signer] of signers.entries())
    doc = signLetter(doc, { signer, field: `Tanda Tangan ${index + 1}` });
  const { root, responder, tsa } = testPki();
  // Not a CRL of the CA, which would speak for all of them.
  const ocsps = [tsa, ...signers.slice(0, vouched)].map((about) =>
    makeOcsp({ about, responder, status: 'good', ...DATES }),
  );
  return addStore(doc, { ...standardStore(), ocsps, crls: [makeCrl({ issuer: root, ...DATES })] }).bytes;
}

/** Cannot be opened without a password. */
export function lockedPaper(): Uint8Array {
  const encrypt = `<< /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <${'00'.repeat(32)}> /U <${'00'.repeat(32)}> >>`;
  const id = '<00112233445566778899aabbccddeeff>';
  return firstRevision({ ...letterObjects(), 13: encrypt }, { trailer: `/Encrypt 13 0 R /ID [${id} ${id}]` }).bytes;
}

/** Cut off in the middle of its signature. */
export function cutPaper(): Uint8Array {
  const { bytes } = archived();
  return bytes.subarray(0, Math.floor(bytes.length / 2));
}

/** Cut off before the first revision is complete. */
export function brokenPaper(): Uint8Array {
  return letter().bytes.subarray(0, 900);
}
