// Revocation data of the throw-away PKI: CRLs (RFC 5280, 5) and OCSP responses (RFC 6960), good and forged.
import { createHash, createPublicKey } from 'node:crypto';
import {
  bits,
  children,
  contentOf,
  enumerated,
  generalizedTime,
  integer,
  nothing,
  octets,
  oid,
  sequence,
  tagged,
  taggedPrimitive,
  time,
  tlv,
} from './der.ts';
import { extension, keyId, signatureAlgorithm, signWith, type Party } from './test-ca.ts';

export interface Revoked {
  readonly party: Party;
  readonly at: string;
}

export interface CrlWish {
  readonly issuer: Party;
  /** Who signs: the issuer, unless the CRL is forged. */
  readonly signer?: Party;
  readonly revoked?: readonly Revoked[];
  readonly thisUpdate: string;
  readonly nextUpdate: string;
  /** More crlExtensions. */
  readonly extensions?: readonly Buffer[];
}

/** issuingDistributionPoint (RFC 5280, 5.2.5): this CRL speaks of CA certificates only. */
export function onlyAuthorities(): Buffer {
  return extension('2.5.29.28', true, sequence(taggedPrimitive(2, Buffer.from([0xff]))));
}

export function makeCrl(wish: CrlWish): Buffer {
  const signer = wish.signer ?? wish.issuer;
  const entries = (wish.revoked ?? []).map(({ party, at }) => sequence(tlv(0x02, party.serial), time(at)));
  const body = sequence(
    integer(1),
    signatureAlgorithm(signer.kind, 'sha256'),
    wish.issuer.subject,
    time(wish.thisUpdate),
    time(wish.nextUpdate),
    ...(entries.length > 0 ? [sequence(...entries)] : []),
    tagged(
      0,
      sequence(
        extension('2.5.29.35', false, sequence(taggedPrimitive(0, keyId(signer.key)))),
        extension('2.5.29.20', false, integer(7)),
        ...(wish.extensions ?? []),
      ),
    ),
  );
  return sequence(body, signatureAlgorithm(signer.kind, 'sha256'), bits(signWith(signer, 'sha256', body)));
}

export interface OcspWish {
  readonly about: Party;
  /** Who answers; its certificate goes along unless it is the issuer itself. */
  readonly responder: Party;
  readonly status: 'good' | 'unknown' | { readonly revokedAt: string };
  readonly thisUpdate: string;
  readonly nextUpdate?: string;
}

export function makeOcsp(wish: OcspWish): Buffer {
  const issuer = wish.about.issuer ?? wish.about;
  const single = sequence(
    certificateId(wish.about, issuer),
    statusOf(wish.status),
    generalizedTime(wish.thisUpdate),
    ...(wish.nextUpdate ? [tagged(0, generalizedTime(wish.nextUpdate))] : []),
  );
  const { responder } = wish;
  const data = sequence(tagged(2, octets(keyId(responder.key))), generalizedTime(wish.thisUpdate), sequence(single));
  const certificates = responder === issuer ? [] : [tagged(0, sequence(responder.certificate))];
  const basic = sequence(
    data,
    signatureAlgorithm(responder.kind, 'sha256'),
    bits(signWith(responder, 'sha256', data)),
    ...certificates,
  );
  return sequence(enumerated(0), tagged(0, sequence(oid('1.3.6.1.5.5.7.48.1.1'), octets(basic))));
}

function certificateId(about: Party, issuer: Party): Buffer {
  const sha1 = (data: Uint8Array): Buffer => createHash('sha1').update(data).digest();
  const spki = createPublicKey(issuer.key).export({ type: 'spki', format: 'der' });
  const keyBits = contentOf(children(spki)[1] ?? Buffer.alloc(3)).subarray(1);
  return sequence(
    sequence(oid('1.3.14.3.2.26'), nothing()),
    octets(sha1(issuer.subject)),
    octets(sha1(keyBits)),
    tlv(0x02, about.serial),
  );
}

function statusOf(status: OcspWish['status']): Buffer {
  if (status === 'good') return taggedPrimitive(0, Buffer.alloc(0));
  if (status === 'unknown') return taggedPrimitive(2, Buffer.alloc(0));
  return tagged(1, generalizedTime(status.revokedAt));
}
