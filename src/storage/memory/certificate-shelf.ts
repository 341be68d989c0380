// Records of certificates in memory.
import type { Certificate, Store } from '../../app/ports.ts';

type CertificatePart = Pick<
  Store,
  | 'saveCertificate'
  | 'findCertificate'
  | 'findCertificatesOf'
  | 'findCertificatesOfHolder'
  | 'countCertificates'
  | 'findDueReminders'
  | 'moveReminders'
>;

/** The part of the memory store that keeps certificates. */
export function createCertificateShelf(): CertificatePart {
  const shelf = new Map<string, Certificate>();

  function find(matches: (certificate: Certificate) => boolean): Certificate[] {
    const found = structuredClone([...shelf.values()].filter(matches));
    return found.sort((a, b) => (a.issuedOn > b.issuedOn ? -1 : 1));
  }

  return {
    async saveCertificate(certificate) {
      if ((shelf.get(certificate.id)?.revision ?? 0) !== certificate.revision - 1) return false;
      shelf.set(certificate.id, structuredClone(certificate));
      return true;
    },
    async findCertificate(id) {
      return structuredClone(shelf.get(id));
    },
    findCertificatesOf: async (owner) => find((certificate) => certificate.owner === owner),
    findCertificatesOfHolder: async ({ owner, nip }) =>
      find((certificate) => certificate.owner === owner || (nip !== undefined && certificate.nip === nip)),
    async countCertificates(today, changedBefore) {
      const own = [...shelf.values()].filter(({ replaced }) => replaced === undefined);
      const active = own.filter(({ revoked, validUntil }) => revoked === undefined && validUntil >= today);
      const overdue = active.filter(
        ({ passphraseOn, activatedOn, issuedOn }) => (passphraseOn ?? activatedOn ?? issuedOn) < changedBefore,
      );
      const revoked = own.filter((each) => each.revoked !== undefined);
      return {
        active: active.length,
        expired: own.length - active.length - revoked.length,
        revoked: revoked.length,
        passphraseOverdue: overdue.length,
      };
    },
    async findDueReminders(now, limit) {
      const due = find(({ remindAt }) => remindAt !== undefined && remindAt <= now);
      return due.sort((a, b) => ((a.remindAt ?? '') < (b.remindAt ?? '') ? -1 : 1)).slice(0, limit);
    },
    async moveReminders(moves) {
      for (const { id, revision, remindedUntil, remindAt } of moves) {
        const stored = shelf.get(id);
        if (stored?.revision !== revision) continue;
        const { remindAt: _former, ...rest } = stored;
        shelf.set(id, { ...rest, revision: revision + 1, remindedUntil, ...(remindAt !== undefined && { remindAt }) });
      }
    },
  };
}
