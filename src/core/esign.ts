// What BSrE's Esign Client Service may say, in the desk's own words: about a person's certificate, and about a signed PDF.

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
