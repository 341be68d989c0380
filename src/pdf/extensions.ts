// The extensions of a certificate (RFC 5280, 4.2) as far as paths, revocation and purposes need them. One that cannot be read
// counts as a critical one that is not understood: it costs the trust, never the integrity of what was signed.
import {
  type Node,
  bitNumbers,
  children,
  content,
  contextTag,
  firstChild,
  hexOf,
  latin1,
  octets,
  oid,
  readNode,
  smallNumber,
  tags,
} from './der.ts';

export interface Extensions {
  readonly subjectKeyIdentifier: string | null;
  readonly authorityKeyIdentifier: string | null;
  /** null: no such extension. */
  readonly basicConstraints: { readonly ca: boolean; readonly pathLength: number | null } | null;
  readonly keyUsage: ReadonlySet<number> | null;
  readonly extendedKeyUsage: { readonly critical: boolean; readonly purposes: readonly string[] } | null;
  /** Critical extensions that are not understood here. */
  readonly unknownCritical: readonly string[];
  readonly ocspNoCheck: boolean;
  readonly ocspUrls: readonly string[];
  readonly crlUrls: readonly string[];
}

const extensionIds = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  crlDistributionPoints: '2.5.29.31',
  certificatePolicies: '2.5.29.32',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  authorityInformation: '1.3.6.1.5.5.7.1.1',
  ocspNoCheck: '1.3.6.1.5.5.7.48.1.5',
} as const;

/** Policies say under which rules a certificate was issued; QcStatements (RFC 3739) what it is for: no limits on paths. */
const understood = new Set<string>([...Object.values(extensionIds), '1.3.6.1.5.5.7.1.3', '2.5.29.17', '2.5.29.18']);

interface Extension {
  readonly critical: boolean;
  readonly value: Uint8Array;
}

/** Reads the explicit [3] of a certificate. Never throws. */
export function readExtensions(wrapper: Node | undefined): Extensions {
  const { found, faults } = list(wrapper);
  const read = <T>(id: string, parse: (value: Node) => T): T | null => {
    const extension = found.get(id);
    if (!extension) return null;
    try {
      return parse(readNode(extension.value));
    } catch {
      if (deciding.has(id)) faults.push(id);
      return null;
    }
  };
  const keyUsage = read(extensionIds.keyUsage, bitNumbers);
  const purposes = read(extensionIds.extendedKeyUsage, (node) => children(node).map((purpose) => oid(purpose)));
  const basicConstraints = read(extensionIds.basicConstraints, readBasicConstraints);
  const critical = found.get(extensionIds.extendedKeyUsage)?.critical === true;
  const notUnderstood = [...found].filter(([id, extension]) => extension.critical && !understood.has(id));
  return {
    keyUsage,
    basicConstraints,
    extendedKeyUsage: purposes && { critical, purposes },
    subjectKeyIdentifier: read(extensionIds.subjectKeyIdentifier, (node) => hexOf(content(node))),
    authorityKeyIdentifier: read(extensionIds.authorityKeyIdentifier, keyIdentifier),
    ocspNoCheck: found.has(extensionIds.ocspNoCheck),
    ocspUrls: read(extensionIds.authorityInformation, ocspLocations) ?? [],
    crlUrls: read(extensionIds.crlDistributionPoints, locations) ?? [],
    unknownCritical: [...notUnderstood.map(([id]) => id), ...faults],
  };
}

/** Those that say what a certificate may be used for: unreadable, they must not be taken for absent. */
const deciding = new Set<string>([extensionIds.keyUsage, extensionIds.extendedKeyUsage, extensionIds.basicConstraints]);

/** RFC 5280, 4.2: at most one of each. */
function list(wrapper: Node | undefined): { found: Map<string, Extension>; faults: string[] } {
  const found = new Map<string, Extension>();
  const faults: string[] = [];
  try {
    for (const node of wrapper ? children(firstChild(wrapper)) : []) {
      const parts = children(node);
      const id = oid(parts[0]);
      const flag = parts[1];
      const value = parts.at(-1);
      if (found.has(id) || value?.tag !== tags.octetString) faults.push(id);
      else {
        const critical = flag?.tag === tags.boolean && flag.source[flag.body] !== 0;
        found.set(id, { critical, value: octets(value) });
      }
    }
  } catch {
    faults.push('unreadable');
  }
  return { found, faults };
}

function keyIdentifier(node: Node): string | null {
  const part = children(node).find((each) => each.tag === contextTag(0, false));
  return part ? hexOf(content(part)) : null;
}

function readBasicConstraints(node: Node): { ca: boolean; pathLength: number | null } {
  const parts = children(node);
  const flag = parts.find((part) => part.tag === tags.boolean);
  const length = parts.find((part) => part.tag === tags.integer);
  return {
    ca: flag !== undefined && flag.source[flag.body] !== 0,
    pathLength: length ? smallNumber(length) : null,
  };
}

/** RFC 5280, 4.2.2.1: accessMethod id-ad-ocsp. */
function ocspLocations(node: Node): string[] {
  return children(node).flatMap((description) => {
    const [method, location] = children(description);
    const isUri = location?.tag === contextTag(6, false);
    return isUri && oid(method) === '1.3.6.1.5.5.7.48.1' ? [latin1(content(location))] : [];
  });
}

/** RFC 5280, 4.2.1.13: every URI in fullName. */
function locations(node: Node): string[] {
  return children(node).flatMap((point) => {
    const name = children(point).find((part) => part.tag === contextTag(0));
    const full = name && children(name).find((part) => part.tag === contextTag(0));
    const uris = full ? children(full).filter((part) => part.tag === contextTag(6, false)) : [];
    return uris.map((uri) => latin1(content(uri)));
  });
}
