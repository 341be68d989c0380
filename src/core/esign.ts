// What BSrE's Esign Client Service may say, in the desk's own words: about a person's certificate, and about a signed PDF.
import type { Application } from './application.ts';
import type { Service } from './profile.ts';

/**
 * Where a person stands at BSrE. `registered`: known there, without a certificate yet. `unknown`: there was no answer, or none that we
 * understand. Source: Petunjuk Teknis Penggunaan API Esign Client Service v2.0 (January 2024), p. 32.
 */
export type EsignStatus =
  | 'active'
  | 'not_activated'
  | 'renewing'
  | 'verifying'
  | 'registered'
  | 'not_registered'
  | 'expired'
  | 'suspended'
  | 'revoked'
  | 'unknown';

/** What BSrE says of a PDF; `uncertain` is everything that is no plain answer. It never changes a verdict of ours. */
export type EsignOpinion = 'valid' | 'altered' | 'unsigned' | 'uncertain';

/**
 * What an answer says about a request for a first certificate: `renew` or re-issue suits a certificate that works already, `issued` is what
 * was asked for, a new one is right (`anew`), or the account is there and activation alone is lacking (`activate`).
 */
export type EsignHint = 'renew' | 'issued' | 'anew' | 'activate';

/** The hint for whoever works on an open request; it never changes what may be decided. */
export function hintOf(
  status: EsignStatus | undefined,
  { history }: Pick<Application, 'history'>,
  { kind }: Pick<Service, 'kind'>,
): EsignHint | undefined {
  if (kind !== 'issue') return undefined;
  switch (status) {
    case 'active':
      // Once the desk has passed the request on to BSrE, the certificate is its outcome.
      return history.some((event) => event.kind === 'step_decided' && event.decision === 'register')
        ? 'issued'
        : 'renew';
    case 'expired':
    case 'revoked':
      return 'anew';
    case 'registered':
    case 'not_activated':
      return 'activate';
    default:
      return undefined;
  }
}
