// Good files, which a verifier must not reject: every format, algorithm and later change that the standards allow.
import { encryptedLetter, type Encryption } from './encrypt-pdf.ts';
import { archived, signed, VALID, type Expected, type Fixture } from './pdf-fixture.ts';
import { appendRevision, streamBody, type Changes, type Doc, type XrefShape } from './pdf-revisions.ts';
import {
  addStore,
  LETTER,
  letter,
  letterObjects,
  nameAppearanceBody,
  nameFieldBody,
  signLetter,
  stampDocument,
  standardStore,
  withEntry,
  type SignWish,
} from './signed-pdf.ts';
import { issue, type KeyKind } from './test-ca.ts';
import { makeCrl, makeOcsp } from './test-revocation.ts';
import { testPki } from './test-pki.ts';

const INTACT: Expected = { integrity: 'intact', headline: 'indeterminate' };

function good(name: string, sentence: string, expected: Expected, make: () => Uint8Array): Fixture {
  return { name, sentence, expected, make };
}

function bySubFilter(subFilter: NonNullable<SignWish['subFilter']>, expected: Expected): Fixture {
  const wish: SignWish = { subFilter, ...(subFilter === 'adbe.pkcs7.sha1' ? { hash: 'sha1' } : {}) };
  return good(`format-${subFilter}`, `reads ${subFilter}`, expected, () => archived(wish).bytes);
}

function byShape(shape: XrefShape): Fixture {
  return good(
    `xref-${shape.replace('_', '-')}`,
    `reads a file with ${shape.replace('_', ' ')} cross-references`,
    VALID,
    () => stampDocument(archived({}, shape)).bytes,
  );
}

function byKey(kind: KeyKind, hash: SignWish['hash'] = 'sha256'): Fixture {
  return good(`key-${kind}-${hash}`, `checks a signature by a key of the kind ${kind} with ${hash}`, VALID, () => {
    const signer = issue({ cn: 'Putri Anjani Rahayu', issuer: testPki().ca, kind, hash: 'sha256' });
    return archivedBy(signer, hash);
  });
}

function archivedBy(signer: NonNullable<SignWish['signer']>, hash: NonNullable<SignWish['hash']>): Uint8Array {
  return addStore(signLetter(letter(), { signer, hash }), standardStore(signer)).bytes;
}

function filled(value: string): Changes {
  return { [LETTER.nameField]: nameFieldBody(value), [LETTER.nameAppearance]: nameAppearanceBody(value) };
}

function afterwards(doc: Doc, changes: Changes): Uint8Array {
  return appendRevision(doc, changes).bytes;
}

/** A file that every viewer opens without asking for a password. */
function byEncryption(method: Encryption): Fixture {
  return good(
    `encrypted-${method}`,
    `opens a file encrypted with ${method} and the empty password`,
    VALID,
    () => addStore(signLetter(encryptedLetter(method))).bytes,
  );
}

export function boxBody(state: 'Off' | 'Yes', shown = state): string {
  return `<< /Type /Annot /Subtype /Widget /FT /Btn /T (setuju) /V /${state} /AS /${shown} /Rect [72 560 90 578] /P 3 0 R /F 4 /AP << /N << /Yes 15 0 R /Off 16 0 R >> >> >>`;
}

/** The letter with a box to tick. */
export function letterWithBox(): Doc {
  const objects = letterObjects();
  const box = '/Type /XObject /Subtype /Form /BBox [0 0 18 18]';
  return letter('table', {
    [LETTER.page]: (objects[LETTER.page] ?? '').replace('/Annots [8 0 R]', '/Annots [8 0 R 14 0 R]'),
    [LETTER.form]: (objects[LETTER.form] ?? '').replace('/Fields [8 0 R]', '/Fields [8 0 R 14 0 R]'),
    14: boxBody('Off'),
    15: streamBody(box, '0 0 18 18 re f'),
    16: streamBody(box, '0 0 18 18 re s'),
  });
}

export const formats: readonly Fixture[] = [
  bySubFilter('ETSI.CAdES.detached', VALID),
  bySubFilter('adbe.pkcs7.detached', VALID),
  bySubFilter('adbe.pkcs7.sha1', INTACT),
  bySubFilter('adbe.x509.rsa_sha1', INTACT),
  byShape('table'),
  byShape('stream'),
  byShape('object_streams'),
  byShape('hybrid'),
  byEncryption('RC4'),
  byEncryption('AESV2'),
  byEncryption('AESV3'),
  byKey('rsa', 'sha384'),
  byKey('rsa', 'sha512'),
  byKey('pss'),
  byKey('ec'),
  byKey('brainpool'),
  byKey('ed25519', 'sha512'),
];

