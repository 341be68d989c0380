// Records of certificates: one document each, found by owner, by NIP (keyed hash), and by when the next reminder is due.
import type { Certificate, Store } from '../../app/ports.ts';
import type { CertificateCounts } from '../../core/certificate.ts';
import type { ReminderKind } from '../../core/reminder.ts';
import { isDuplicate } from './failures.ts';
import type { CertificateRecord, Models } from './schemas.ts';
import { bytesOf } from './schemas.ts';
import type { Place, Sealing } from './sealing.ts';

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

interface Personal {
  readonly name: string;
  readonly nip?: string;
  readonly ground?: string;
}

/** The part of the Mongo store that keeps certificates. */
export function createCertificates({ certificates }: Models, sealing: Sealing): CertificatePart {
  async function find(filter: object): Promise<Certificate[]> {
    const records = await certificates.find(filter).sort({ issuedOn: -1 }).lean<CertificateRecord[]>();
    return records.map((record) => readCertificate(record, sealing));
  }

  return {
    async saveCertificate(certificate) {
      const { _id, ...fields } = writeCertificate(certificate, sealing);
      const before = certificate.revision - 1;
      const present = Object.entries(fields).filter(([, value]) => value !== undefined);
      const absent = Object.entries(fields).filter(([, value]) => value === undefined);
      const update = {
        $set: Object.fromEntries(present),
        $unset: Object.fromEntries(absent.map(([field]) => [field, ''])),
      };
      try {
        const result = await certificates.updateOne({ _id, revision: before }, update, { upsert: before === 0 });
        return result.matchedCount + result.upsertedCount === 1;
      } catch (error) {
        if (isDuplicate(error)) return false;
        throw error;
      }
    },
    async findCertificate(id) {
      const record = await certificates.findById(id).lean<CertificateRecord>();
      return record ? readCertificate(record, sealing) : undefined;
    },
    findCertificatesOf: (owner) => find({ owner }),
    findCertificatesOfHolder: ({ owner, nip }) =>
      find(nip === undefined ? { owner } : { $or: [{ owner }, { nip: sealing.lookup('nip', nip) }] }),
    async countCertificates(today, changedBefore) {
      const changed = { $ifNull: ['$passphraseOn', { $ifNull: ['$activatedOn', '$issuedOn'] }] };
      const counted = (...conditions: object[]) => ({ $sum: { $cond: [{ $and: conditions }, 1, 0] } });
      const [inUse, isActive] = [{ $eq: ['$end', null] }, { $gte: ['$validUntil', today] }];
      const [counts] = await certificates.aggregate<CertificateCounts>([
        { $match: { replaced: { $exists: false } } },
        { $project: { validUntil: 1, changed, end: { $ifNull: ['$revoked.on', null] } } },
        {
          $group: {
            _id: null,
            active: counted(inUse, isActive),
            expired: counted(inUse, { $lt: ['$validUntil', today] }),
            revoked: counted({ $ne: ['$end', null] }),
            passphraseOverdue: counted(inUse, isActive, { $lt: ['$changed', changedBefore] }),
          },
        },
        { $project: { _id: 0 } },
      ]);
      return counts ?? { active: 0, expired: 0, revoked: 0, passphraseOverdue: 0 };
    },
    async findDueReminders(now, limit) {
      // FerretDB takes a partial index only for a query that repeats the index's condition.
      const due = certificates
        .find({ remindAt: { $lte: now, $exists: true } })
        .sort({ remindAt: 1 })
        .limit(limit);
      return (await due.lean<CertificateRecord[]>()).map((record) => readCertificate(record, sealing));
    },
    async moveReminders(moves) {
      if (moves.length === 0) return;
      const updates = moves.map(({ id, revision, remindedUntil, remindAt }) => ({
        updateOne: {
          filter: { _id: id, revision },
          update: {
            $set: { remindedUntil, revision: revision + 1, ...(remindAt !== undefined && { remindAt }) },
            ...(remindAt === undefined && { $unset: { remindAt: '' } }),
          },
        },
      }));
      await certificates.bulkWrite(updates, { ordered: false });
    },
  };
}

/** The document of a certificate; fields that are absent are undefined in it. */
export function writeCertificate({ id, name, nip, revoked, stopped, ...clear }: Certificate, sealing: Sealing) {
  const personal: Personal = {
    name,
    ...(nip !== undefined && { nip }),
    ...(revoked && { ground: revoked.ground }),
  };
  return {
    _id: id,
    replaced: undefined,
    activatedOn: undefined,
    passphraseOn: undefined,
    snoozed: undefined,
    remindAt: undefined,
    ...clear,
    nip: nip === undefined ? undefined : sealing.lookup('nip', nip),
    revoked: revoked && { on: revoked.on, application: revoked.application },
    stopped: stopped && [...stopped],
    sealed: sealing.seal(place(id), personal),
  };
}

export function readCertificate(
  { _id: id, sealed, nip: _hash, revoked, stopped, ...clear }: CertificateRecord,
  sealing: Sealing,
): Certificate {
  const { name, nip, ground = '' } = sealing.unseal(place(id), bytesOf(sealed)) as Personal;
  return {
    id,
    ...clear,
    name,
    ...(nip !== undefined && { nip }),
    ...(revoked && { revoked: { ...revoked, ground } }),
    ...(stopped && { stopped: stopped as ReminderKind[] }),
  };
}

function place(id: string): Place {
  return ['certificates', id, 'sealed'];
}
