// The form of a profile file: what keys it has and what each may hold. Whether its parts fit together is
// profile-rules.ts' to say. Friendly in YAML (snake_case, "07:30-12:00"), turned into core's Profile on the way.
import { z } from 'zod';
import {
  DECISIONS,
  FIELD_KINDS,
  PAPER_TEMPLATES,
  PAPER_TYPES,
  SERVICE_KINDS,
  SHEET_TYPES,
  type OfficeSpans,
} from '../core/profile.ts';
import { isLocalDate } from '../core/local-date.ts';
import { nearest } from '../core/nearest.ts';
import { isTimeZone, readSpans } from './office-hours.ts';

/**
 * An object without unknown keys. Its `unrecognized_keys` issue has one line of message per key, in the order of
 * `issue.keys`, each perhaps with a suggestion.
 */
function strict<Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? unknownKeys(issue.keys, Object.keys(shape))
        : 'must be a list of keys with values',
  });
}

function unknownKeys(keys: readonly string[], known: readonly string[]): string {
  return keys
    .map((key) => {
      const meant = nearest(key, known);
      return `unknown key "${key}"; ${meant === undefined ? `known are ${known.join(', ')}` : `did you mean "${meant}"?`}`;
    })
    .join('\n');
}

const name = z
  .string('must be a name, e.g. kepala_dinas')
  .regex(/^[a-z][a-z0-9_]{0,39}$/, 'must be a name of small letters, digits and _ that begins with a letter');

const line = z.string('must be a text').trim().min(1, 'must not be empty').max(1000, 'is longer than 1000 characters');

const text = strict({ id: line, en: line });

const passage = z
  .string('must be a text')
  .trim()
  .min(1, 'must not be empty')
  .max(5000, 'is longer than 5000 characters');

function whole(least: number, most: number, unit: string): z.ZodNumber {
  const reason = `must be a whole number of ${unit} from ${least} to ${most}`;
  return z.number(reason).int(reason).min(least, reason).max(most, reason);
}

/** One of a closed list; a near miss is named. */
function oneOf<const Values extends readonly [string, ...string[]]>(
  values: Values,
): z.ZodEnum<{ [Value in Values[number]]: Value }> {
  return z.enum(values, {
    error: ({ input }) => {
      const meant = typeof input === 'string' ? nearest(input, values) : undefined;
      return meant === undefined
        ? `must be one of ${values.join(', ')}`
        : `must be one of ${values.join(', ')}; did you mean "${meant}"?`;
    },
  });
}

const decision = z.union(
  [
    oneOf(DECISIONS).transform((kind) => ({ kind })),
    strict({ kind: oneOf(DECISIONS), next: name.optional(), label: text.optional(), ground: name.optional() }),
  ],
  { error: ({ input }) => badDecision(input) },
);

function badDecision(input: unknown): string {
  const meant = typeof input === 'string' ? nearest(input, DECISIONS) : undefined;
  const hint = meant === undefined ? '' : `; did you mean "${meant}"?`;
  return `must be one of ${DECISIONS.join(', ')}, or { kind, next, label, ground } with such a kind${hint}`;
}

/** Ten days of round-the-clock minutes are more than any step of an SOP. */
const MOST_MINUTES = 14_400;

const step = strict({
  id: name,
  actor: name,
  title: text,
  instruction: text,
  minutes: whole(1, MOST_MINUTES, 'office minutes').optional(),
  days: whole(1, 366, 'office days').optional(),
  decisions: z.array(decision, 'must be a list of decisions').min(1, 'must hold at least one decision'),
  source: line,
});

const option = strict({ id: name, label: text });

const when = z
  .record(
    name,
    z.array(name, 'must be a list of options').min(1, 'must hold at least one option'),
    'must be options by field',
  )
  .optional();

const field = strict({
  key: name,
  kind: oneOf(FIELD_KINDS),
  label: text,
  question: text,
  example: text,
  optional: z.boolean('must be true or false').default(false),
  personal: z.boolean('must be true or false').default(false),
  options: z.array(option, 'must be a list of options').default([]),
  suggestions: z.array(line, 'must be a list of texts').max(500, 'has more than 500 entries').default([]),
  when,
});

/** Telegram lets a bot fetch files up to 20 MB. */
const MOST_MEGABYTES = 20;

const paper = strict({
  key: name,
  label: text,
  hint: text,
  types: z
    .array(oneOf(PAPER_TYPES), 'must be a list of file types')
    .min(1, 'must hold at least one type')
    .default(() => PAPER_TYPES.filter((type) => !(SHEET_TYPES as readonly string[]).includes(type))),
  max_mb: z
    .number(`must be a number of megabytes up to ${MOST_MEGABYTES}`)
    .min(0.1, 'must be at least 0.1')
    .max(MOST_MEGABYTES, `must be at most ${MOST_MEGABYTES}`)
    .default(5),
  optional: z.boolean('must be true or false').default(false),
  when,
  template: oneOf(PAPER_TEMPLATES).optional(),
  sheet: oneOf(['people']).optional(),
});

