// From the form of the file to the form the domain knows.
import type { Office } from '../core/office-list.ts';
import type {
  Actor,
  Decision,
  OfficeHours,
  Profile,
  Publication,
  Role,
  Service,
  ServiceKind,
  SopStep,
  When,
} from '../core/profile.ts';
import { WEEKDAYS } from './office-hours.ts';
import type { ProfileFile } from './profile-schema.ts';

/** A checked file as a profile; its version is added by who read the file. `national`: the country's holidays. */
export function toProfile(file: ProfileFile, national: OfficeHours['holidays']): Omit<Profile, 'version'> {
  const { phone, mail, website, address } = file.contacts;
  return {
    key: file.key,
    agency: file.agency,
    source: file.source,
    contacts: {
      ...(phone !== undefined && { phone }),
      ...(mail !== undefined && { mail }),
      ...(website !== undefined && { website }),
      ...(address !== undefined && { address }),
    },
    mailDomains: file.mail_domains,
    office: {
      timeZone: file.office.time_zone,
      zoneLabel: file.office.zone_label,
      week: WEEKDAYS.map((weekday) => file.office.hours[weekday]),
      holidays: file.office.national_holidays ? [...national, ...file.office.holidays] : file.office.holidays,
    },
    actors: mapValues(file.actors, toActor),
    certificate: {
      validYears: file.certificate.valid_years,
      activateWithinDays: file.certificate.activate_within_days,
      passphraseEveryDays: file.certificate.passphrase_every_days,
      expiryNotices: file.certificate.expiry_notices.toSorted((one, other) => other - one),
    },
    retention: { papersDays: file.retention.papers_days, draftDays: file.retention.draft_days },
    registration: file.registration,
    services: mapValues(file.services, (service, key) => toService(service, key, applicantOf(file))),
    ...(file.offices !== undefined && { offices: file.offices.map(toOffice) }),
    ...(file.publication !== undefined && { publication: toPublication(file.publication) }),
  };
}

function toOffice({ name, area, also, from, until, into }: NonNullable<ProfileFile['offices']>[number]): Office {
  return {
    name,
    area,
    ...(also !== undefined && { also }),
    ...(from !== undefined && { from }),
    ...(until !== undefined && { until }),
    ...(into !== undefined && { into }),
  };
}

function toPublication({ legal_basis, ...publication }: NonNullable<ProfileFile['publication']>): Publication {
  return { ...publication, legalBasis: legal_basis };
}

function toActor({ kind, title, recorded_by, superior }: ProfileFile['actors'][string]): Actor {
  return {
    kind,
    title,
    ...(recorded_by !== undefined && { recordedBy: recorded_by }),
    ...(superior !== undefined && { superior }),
  };
}

/** The rules see to it that there is exactly one. */
function applicantOf({ actors }: ProfileFile): Role {
  return Object.keys(actors).find((role) => actors[role]?.kind === 'applicant') ?? '';
}

type ServiceInFile = ProfileFile['services'][string];

function toService(service: ServiceInFile, key: string, applicant: Role): Service {
  return {
    key,
    kind: service.kind ?? defaultKind(service.steps),
    askedBy: service.asked_by ?? [applicant],
    title: service.title,
    description: service.description,
    fields: service.fields.map(withoutUndefined),
    papers: service.papers.map(({ max_mb, template, sheet, ...paper }) => ({
      ...withoutUndefined({ ...paper, maxBytes: Math.round(max_mb * 1024 * 1024) }),
      ...(template !== undefined && { template }),
      ...(sheet !== undefined && { sheet }),
    })),
    steps: service.steps.map(toStep),
    returnReasons: service.return_reasons,
    rejectReasons: service.reject_reasons,
  };
}

/** A service that issues does so whether it says so or not; any other leaves certificates as they are. */
function defaultKind(steps: ServiceInFile['steps']): ServiceKind {
  return steps.some(({ decisions }) => decisions.some(({ kind }) => kind === 'issue')) ? 'issue' : 'none';
}

function withoutUndefined<T extends { when?: When | undefined }>({
  when,
  ...rest
}: T): Omit<T, 'when'> & { when?: When } {
  return { ...rest, ...(when !== undefined && { when }) };
}

function toStep({ minutes, days, decisions, ...step }: ServiceInFile['steps'][number]): SopStep {
  return {
    ...step,
    allowed: days === undefined ? { minutes: minutes ?? 0 } : { days },
    decisions: decisions.map(toDecision),
  };
}

function toDecision(decision: ServiceInFile['steps'][number]['decisions'][number]): Decision {
  const {
    kind,
    next,
    label,
    ground,
  }: {
    kind: Decision['kind'];
    next?: string | undefined;
    label?: Decision['label'] | undefined;
    ground?: string | undefined;
  } = decision;
  return {
    kind,
    ...(next !== undefined && { next }),
    ...(label !== undefined && { label }),
    ...(ground !== undefined && { ground }),
  };
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From, key: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}