export const goodFiles: readonly Fixture[] = [
  good(
    'signed',
    'finds a plain signature intact, the revocation being unknown',
    { ...INTACT, level: 'B-B', timestamp: null, trusted: true, signatures: 1 },
    () => signed({ stampedAt: null }).bytes,
  ),
  good(
    'signed-and-stamped',
    'finds a stamped signature intact',
    { ...INTACT, level: 'B-T', timestamp: 'valid', trusted: true },
    () => signed().bytes,
  ),
  good(
    'archived',
    'says valid of a signature with time stamp and validation data',
    { ...VALID, level: 'B-LT', revocation: 'good', trusted: true, changes: ['validation_data_added'] },
    () => archived().bytes,
  ),
  good(
    'archived-with-timestamp',
    'sees the archive time stamp of B-LTA',
    { ...VALID, level: 'B-LTA', documentTimestamps: 1 },
    () => stampDocument(archived()).bytes,
  ),
  good(
    'archived-twice',
    'accepts validation data and time stamps added again',
    { ...VALID, documentTimestamps: 2 },
    () =>
      stampDocument(addStore(stampDocument(archived())), { field: 'Stempel Kedua', at: '2026-04-10T04:00:00Z' }).bytes,
  ),
  good(
    'second-signature',
    'accepts a second signature',
    { ...VALID, signatures: 2, changes: ['signature_added'] },
    () => {
      const { signer, second } = testPki();
      const both = signLetter(signed(), { field: 'Kedua', signer: second, rect: '300 100 400 140' });
      const store = {
        ...standardStore(signer),
        ocsps: [...(standardStore(signer).ocsps ?? []), ...(standardStore(second).ocsps ?? [])],
      };
      return addStore(both, store).bytes;
    },
  ),
  good('visible-signature', 'accepts a visible signature', VALID, () => archived({ rect: '300 100 400 140' }).bytes),
  good('form-filled', 'accepts a field filled in later and says so', { ...VALID, changes: ['form_filled'] }, () =>
    afterwards(archived(), filled('Joko')),
  ),
  good(
    'form-filled-p2',
    'accepts form filling in a document certified P2',
    { ...VALID, changes: ['form_filled'] },
    () => afterwards(archived({ certify: 2 }), filled('Joko')),
  ),
  good(
    'form-filled-p3',
    'accepts form filling in a document certified P3',
    { ...VALID, changes: ['form_filled'] },
    () => afterwards(archived({ certify: 3 }), filled('Joko')),
  ),
  good(
    'form-filled-other-locked',
    'accepts form filling of a field that the lock does not name',
    { ...VALID, changes: ['form_filled'] },
    () => afterwards(archived({ lock: '/Action /Include /Fields [(alamat)]' }), filled('Joko')),
  ),
  good(
    'form-filled-excluded',
    'accepts form filling of a field that the lock excepts',
    { ...VALID, changes: ['form_filled'] },
    () => afterwards(archived({ lock: '/Action /Exclude /Fields [(nama)]' }), filled('Joko')),
  ),
  good('certified-p1', 'accepts validation data after a certification P1', VALID, () => archived({ certify: 1 }).bytes),
  good(
    'certified-p1-stamped',
    'accepts an archive time stamp after a certification P1',
    VALID,
    () => stampDocument(archived({ certify: 1 })).bytes,
  ),
  good(
    'certified-p2-signed',
    'accepts a second signature after a certification P2',
    { integrity: 'intact', headline: ['valid', 'indeterminate'], signatures: 2 },
    () => signLetter(archived({ certify: 2 }), { field: 'Kedua', signer: testPki().second }).bytes,
  ),
  good(
    'revocation-in-the-signature',
    'reads revocation data in the signature itself',
    { ...INTACT, headline: ['valid', 'indeterminate'], revocation: 'good' },
    () => {
      const pki = testPki();
      const dates = { thisUpdate: '2026-03-10T02:50:00Z', nextUpdate: '2026-03-17T02:50:00Z' };
      const ocsps = [makeOcsp({ about: pki.signer, responder: pki.responder, status: 'good', ...dates })];
      const crls = [makeCrl({ issuer: pki.ca, ...dates }), makeCrl({ issuer: pki.root, ...dates })];
      return signed({
        subFilter: 'adbe.pkcs7.detached',
        cms: { archival: { ocsps, crls } },
        certificates: [pki.ca, pki.root],
      }).bytes;
    },
  ),
  good('same-object-again', 'sees no change where an update repeats an object', VALID, () => {
    const doc = archived();
    return afterwards(doc, { [LETTER.content]: doc.objects[LETTER.content] ?? '' });
  }),
  good('metadata-added', 'accepts document information and metadata added later', VALID, () => {
    const doc = archived();
    const xmp = streamBody('/Type /Metadata /Subtype /XML', '<x:xmpmeta xmlns:x="adobe:ns:meta/"></x:xmpmeta>');
    return afterwards(doc, {
      [LETTER.info]: '<< /Title (Surat Keputusan) /Producer (Meja Lain) /ModDate (D:20260311000000Z) >>',
      [LETTER.catalog]: withEntry(doc.objects[LETTER.catalog] ?? '', `/Metadata ${doc.size} 0 R`),
      [doc.size]: xmp,
    });
  }),
  good('line-ends-at-the-end', 'accepts line ends behind the last %%EOF', VALID, () =>
    Buffer.concat([archived().bytes, Buffer.from('\r\n\n')]),
  ),
  good(
    'unsigned',
    'says unsigned of a file without signature',
    { integrity: 'unsigned', headline: 'unsigned', signatures: 0 },
    () => letter().bytes,
  ),
  good(
    'empty-field',
    'says unsigned of a file with an empty signature field',
    { integrity: 'unsigned', headline: 'unsigned' },
    () => {
      const field = '<< /Type /Annot /Subtype /Widget /FT /Sig /T (Kosong) /Rect [0 0 0 0] /P 3 0 R >>';
      const doc = letter('table', { 13: field });
      return afterwards(doc, { [LETTER.form]: (doc.objects[LETTER.form] ?? '').replace('[8 0 R]', '[8 0 R 13 0 R]') });
    },
  ),
];
