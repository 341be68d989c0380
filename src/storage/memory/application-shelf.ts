// Requests in memory, each with the notices, the changes of certificates and the acts that were saved along with it.
import type { Application, AuditAct, Notice, Store } from '../../app/ports.ts';
import type { CertificateChange } from '../../core/certificate.ts';
import { isOpen, keptSince, submittedAt, watchedUntil } from '../application-order.ts';

/** A request with what waits to be done with it. */
export interface StoredApplication {
  readonly application: Application;
  readonly notices: readonly Notice[];
  readonly certificates: readonly CertificateChange[];
  readonly acts: readonly AuditAct[];
}

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

/** The part of the memory store that keeps requests, by their numbers. */
export function createApplicationShelf(shelf: Map<string, StoredApplication>): ApplicationPart {
  function find(matches: (application: Application) => boolean): Application[] {
    return structuredClone([...shelf.values()].map((stored) => stored.application).filter(matches));
  }

  function hasOpenRequest({ applicant, service }: Application): boolean {
    for (const { application } of shelf.values())
      if (application.applicant === applicant && application.service === service && isOpen(application)) return true;
    return false;
  }

  return {
    async findApplication(number) {
      return structuredClone(shelf.get(number)?.application);
    },
    async findApplicationsOf(person) {
      return newestFirst(find((application) => application.applicant === person));
    },
    async findApplicationsAt(steps, limit) {
      const here = find(
        ({ state, service, step }) =>
          state === 'in_progress' && steps.some((at) => at.service === service && at.step === step),
      );
      return here.sort((a, b) => ((a.due ?? '') < (b.due ?? '') ? -1 : 1)).slice(0, limit);
    },
    async findApplicationsByIdentity(kind, value) {
      return newestFirst(find((application) => application.answers[kind] === value));
    },
    async findOverdue(now, limit) {
      const late = find((application) => (watchedUntil(application) ?? now) < now);
      return late.sort((a, b) => ((a.due ?? '') < (b.due ?? '') ? -1 : 1)).slice(0, limit);
    },
    async findErasable(endedBefore, limit) {
      const due = find((application) => {
        const since = keptSince(application);
        return since !== undefined && since <= endedBefore;
      });
      return due.sort((a, b) => (a.since < b.since ? -1 : 1)).slice(0, limit);
    },

    async saveApplication(application, effects) {
      const stored = shelf.get(application.number);
      if ((stored?.application.revision ?? 0) !== application.revision - 1) return false;
      if (stored === undefined && isOpen(application) && hasOpenRequest(application)) return false;
      shelf.set(
        application.number,
        structuredClone({
          application,
          notices: [...(stored?.notices ?? []), ...effects.notices],
          certificates: [...(stored?.certificates ?? []), ...(effects.certificates ?? [])],
          acts: [...(stored?.acts ?? []), ...(effects.acts ?? [])],
        }),
      );
      return true;
    },

    async findNotices(limit) {
      const waiting = [...shelf.values()].filter((stored) => stored.notices.length > 0).slice(0, limit);
      return structuredClone(waiting.map(({ application, notices }) => ({ application, notices: [...notices] })));
    },

    async findActs(limit) {
      const waiting = [...shelf.values()].filter((stored) => stored.acts.length > 0).slice(0, limit);
      return structuredClone(waiting.map(({ application, acts }) => ({ number: application.number, acts: [...acts] })));
    },
    async findCertificateChanges(limit) {
      const waiting = [...shelf.values()].filter((stored) => stored.certificates.length > 0).slice(0, limit);
      return structuredClone(
        waiting.map(({ application, certificates }) => ({ number: application.number, changes: [...certificates] })),
      );
    },
    async clearEffects(done) {
      for (const each of done) {
        const stored = shelf.get(each.number);
        if (!stored) continue;
        const notices = stored.notices.filter(({ key }) => !each.notices.includes(key));
        const acts = stored.acts.filter(({ id }) => !each.acts.includes(id));
        const certificates = stored.certificates.filter(({ id }) => !each.certificates?.includes(id));
        shelf.set(each.number, { ...stored, notices, acts, certificates });
      }
    },
  };
}

function newestFirst(applications: Application[]): Application[] {
  return applications.sort((a, b) => (submittedAt(a) > submittedAt(b) ? -1 : 1));
}
