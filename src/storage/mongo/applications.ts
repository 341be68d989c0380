// Requests: one document each, with the notices, the changes of certificates and the acts a change led to, so that a decision is one atomic update.
import type { Application, AuditAct, Effects, Notice, Store } from '../../app/ports.ts';
import type { CertificateChange } from '../../core/certificate.ts';
import { isOpen, keptSince, submittedAt, watchedUntil } from '../application-order.ts';
import type { PersonalPart } from './application-record.ts';
import { divide, unite } from './application-record.ts';
import { isDuplicate } from './failures.ts';
import type { ApplicationRecord, Models } from './schemas.ts';
import { bytesOf } from './schemas.ts';
import type { Place, Sealing } from './sealing.ts';

type ApplicationPart = Pick<
  Store,
  | 'findApplication'
  | 'findApplicationsOf'
  | 'findApplicationsAt'
  | 'findApplicationsByIdentity'
  | 'findOverdue'
  | 'findErasable'
  | 'saveApplication'
  | 'findNotices'
  | 'findActs'
  | 'findCertificateChanges'
  | 'clearEffects'
>;

export const WITHOUT_EFFECTS = { notices: 0, certificates: 0, acts: 0 } as const;

/** The part of the Mongo store that keeps requests. */
export function createApplications({ applications }: Models, sealing: Sealing): ApplicationPart {
  const read = (record: ApplicationRecord) => readApplication(record, sealing);

  function readNotice(id: string, notice: NonNullable<ApplicationRecord['notices']>[number]): Notice {
    const params = sealing.unseal(place(id, `notices.${notice.key}`), bytesOf(notice.params)) as Notice['params'];
    return { key: notice.key, to: notice.to, kind: notice.kind, params };
  }

  async function find(filter: object, order: Record<string, 1 | -1>, limit = 0): Promise<Application[]> {
    const query = applications.find(filter, WITHOUT_EFFECTS).sort(order).limit(limit);
    return (await query.lean<ApplicationRecord[]>()).map(read);
  }

  function hashOf(application: Application, kind: 'nik' | 'nip'): string | undefined {
    const value = application.answers[kind];
    return value === undefined ? undefined : sealing.lookup(kind, value);
  }

  function updateOf(application: Application, effects: Effects) {
    const id = application.number;
    const { clear, personal } = divide(application);
    const maybe = {
      due: application.due,
      overdueAnnounced: application.overdueAnnounced,
      claim: application.claim,
      erased: application.erased,
      watchedUntil: watchedUntil(application),
      keptSince: keptSince(application),
      nik: hashOf(application, 'nik'),
      nip: hashOf(application, 'nip'),
    };
    const absent = Object.entries(maybe).filter(([, value]) => value === undefined);
    const present = Object.entries(maybe).filter(([, value]) => value !== undefined);
    const notices = effects.notices.map(({ key, to, kind, params }) => ({
      key,
      to,
      kind,
      params: sealing.seal(place(id, `notices.${key}`), params),
    }));
    const acts = (effects.acts ?? []).map((act) => ({
      id: act.id,
      act: sealing.seal(place(id, `acts.${act.id}`), act),
    }));
    const certificates = (effects.certificates ?? []).map((change) => ({
      id: change.id,
      change: sealing.seal(place(id, `certificates.${change.id}`), change),
    }));
    return {
      $set: {
        ...clear,
        ...Object.fromEntries(present),
        sealed: sealing.seal(place(id, 'sealed'), personal),
        submittedAt: submittedAt(application),
        open: isOpen(application),
      },
      $push: {
        ...(notices.length > 0 && { notices: { $each: notices } }),
        ...(acts.length > 0 && { acts: { $each: acts } }),
        ...(certificates.length > 0 && { certificates: { $each: certificates } }),
      },
      $unset: Object.fromEntries(absent.map(([field]) => [field, ''])),
    };
  }

  return {
    async findApplication(number) {
      const record = await applications.findById(number, WITHOUT_EFFECTS).lean<ApplicationRecord>();
      return record ? read(record) : undefined;
    },
    findApplicationsOf: (person) => find({ applicant: person }, { submittedAt: -1 }),
    async findApplicationsAt(steps, limit) {
      if (steps.length === 0 || limit < 1) return [];
      const places = steps.map(({ service, step }) => ({ service, step }));
      return await find({ state: 'in_progress', $or: places }, { due: 1 }, limit);
    },
    findApplicationsByIdentity: (kind, value) => find({ [kind]: sealing.lookup(kind, value) }, { submittedAt: -1 }),
    // FerretDB takes a partial index only for a query that repeats the index's condition.
    findOverdue: (now, limit) => find({ watchedUntil: { $lt: now, $exists: true } }, { watchedUntil: 1 }, limit),
    findErasable: (endedBefore, limit) =>
      find({ keptSince: { $lte: endedBefore, $exists: true } }, { keptSince: 1 }, limit),

    async saveApplication(application, effects) {
      const before = application.revision - 1;
      const id = application.number;
      try {
        // The first save matches nothing and inserts; the number, or a second open request, may be a duplicate.
        const filter = { _id: id, revision: before };
        const result = await applications.updateOne(filter, updateOf(application, effects), { upsert: before === 0 });
        return result.matchedCount + result.upsertedCount === 1;
      } catch (error) {
        if (isDuplicate(error)) return false;
        throw error;
      }
    },

    async findNotices(limit) {
      const waiting = applications.find({ 'notices.key': { $exists: true } }).limit(limit);
      return (await waiting.lean<ApplicationRecord[]>()).map((record) => ({
        application: read(record),
        notices: (record.notices ?? []).map((notice) => readNotice(record._id, notice)),
      }));
    },

    async findActs(limit) {
      const waiting = applications.find({ 'acts.id': { $exists: true } }, { acts: 1 }).limit(limit);
      return (await waiting.lean<ApplicationRecord[]>()).map(({ _id: number, acts = [] }) => ({
        number,
        acts: acts.map(({ id, act }) => sealing.unseal(place(number, `acts.${id}`), bytesOf(act)) as AuditAct),
      }));
    },
    async findCertificateChanges(limit) {
      const waiting = applications.find({ 'certificates.id': { $exists: true } }, { certificates: 1 }).limit(limit);
      return (await waiting.lean<ApplicationRecord[]>()).map(({ _id: number, certificates = [] }) => ({
        number,
        changes: certificates.map(
          ({ id, change }) => sealing.unseal(place(number, `certificates.${id}`), bytesOf(change)) as CertificateChange,
        ),
      }));
    },
    async clearEffects(done) {
      if (done.length === 0) return;
      const updates = done.map(({ number, notices, acts, certificates = [] }) => ({
        updateOne: {
          filter: { _id: number },
          update: {
            $pull: {
              notices: { key: { $in: [...notices] } },
              acts: { id: { $in: [...acts] } },
              certificates: { id: { $in: [...certificates] } },
            },
          },
        },
      }));
      await applications.bulkWrite(updates, { ordered: false });
    },
  };
}

/** A request as the port knows it, without what waits with it. */
export function readApplication(record: ApplicationRecord, sealing: Sealing): Application {
  const { _id: id, sealed, submittedAt: _s, open: _o, nik: _k, nip: _p, ...rest } = record;
  const { watchedUntil: _w, keptSince: _e, notices: _n, certificates: _c, acts: _a, ...clear } = rest;
  return unite(id, clear, sealing.unseal(place(id, 'sealed'), bytesOf(sealed)) as PersonalPart);
}

function place(id: string, field: string): Place {
  return ['applications', id, field];
}
