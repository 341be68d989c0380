// A file's id at Meta together with the hash it was announced with, as the port's reference.

/** `<id>`, or `<id>:<SHA-256 in hex>`. */
export function fileRef(id: string, sha256: string | undefined): string {
  const hex = hexOf(sha256);
  return hex === undefined ? id : `${id}:${hex}`;
}

export function parseFileRef(ref: string): { readonly id: string; readonly sha256?: string } {
  const [, id = '', sha256] = /^(.*?)(?::([0-9a-f]{64}))?$/s.exec(ref) ?? [];
  return sha256 === undefined ? { id } : { id, sha256 };
}

/**
 * A SHA-256 as lower-case hex. Meta's pages show it in hex where a file's address is asked for, webhooks bring it in base64; both are
 * read in both places. Undefined when it is neither.
 */
export function hexOf(sha256: string | undefined): string | undefined {
  if (sha256 === undefined) return undefined;
  if (/^[0-9a-f]{64}$/i.test(sha256)) return sha256.toLowerCase();
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(sha256)) return undefined;
  return Buffer.from(sha256, 'base64').toString('hex');
}