const service = strict({
  kind: oneOf(SERVICE_KINDS).optional(),
  asked_by: z.array(name, 'must be a list of roles').min(1, 'must hold at least one role').optional(),
  title: text,
  description: text,
  fields: z.array(field, 'must be a list of fields').min(1, 'must hold at least one field'),
  papers: z.array(paper, 'must be a list of papers'),
  steps: z.array(step, 'must be a list of steps').min(1, 'must hold at least one step'),
  return_reasons: z.array(text, 'must be a list of texts').default([]),
  reject_reasons: z.array(text, 'must be a list of texts').default([]),
});

const spans = z
  .array(z.string('must be a span like "07:30-12:00"'), 'must be a list of spans like "07:30-12:00"')
  .transform((written, context): OfficeSpans => {
    const read = readSpans(written);
    if (typeof read !== 'string') return read;
    context.addIssue(read);
    return z.NEVER;
  });

const day = z.string('must be a date like 2026-08-17').refine(isLocalDate, 'must be a real date like 2026-08-17');

const holidays = z.array(strict({ date: day, name: line }), 'must be a list of { date, name }');

/** The file that `national_holidays: true` stands for. */
export const nationalHolidaysSchema = holidays;

const office = strict({
  time_zone: z
    .string('must be a time zone like Asia/Makassar')
    .refine(isTimeZone, 'is no time zone; Indonesia has Asia/Jakarta, Asia/Makassar and Asia/Jayapura'),
  zone_label: oneOf(['WIB', 'WITA', 'WIT']),
  hours: strict({
    monday: spans.default([]),
    tuesday: spans.default([]),
    wednesday: spans.default([]),
    thursday: spans.default([]),
    friday: spans.default([]),
    saturday: spans.default([]),
    sunday: spans.default([]),
  }),
  /** The country's, from national-holidays.yaml, besides the agency's own. */
  national_holidays: z.boolean('must be true or false').default(false),
  holidays: holidays.default([]),
});

const actor = strict({
  kind: oneOf(['applicant', 'officer', 'external']),
  title: text,
  recorded_by: name.optional(),
  superior: name.optional(),
});

const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}$/;

const phase = strict({
  phase: z
    .string('must be a short name like I, II or III')
    .regex(/^[\p{L}\d]{1,10}$/u, 'must be a short name like I, II or III'),
  from: day,
  for: text,
});

/** A Perangkat Daerah and its area; renamed or merged, it has a last day and the one it went into. */
const perangkatDaerah = strict({
  name: line,
  area: line,
  also: z.array(line, 'must be a list of names').optional(),
  from: day.optional(),
  until: day.optional(),
  into: line.optional(),
});

/** What the yearly publication says of itself (Satu Data Indonesia, metadata kegiatan); positions, never persons. */
const publication = strict({
  title: line,
  province: line,
  /** `Kabupaten …` or `Kota …`; `-` of a province. */
  regency: line,
  responsible: strict({ unit: line, position: line }),
  legal_basis: z.array(line, 'must be a list of laws and regulations'),
  background: passage,
  purpose: passage,
});

export const profileSchema = strict({
  key: z
    .string('must be a name, e.g. tarakan')
    .regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be a name of small letters, digits and - that begins with a letter'),
  agency: strict({ name: text, government: line, letterhead: z.array(line, 'must be a list of lines').default([]) }),
  source: line,
  contacts: strict({
    phone: line.optional(),
    mail: z.email('must be a mail address').optional(),
    website: z.url({ protocol: /^https?$/, error: 'must be an address like https://example.go.id' }).optional(),
    address: line.optional(),
  }).default({}),
  mail_domains: z
    .array(
      z.string('must be a domain').regex(DOMAIN, 'must be a domain in small letters, like tarakankota.go.id'),
      'must be a list of domains',
    )
    .min(1, 'must hold at least one domain'),
  office,
  actors: z.record(name, actor, 'must be actors by name'),
  certificate: strict({
    valid_years: whole(1, 10, 'years'),
    activate_within_days: whole(1, 90, 'days'),
    passphrase_every_days: whole(1, 730, 'days'),
    expiry_notices: z
      .array(whole(0, 365, 'days before the end'), 'must be a list of days before the end')
      .min(1, 'must hold at least one day'),
  }),
  retention: strict({ papers_days: whole(1, 3660, 'days'), draft_days: whole(1, 366, 'days') }),
  registration: z.array(phase, 'must be a list of { phase, from, for }').default([]),
  services: z.record(name, service, 'must be services by name'),
  offices: z
    .array(perangkatDaerah, 'must be a list of { name, area, also, from, until, into }')
    .min(1, 'must hold at least one Perangkat Daerah, or be left out')
    .max(2000, 'has more than 2000 entries')
    .optional(),
  publication: publication.optional(),
});

export type ProfileFile = z.infer<typeof profileSchema>;
