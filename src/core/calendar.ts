// How days and points in time are written for people, in the agency's time zone.
import { localTimeAt } from './office-time.ts';
import type { Instant, LocalDate } from './person.ts';
import type { Language, OfficeHours } from './profile.ts';

const MONTHS: Record<Language, readonly string[]> = {
  id: [
    'Januari',
    'Februari',
    'Maret',
    'April',
    'Mei',
    'Juni',
    'Juli',
    'Agustus',
    'September',
    'Oktober',
    'November',
    'Desember',
  ],
  en: [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
};

/** `20 November 2026`, the same form in both languages. */
export function formatDate(date: LocalDate, language: Language): string {
  const [year = '', month = '', day = ''] = date.split('-');
  return `${Number(day)} ${MONTHS[language][Number(month) - 1] ?? month} ${year}`;
}

/** `20 November 2026 pukul 10.15 WITA` / `20 November 2026, 10:15 WITA`. */
export function formatInstant(at: Instant, office: OfficeHours, language: Language): string {
  const { date, hour, minute } = localTimeAt(at, office);
  const day = formatDate(date, language);
  return language === 'id'
    ? `${day} pukul ${hour}.${minute} ${office.zoneLabel}`
    : `${day}, ${hour}:${minute} ${office.zoneLabel}`;
}
