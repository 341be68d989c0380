// Records of certificates: one document each, found by owner, by NIP and by words of the name (keyed hashes), and by when the next
// reminder is due. What they are counted by stands in the clear and names nobody; name and NIP are sealed.
import type { Certificate, Store } from '../../app/ports.ts';
import type { LocalDate } from '../../core/person.ts';
import { nameWords } from '../../core/name.ts';
import type { ReminderKind } from '../../core/reminder.ts';
import type { RollQuery } from '../../core/tally.ts';
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
  | 'findCertificatesByNip'
  | 'findRoll'
  | 'listRoll'
  | 'findDueReminders'
  | 'moveReminders'
>;

interface Personal {
  readonly name: string;
  readonly nip?: string;
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
    // FerretDB takes a partial index only for a query that repeats the index's condition.
    findCertificatesByNip: (nips) =>
      find({ nip: { $in: nips.map((nip) => sealing.lookup('nip', nip)), $exists: true } }),
    async findRoll(query, limit) {
      const newest = certificates.find({ supersededFrom: { $exists: false }, ...fitting(query, sealing) });
      const found = newest.sort({ issuedOn: -1, _id: 1 }).limit(limit).lean<CertificateRecord[]>();
      return (await found).map((record) => readCertificate(record, sealing));
    },
    async listRoll(day, after, limit) {
      const page = certificates.find({ ...countingOn(day), ...(after !== undefined && { _id: { $gt: after } }) });
      const found = page.sort({ _id: 1 }).limit(limit).lean<CertificateRecord[]>();
      return (await found).map((record) => readCertificate(record, sealing));
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

/** Those that holders count by on that day. */
export function countingOn(day: LocalDate) {
  return {
    countsFrom: { $lte: day },
    $or: [{ supersededFrom: { $exists: false } }, { supersededFrom: { $gt: day } }],
  };
}

/** What all fits that is looked for; each part that is absent fits everything. */
function fitting({ words = [], nip, offices, state }: RollQuery, sealing: Sealing): object {
  return {
    ...(words.length > 0 && { nameWords: { $all: words.map((word) => sealing.lookup('name', word)) } }),
    // FerretDB takes a partial index only for a query that repeats the index's condition.
    ...(nip !== undefined && { nip: { $eq: sealing.lookup('nip', nip), $exists: true } }),
    ...(offices && { office: { $in: [...offices] } }),
    ...(state && inState(state)),
  };
}

function inState({ is, day, nearEndUntil }: NonNullable<RollQuery['state']>): object {
  if (is === 'revoked') return { 'revoked.on': { $exists: true } };
  const inUse = { 'revoked.on': { $exists: false } };
  if (is === 'expired') return { ...inUse, validUntil: { $lt: day } };
  if (is === 'near_end') return { ...inUse, validUntil: { $gte: day, $lte: nearEndUntil } };
  return { ...inUse, validUntil: { $gte: day, $gt: nearEndUntil } };
}

/** The document of a certificate; fields that are absent are undefined in it. */
export function writeCertificate({ id, name, nip, stopped, ...clear }: Certificate, sealing: Sealing) {
  const personal: Personal = { name, ...(nip !== undefined && { nip }) };
  return {
    _id: id,
    office: undefined,
    golongan: undefined,
    status: undefined,
    sex: undefined,
    supersededFrom: undefined,
    revoked: undefined,
    replaced: undefined,
    activatedOn: undefined,
    passphraseOn: undefined,
    snoozed: undefined,
    remindAt: undefined,
    ...clear,
    nip: nip === undefined ? undefined : sealing.lookup('nip', nip),
    nameWords: nameWords(name).map((word) => sealing.lookup('name', word)),
    stopped: stopped && [...stopped],
    sealed: sealing.seal(place(id), personal),
  };
}

export function readCertificate(
  { _id: id, sealed, nip: _hash, nameWords: _words, stopped, ...clear }: CertificateRecord,
  sealing: Sealing,
): Certificate {
  const { name, nip } = sealing.unseal(place(id), bytesOf(sealed)) as Personal;
  return {
    id,
    ...clear,
    name,
    ...(nip !== undefined && { nip }),
    ...(stopped && { stopped: stopped as ReminderKind[] }),
  };
}

function place(id: string): Place {
  return ['certificates', id, 'sealed'];
}
