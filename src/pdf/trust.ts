// The trust anchors: shipped as data (trust/anchors.json) with fingerprint, validity and source; an agency adds its own as
// files. An anchor is recognised by the SHA-256 of its certificate, never by its name.
import { readFileSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Certificate, parseCertificate } from './certificate.ts';

export interface TrustedCertificate {
  /** SHA-256 of the DER, upper-case hex. */
  readonly sha256: string;
  readonly der: Uint8Array;
  readonly name: string;
  /** ISO 8601 UTC. */
  readonly notBefore: string;
  readonly notAfter: string;
}

export interface Trust {
  readonly anchors: readonly TrustedCertificate[];
  /** Not trusted in themselves: they help to build a path. */
  readonly intermediates: readonly TrustedCertificate[];
}

/** One entry of trust/anchors.json. */
interface Entry {
  readonly file: string;
  readonly role: 'anchor' | 'intermediate';
  readonly name: string;
  readonly sha256: string;
  /** Days. */
  readonly notBefore: string;
  readonly notAfter: string;
  readonly source: string;
  readonly checked: string;
  /** Has a person compared the fingerprint with what the CA itself publishes? */
  readonly comparedWithOperator: boolean;
}

/** Checked by hand: zod takes 0.2 s to load, which every start of the verifying process would pay. */
function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null) return false;
  const entry: Partial<Record<string, unknown>> = { ...value };
  const texts = ['file', 'name', 'sha256', 'notBefore', 'notAfter', 'source', 'checked'];
  return (
    texts.every((key) => typeof entry[key] === 'string') &&
    (entry['role'] === 'anchor' || entry['role'] === 'intermediate') &&
    typeof entry['comparedWithOperator'] === 'boolean'
  );
}

const shipped = fileURLToPath(new URL('./trust', import.meta.url));

/**
 * Reads the shipped anchors, checked against their data file, and every *.pem, *.crt, *.cer and *.der in `directories` as
 * further anchors. Throws an Error that names the file when a certificate is unreadable or not the one that was signed off.
 */
export function loadTrust(directories: readonly string[] = [], shippedDirectory = shipped): Trust {
  const entries: unknown = JSON.parse(readFileSync(join(shippedDirectory, 'anchors.json'), 'utf8'));
  if (!Array.isArray(entries) || !entries.every((entry) => isEntry(entry))) {
    throw new Error('anchors.json: an entry is incomplete');
  }
  const anchors: TrustedCertificate[] = [];
  const intermediates: TrustedCertificate[] = [];
  for (const entry of entries) {
    const [certificate, ...others] = readCertificates(join(shippedDirectory, entry.file));
    if (!certificate || others.length > 0) throw new Error(`${entry.file}: expected one certificate`);
    if (certificate.sha256 !== entry.sha256) {
      throw new Error(`${entry.file}: SHA-256 is ${certificate.sha256}, anchors.json says ${entry.sha256}`);
    }
    if (day(certificate.notBefore) !== entry.notBefore || day(certificate.notAfter) !== entry.notAfter) {
      throw new Error(`${entry.file}: validity differs from anchors.json`);
    }
    (entry.role === 'anchor' ? anchors : intermediates).push(trusted(certificate));
  }
  for (const certificate of directories.flatMap((directory) => readDirectory(directory))) {
    if (!anchors.some(({ sha256 }) => sha256 === certificate.sha256)) anchors.push(trusted(certificate));
  }
  return { anchors, intermediates };
}

/** Trust in certificates at hand (DER or PEM): for tests and for callers without files. Throws where one is unreadable. */
export function trustOf(anchors: readonly Uint8Array[], intermediates: readonly Uint8Array[] = []): Trust {
  const read = (bytes: Uint8Array): TrustedCertificate[] => decode(bytes).map((der) => trusted(parseCertificate(der)));
  return { anchors: anchors.flatMap(read), intermediates: intermediates.flatMap(read) };
}

const extensions = new Set(['.pem', '.crt', '.cer', '.der']);

function readDirectory(directory: string): Certificate[] {
  return readdirSync(directory)
    .filter((file) => extensions.has(extname(file).toLowerCase()))
    .sort()
    .flatMap((file) => readCertificates(join(directory, file)));
}

function readCertificates(path: string): Certificate[] {
  try {
    return decode(readFileSync(path)).map((der) => parseCertificate(der));
  } catch (error) {
    throw new Error(`${path}: no certificate can be read from it`, { cause: error });
  }
}

const pemBlock = /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----([\s\S]*?)-----END/gu;

function decode(bytes: Uint8Array): Uint8Array[] {
  if (bytes[0] === 0x30) return [bytes];
  const blocks = Array.from(Buffer.from(bytes).toString('latin1').matchAll(pemBlock), ([, block]) => block ?? '');
  if (blocks.length === 0) throw new Error('neither DER nor PEM');
  return blocks.map((block) => Buffer.from(block, 'base64'));
}

function trusted(certificate: Certificate): TrustedCertificate {
  const { sha256, der, notBefore, notAfter } = certificate;
  return {
    sha256,
    der,
    name: certificate.commonName ?? certificate.organization ?? sha256.slice(0, 16),
    notBefore: new Date(notBefore).toISOString(),
    notAfter: new Date(notAfter).toISOString(),
  };
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
