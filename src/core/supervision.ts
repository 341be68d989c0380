// The supervision of every six months (Tanah Bumbu art. 25): which half-year a day belongs to, and who signs that he has looked.
import type { LocalDate } from './person.ts';
import type { Profile, Role } from './profile.ts';

/** `2026-1` is January to June, `2026-2` July to December. */
export type HalfYear = `${string}-${'1' | '2'}`;

/** The months in which the heads are told: January speaks of the half-year before, July of the one just over. */
export const SUPERVISION_MONTHS: readonly string[] = ['01', '07'];

export function isHalfYear(text: string): text is HalfYear {
  return /^\d{4}-[12]$/.test(text);
}

export function halfYearOf(day: LocalDate): HalfYear {
  return `${day.slice(0, 4)}-${day.slice(5, 7) <= '06' ? '1' : '2'}`;
}

export function halfYearBefore(half: HalfYear): HalfYear {
  const year = Number(half.slice(0, 4));
  return half.endsWith('2') ? `${year}-1` : `${String(year - 1).padStart(4, '0')}-2`;
}

/** The half-year that a look on that day is about. */
export function supervisedOn(day: LocalDate): HalfYear {
  const current = halfYearOf(day);
  return SUPERVISION_MONTHS.includes(day.slice(5, 7)) ? halfYearBefore(current) : current;
}

/** A half-year may be signed while it lasts and during the next one. */
export function isSignable(half: HalfYear, today: LocalDate): boolean {
  const current = halfYearOf(today);
  return half === current || half === halfYearBefore(current);
}

export function firstDayOf(half: HalfYear): LocalDate {
  return `${half.slice(0, 4)}-${half.endsWith('1') ? '01' : '07'}-01`;
}

/** What an act of signing is recorded about. */
export function supervisionSubject(half: HalfYear): string {
  return `pengawasan ${half}`;
}

/** Superiors who have none themselves. */
export function headsOf({ actors }: Pick<Profile, 'actors'>): Role[] {
  const superiors = new Set(Object.values(actors).map(({ superior }) => superior));
  return Object.entries(actors).flatMap(([role, { superior }]) =>
    superiors.has(role) && superior === undefined ? [role] : [],
  );
}
