// Records of certificates in memory.
import type { Certificate, Store } from '../../app/ports.ts';
import type { CertificateState } from '../../core/certificate.ts';
import { nameWords } from '../../core/name.ts';
import type { RollQuery } from '../../core/tally.ts';
import { countsOn } from './tallies.ts';

type CertificatePart = Pick<
  Store,
  | 'saveCertificate'
  | 'findCertificate'
  | 'findCertificatesOf'
  | 'findCertificatesOfHolder'
  | 'findCertificatesByNip'
  | 'findRoll'
  | 'listRoll'
  | 'findDueReminders'
  | 'moveReminders'
>;

/** The part of the memory store that keeps certificates, by their ids. */
export function createCertificateShelf(shelf: Map<string, Certificate>): CertificatePart {
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
    findCertificatesByNip: async (nips) => find(({ nip }) => nip !== undefined && nips.includes(nip)),
    findRoll: async (query, limit) => {
      const newest = find((each) => each.supersededFrom === undefined && fits(each, query));
      return newest.sort(byIssue).slice(0, limit);
    },
    listRoll: async (day, after, limit) => {
      const page = find((each) => countsOn(each, day) && (after === undefined || each.id > after));
      return page.sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, limit);
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

function fits(certificate: Certificate, { words = [], nip, offices, state }: RollQuery): boolean {
  const own = nameWords(certificate.name);
  return (
    words.every((word) => own.includes(word)) &&
    (nip === undefined || certificate.nip === nip) &&
    (offices === undefined || (certificate.office !== undefined && offices.includes(certificate.office))) &&
    (state === undefined || stateOn(certificate, state) === state.is)
  );
}

function stateOn({ revoked, validUntil }: Certificate, at: NonNullable<RollQuery['state']>): CertificateState {
  if (revoked) return 'revoked';
  if (validUntil < at.day) return 'expired';
  return validUntil <= at.nearEndUntil ? 'near_end' : 'active';
}

function byIssue(one: Certificate, other: Certificate): number {
  if (one.issuedOn !== other.issuedOn) return one.issuedOn > other.issuedOn ? -1 : 1;
  return one.id < other.id ? -1 : 1;
}
