// Certificate revocation lists (RFC 5280, 5). Lists of a megabyte occur: the head is read, the entries are only searched.
import { algorithm, checkSignature } from './algorithms.ts';
import { type Certificate, keyUsages, nameKey } from './certificate.ts';
import {
  type Node,
  DerError,
  bitOctets,
  children,
  content,
  contextTag,
  encoded,
  expect,
  firstChild,
  integerHex,
  latin1,
  octets,
  oid,
  readNode,
  tags,
  time,
} from './der.ts';

export interface Crl {
  readonly der: Uint8Array;
  readonly issuerKey: string;
  readonly thisUpdate: number;
  readonly nextUpdate: number | null;
  /** The entries, unread; undefined where nothing is revoked. */
  readonly entries: Node | undefined;
  /** Delta, indirect or partial by reason, or with a critical extension that is not understood. */
  readonly unusable: boolean;
  readonly scope: 'all' | 'end_entities' | 'authorities';
  /** fullName of the issuing distribution point (RFC 5280, 5.2.5). */
  readonly distributionUrls: readonly string[];
  /** Valid also for certificates that had expired (RFC 5280 has no word for it; ITU-T X.509, 9.5.2.6). */
  readonly keepsExpired: boolean;
  signedBy(issuer: Certificate): boolean;
}

const distributionPoint = '2.5.29.28';
const deltaIndicator = '2.5.29.27';
const expiredCertificates = '2.5.29.60';

/** Reads a CRL's head. Throws DerError where it is none. */
export function parseCrl(input: Uint8Array): Crl {
  const outer = expect(readNode(input), tags.sequence);
  const [tbs, algorithmNode, signature] = children(outer);
  if (!tbs || !algorithmNode || !signature) throw new DerError('no revocation list');
  const fields = children(expect(tbs, tags.sequence));
  if (fields[0]?.tag === tags.integer) fields.shift();
  const [, issuer, thisUpdate, ...rest] = fields;
  if (!issuer) throw new DerError('revocation list without an issuer');
  const nextUpdate = rest[0] && (rest[0].tag === 0x17 || rest[0].tag === 0x18) ? rest[0] : undefined;
  const proven = new Map<string, boolean>();
  return {
    der: encoded(outer),
    issuerKey: nameKey(issuer),
    thisUpdate: time(thisUpdate),
    nextUpdate: nextUpdate ? time(nextUpdate) : null,
    entries: rest.find((field) => field.tag === tags.sequence),
    ...readExtensions(rest.find((field) => field.tag === contextTag(0))),
    signedBy(certificate: Certificate): boolean {
      const known = proven.get(certificate.sha256);
      if (known !== undefined) return known;
      const verified = verify(certificate, encoded(tbs), algorithmNode, signature);
      proven.set(certificate.sha256, verified);
      return verified;
    },
  };
}

/** RFC 5280, 6.3.3 (f) and (g): the issuer's key may sign CRLs, and did. */
function verify(issuer: Certificate, data: Uint8Array, algorithmNode: Node, signature: Node): boolean {
  if (issuer.keyUsage !== null && !issuer.keyUsage.has(keyUsages.cRLSign)) return false;
  try {
    const key = issuer.publicKey();
    const check = checkSignature({
      key,
      algorithm: algorithm(algorithmNode),
      digest: undefined,
      data: [data],
      signature: bitOctets(signature),
    });
    return check.result === 'match';
  } catch {
    return false;
  }
}

type Extensions = Pick<Crl, 'unusable' | 'scope' | 'distributionUrls' | 'keepsExpired'>;

function readExtensions(wrapper: Node | undefined): Extensions {
  let unusable = false;
  let scope: Crl['scope'] = 'all';
  let distributionUrls: string[] = [];
  let keepsExpired = false;
  for (const extension of wrapper ? children(firstChild(wrapper)) : []) {
    const parts = children(extension);
    const id = oid(parts[0]);
    const flag = parts[1];
    const critical = flag?.tag === tags.boolean && flag.source[flag.body] !== 0;
    const value = parts.at(-1);
    if (id === expiredCertificates) keepsExpired = true;
    else if (id === distributionPoint && value) {
      for (const part of children(readNode(octets(value)))) {
        if (part.tag === contextTag(0)) distributionUrls = fullNames(part);
        else if (part.tag === contextTag(1, false)) scope = content(part)[0] === 0 ? scope : 'end_entities';
        else if (part.tag === contextTag(2, false)) scope = content(part)[0] === 0 ? scope : 'authorities';
        else if (part.tag === contextTag(3, false) || content(part)[0] !== 0) unusable = true;
      }
    } else if (id === deltaIndicator || critical) unusable = true;
  }
  return { unusable, scope, distributionUrls, keepsExpired };
}

function fullNames(point: Node): string[] {
  const full = children(point).find((part) => part.tag === contextTag(0));
  const uris = full ? children(full).filter((part) => part.tag === contextTag(6, false)) : [];
  return uris.map((uri) => latin1(content(uri)));
}

/** Is this list about that certificate? (RFC 5280, 6.3.3 (b).) */
export function covers(crl: Crl, certificate: Certificate): boolean {
  if (crl.unusable || crl.issuerKey !== certificate.issuerKey) return false;
  const authority = certificate.basicConstraints?.ca === true;
  if (crl.scope !== 'all' && (crl.scope === 'authorities') !== authority) return false;
  const points = certificate.crlUrls;
  return (
    crl.distributionUrls.length === 0 || points.length === 0 || crl.distributionUrls.some((url) => points.includes(url))
  );
}

/** When the serial was revoked, null if it is not listed. Throws DerError on a malformed list. */
export function revokedAt(crl: Crl, serial: string): number | null {
  const { entries } = crl;
  if (!entries) return null;
  // The serial's octets stand in an entry whatever its lengths look like: most lists are done with this.
  const list = content(entries);
  if (Buffer.from(list.buffer, list.byteOffset, list.length).indexOf(serial, 0, 'hex') < 0) return null;
  for (let at = entries.body; at < entries.end;) {
    const entry = readNode(entries.source, at, entries.end);
    const number = firstChild(entry);
    if (integerHex(number) === serial) return time(readNode(entry.source, number.next, entry.end));
    at = entry.next;
  }
  return null;
}
