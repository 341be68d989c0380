// The audit trail in memory: a list that only grows.
import type { AuditEntry, Store } from '../../app/ports.ts';
import { BEGINNING, chain } from '../../core/audit.ts';
import { sha256 } from '../audit-hash.ts';

type AuditPart = Pick<Store, 'appendAudit' | 'readAudit' | 'findAudit'>;

/** The part of the memory store that keeps the audit trail, in order. */
export function createAuditShelf(entries: AuditEntry[]): AuditPart {
  const known = new Set<string>();

  return {
    async appendAudit(acts) {
      for (const act of acts) {
        if (known.has(act.id)) continue;
        known.add(act.id);
        entries.push(...chain([structuredClone(act)], entries.at(-1) ?? BEGINNING, sha256));
      }
    },
    async readAudit(after, limit) {
      return structuredClone(entries.slice(after, after + limit));
    },
    async findAudit(subject) {
      return structuredClone(entries.filter((entry) => entry.subject === subject));
    },
  };
}
