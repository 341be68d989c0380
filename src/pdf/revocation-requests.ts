// Which revocation data a caller could fetch to judge a file better, and from where. The addresses stand in certificates that
// came with an uploaded file: only those of known hosts are ever named (no server-side request forgery).
import { type AssessOptions, type Material, type SignatureInput, survey } from './assess.ts';
import type { Certificate } from './certificate.ts';
import { ocspRequest } from './ocsp.ts';
import { chainBelowRoot } from './path.ts';
import { statusOf } from './revocation.ts';

export interface RevocationRequest {
  readonly kind: 'ocsp' | 'crl';
  readonly url: string;
  /** OCSPRequest in DER, to be sent by POST (RFC 6960, A.1). */
  readonly body?: Uint8Array;
}

/** Where the anchors we ship publish revocation data (BSrE and the national root). */
export const revocationHosts: readonly string[] = ['cvs-bsre.bssn.go.id', 'va.bsre.go.id', 'crl.rootca.id'];

/** Requests for one file; real ones need four to six. */
const maxRequests = 16;

/**
 * The OCSP and CRL requests that would answer what the file leaves open, for certificates on a path to a pinned anchor only.
 * Pure: nothing is fetched. Empty when nothing is open or no address is on an allowed host.
 */
export function revocationRequests(
  inputs: readonly SignatureInput[],
  material: Material,
  options: AssessOptions,
  hosts: readonly string[] = revocationHosts,
): RevocationRequest[] {
  const found = new Map<string, RevocationRequest>();
  for (const { asked, pool, store } of survey(inputs, material, options)) {
    for (const { path, at } of asked.filter((question) => question.path.problem === null)) {
      for (const certificate of chainBelowRoot(pool, path)) {
        const issuer = path.certificates[path.certificates.indexOf(certificate) + 1];
        if (!issuer || statusOf(store, certificate, at, 0).status !== 'unknown') continue;
        for (const request of requestsFor(certificate, issuer, hosts)) {
          const { kind, url, body } = request;
          found.set(`${kind} ${url} ${body ? Buffer.from(body).toString('base64') : ''}`, request);
        }
      }
    }
  }
  return [...found.values()].slice(0, maxRequests);
}

function requestsFor(certificate: Certificate, issuer: Certificate, hosts: readonly string[]): RevocationRequest[] {
  const allowed = (urls: readonly string[]): string[] => urls.filter((url) => isAllowed(url, hosts));
  return [
    ...allowed(certificate.ocspUrls).map((url): RevocationRequest => {
      return { kind: 'ocsp', url, body: ocspRequest(certificate, issuer) };
    }),
    ...allowed(certificate.crlUrls).map((url): RevocationRequest => ({ kind: 'crl', url })),
  ];
}

/** http or https on its usual port, no credentials, one of `hosts`. */
export function isAllowed(url: string, hosts: readonly string[]): boolean {
  if (url.length > 500 || !URL.canParse(url)) return false;
  const { protocol, hostname, port, username, password } = new URL(url);
  const web = protocol === 'http:' || protocol === 'https:';
  return web && port === '' && username === '' && password === '' && hosts.includes(hostname);
}
