// Revocation data (RFC 5280 CRLs, RFC 6960 OCSP): embedded or handed in, each verified on its own.

/** What the use case fetched, DER each. */
export interface OnlineRevocation {
  readonly ocsps: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
}
