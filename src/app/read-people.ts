// Reads the spreadsheet that names the people of a request: all of it is good, or the person reads what is wrong and sends a better one.
import type { FileType } from '../core/application.ts';
import type { NewPerson } from '../core/people.ts';
import { PEOPLE_COLUMNS, readPersonRow } from '../core/people.ts';
import type { PaperKind, PaperType, Profile } from '../core/profile.ts';
import { SHEET_TYPES } from '../core/profile.ts';
import type { CheckContext } from '../core/check.ts';
import { localDateAt } from '../core/office-time.ts';
import type { SheetRow } from '../core/sheet.ts';
import { readHeader } from '../core/sheet.ts';
import { readCsv } from '../sheets/read-csv.ts';
import { readXlsx } from '../sheets/read-xlsx.ts';
import { SheetError } from '../sheets/sheet-error.ts';
import type { Session } from '../engine/session.ts';
import { withoutDoubles } from './import-roll.ts';
import type { Instant } from './ports.ts';

/** One letter, one list that an officer can go through. */
const MOST_PEOPLE = 500;

/** Of such a list, inflated: a few hundred kB. What a person sends must not hold up the desk. */
const MOST_INFLATED = 2_000_000;

/** In Indonesian, as of the roll. */
export type People = { readonly people: readonly NewPerson[] } | { readonly problems: readonly string[] };

/** The people of a sheet of that type, checked by today's rules of the agency. */
export function readPeople(bytes: Uint8Array, type: FileType, profile: Profile, now: Instant): People {
  const rules = { today: localDateAt(now, profile.office), mailDomains: profile.mailDomains };
  try {
    return checkPeople(type === 'csv' ? readCsv(bytes) : readXlsx(bytes, MOST_INFLATED), rules);
  } catch (error) {
    if (error instanceof SheetError) return { problems: [error.message] };
    throw error;
  }
}

function checkPeople([header, ...rows]: readonly SheetRow[], rules: CheckContext): People {
  if (!header) return { problems: ['berkas ini kosong'] };
  const columns = readHeader(header, PEOPLE_COLUMNS);
  if ('problems' in columns) return { problems: columns.problems };
  const body = rows.filter(({ cells }) => cells.some((cell) => cell !== undefined));
  if (body.length === 0) return { problems: ['tidak ada baris di bawah judul kolom'] };
  if (body.length > MOST_PEOPLE)
    return { problems: [`lebih dari ${MOST_PEOPLE} baris; mohon bagi menjadi beberapa permohonan`] };
  const read = withoutDoubles(body.map((row) => readPersonRow(row, columns, rules)));
  const problems = read.flatMap(({ row, errors }) => errors.map((error) => `baris ${row}: ${error}`));
  if (problems.length > 0) return { problems };
  return {
    people: read.flatMap(({ entry }) => {
      if (!entry) return [];
      const { row: _row, ...person } = entry;
      return [person];
    }),
  };
}

/** The paper that is such a sheet, while a form is filled that asks for one. */
export function sheetAsked({ conversation, params, answers }: Session, profile: Profile): PaperKind | undefined {
  if (conversation !== 'apply') return undefined;
  const service = profile.services[params['service'] ?? answers['service'] ?? ''];
  return service?.papers.find(({ sheet }) => sheet === 'people');
}

export function isSheet(type: PaperType): boolean {
  return (SHEET_TYPES as readonly PaperType[]).includes(type);
}
