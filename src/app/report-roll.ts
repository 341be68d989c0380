// The roll as the internal edition of a report has it: everybody who counts on that day, a page at a time, however many there are.
import type { Certificate } from '../core/certificate.ts';
import { certificateState } from '../core/certificate.ts';
import { mask } from '../core/mask.ts';
import type { ReportSection, RollLine } from '../core/report.ts';
import { ROLL_KEYS } from '../core/report.ts';
import type { TextKey } from '../engine/text.ts';
import type { Desk } from './desk.ts';
import type { Language, LocalDate } from './ports.ts';

export interface RollOrder {
  readonly language: Language;
  /** Holders count as of the end of this day. */
  readonly day: LocalDate;
  /** Name and NIP as they are, or a few characters of them. */
  readonly roll: 'masked' | 'full';
}

const PAGE = 1000;

const TITLES = {
  name: 'report.roll.name',
  nip: 'report.roll.nip',
  office: 'report.column.office',
  golongan: 'report.column.golongan',
  issuedOn: 'report.column.issued',
  validUntil: 'report.roll.valid_until',
  state: 'report.column.state',
} as const satisfies Readonly<Record<keyof RollLine, TextKey>>;

export function rollTitles({ texts }: Pick<Desk, 'texts'>, language: Language): Record<keyof RollLine, string> {
  return Object.fromEntries(ROLL_KEYS.map((key) => [key, texts.t(language, TITLES[key])])) as Record<
    keyof RollLine,
    string
  >;
}

/** A table of its own, for a spreadsheet. */
export function rollSection(desk: Pick<Desk, 'texts'>, language: Language, lines: readonly RollLine[]): ReportSection {
  const titles = rollTitles(desk, language);
  return {
    key: 'roll',
    title: desk.texts.t(language, 'report.roll.title'),
    columns: ROLL_KEYS.map((key) => ({ key, title: titles[key], kind: 'text' })),
    rows: lines.map((line) => ROLL_KEYS.map((key) => line[key])),
  };
}

/** In the order of the records' ids. */
export async function* rollLines(
  desk: Pick<Desk, 'store' | 'profile' | 'texts'>,
  order: RollOrder,
): AsyncGenerator<RollLine> {
  let after: string | undefined;
  for (;;) {
    const page = await desk.store.listRoll(order.day, after, PAGE);
    for (const certificate of page) yield rollLine(desk, certificate, order);
    after = page.at(-1)?.id;
    if (page.length < PAGE || after === undefined) return;
  }
}

function rollLine(
  { profile, texts }: Pick<Desk, 'profile' | 'texts'>,
  certificate: Certificate,
  { language, day, roll }: RollOrder,
): RollLine {
  const { name, nip = '', office = '', golongan = '', issuedOn, validUntil, revoked } = certificate;
  const isRevoked = revoked !== undefined && revoked.countsFrom <= day;
  const state = certificateState({ validUntil, ...(isRevoked && { revoked }) }, day, profile.certificate);
  const isMasked = roll === 'masked';
  return {
    name: isMasked ? mask(name, 'name') : name,
    nip: isMasked && nip !== '' ? mask(nip, 'nip') : nip,
    office,
    golongan,
    issuedOn,
    validUntil,
    state: texts.t(language, `report.column.${state}`),
  };
}
