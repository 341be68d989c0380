// A request and what has happened to it. Its state is changed by `decide` (decide.ts) alone.
import type { Consent, Instant, LocalDate } from './person.ts';
import type { ListedPerson } from './people.ts';
import type { DecisionKind, PaperType, Role } from './profile.ts';

/** `in_progress`: some step has it. `returned`: single papers are back with the applicant. The others are ends. */
export type ApplicationState = 'in_progress' | 'returned' | 'completed' | 'rejected' | 'withdrawn';

/** What people hand in, and what only the desk hands out. */
export type FileType = PaperType | 'zip' | 'json';

/** A stored file: what is known of it without opening it again. */
export interface FileRef {
  readonly id: string;
  readonly name: string;
  readonly type: FileType;
  readonly size: number;
  /** Hex SHA-256 of the bytes. */
  readonly sha256: string;
}

export interface Paper {
  /** Key of the PaperKind in the service. */
  readonly key: string;
  readonly file: FileRef;
  readonly at: Instant;
  /** Set while the paper is back with the applicant. */
  readonly returned?: { readonly reason: string; readonly at: Instant };
  /** Ids of the files that stood here before they were replaced: they are erased with the others. */
  readonly earlier?: readonly string[];
}

/** Who did it, as it should still read years later. */
export interface Doer {
  readonly person: string;
  readonly name: string;
  readonly role: Role;
}

interface Happened {
  readonly at: Instant;
  readonly by: Doer;
  /** The step it happened at. */
  readonly step: string;
}

/** What every decision took: office minutes, and whether that was more than the SOP allows. */
interface Used {
  readonly minutes: number;
  readonly late: boolean;
}

/** Past tense, noun first; the application's history is a list of them. */
export type ApplicationEvent = Happened &
  (
    | { readonly kind: 'application_submitted' }
    | ({
        readonly kind: 'step_decided';
        readonly decision: DecisionKind;
        readonly note?: string;
        readonly date?: LocalDate;
      } & Used)
    | ({
        readonly kind: 'papers_returned';
        readonly papers: readonly { readonly key: string; readonly reason: string }[];
        /** Of the papers in their order: as the SOP lists them, in Indonesian; '' for one in the officer's own words. */
        readonly reasons: readonly string[];
      } & Used)
    | { readonly kind: 'papers_replaced'; readonly papers: readonly string[] }
    | { readonly kind: 'certificate_issued'; readonly issuedOn: LocalDate; readonly validUntil: LocalDate }
    | { readonly kind: 'certificate_revoked'; readonly revokedOn: LocalDate; readonly ground: string }
    | { readonly kind: 'person_decided'; readonly id: string; readonly accepted: boolean; readonly reason?: string }
    | { readonly kind: 'application_completed' }
    | ({
        readonly kind: 'application_rejected';
        readonly reason: string;
        /** The one reason, as above. */
        readonly reasons: readonly string[];
      } & Used)
    | { readonly kind: 'application_withdrawn' }
    | { readonly kind: 'application_claimed' }
    | { readonly kind: 'application_released' }
  );

export interface Application {
  /** Short code people quote, e.g. `TTE-7K3M9Q`; random, so that it cannot be guessed. */
  readonly number: string;
  readonly service: string;
  /** The profile as it was when the request was handed in: it runs its course under that SOP. */
  readonly profileVersion: string;
  readonly applicant: string;
  /** Asked for in an office, not for oneself: there may be as many under way as there are people or matters. */
  readonly forOthers?: true;
  readonly answers: Readonly<Record<string, string>>;
  readonly papers: readonly Paper[];
  /** Of a request for many people: each of them is decided by himself. */
  readonly people?: readonly ListedPerson[];
  /** What the applicant wished to add. */
  readonly note?: string;
  readonly consent: Consent;
  readonly state: ApplicationState;
  /** Where it is; kept at the last step once it has ended. */
  readonly step: string;
  /** When it came to this step, and until when the SOP gives it (absent while returned or ended). */
  readonly since: Instant;
  readonly due?: Instant;
  /** Set once the lateness of the present step has been announced. */
  readonly overdueAnnounced?: Instant;
  /** The officer who is at work on it; the others leave it to him, or take it over openly. */
  readonly claim?: { readonly person: string; readonly at: Instant };
  /** Set once the papers' files are gone; `papers` then is the record of what was erased. */
  readonly erased?: Instant;
  readonly history: readonly ApplicationEvent[];
  /** Counts saved changes: two people who decide at once cannot both win. */
  readonly revision: number;
  /** Ids of the last messages that changed it, so that a repeated message changes nothing twice. */
  readonly applied: readonly string[];
}

export function isOver(application: Application): boolean {
  return application.state === 'completed' || application.state === 'rejected' || application.state === 'withdrawn';
}

/** Whether a certificate was already issued or revoked on it. */
export function touchedCertificate({ history }: Application): boolean {
  return history.some(({ kind }) => kind === 'certificate_issued' || kind === 'certificate_revoked');
}
