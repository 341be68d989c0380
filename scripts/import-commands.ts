// What `npm run import` does with the rows of a file: checks them, tells what it found, asks, and keeps what is good.
import { writeFileSync } from 'node:fs';
import { findOffices, holderCount } from '../src/app/figures.ts';
import { officesChange, readOffices, strangeNames } from '../src/app/import-offices.ts';
import { applyRoll, checkRoll, errorsFile } from '../src/app/import-roll.ts';
import type { Clock, Ids, Profile, Store } from '../src/app/ports.ts';
import { storeRoll } from '../src/app/store-roll.ts';
import { localDateAt } from '../src/core/office-time.ts';
import type { SheetRow } from '../src/core/sheet.ts';
import { SheetError } from '../src/sheets/sheet-error.ts';
import { recordAct } from './cli-act.ts';
import { reportChange, reportOfficeRows, reportRoll, reportStrange } from './import-report.ts';

export interface ImportDesk {
  readonly store: Store;
  readonly profile: Profile;
  readonly ids: Pick<Ids, 'next'>;
  readonly clock: Clock;
  readonly say: (line: string) => void;
  readonly confirm: (question: string) => Promise<boolean>;
  readonly progress: (what: string) => (done: number, of: number) => void;
}

const NOT_YET = 'Belum ada yang disimpan. Untuk menyimpan, tambahkan --apply.';

/**
 * The roll: adds the good rows when `apply` is set and the operator agrees; the bad ones go into `errorsPath`. Resolves to whether all
 * rows are good. Throws a SheetError for a sheet that cannot be used as a whole.
 */
export async function importRoll(
  rows: readonly SheetRow[],
  desk: ImportDesk,
  { apply, errorsPath }: { readonly apply: boolean; readonly errorsPath: string },
): Promise<boolean> {
  const { store, profile, ids, clock, say } = desk;
  const today = localDateAt(clock.now(), profile.office);
  const roll = storeRoll(store, profile, ids, clock);
  const rules = { today, mailDomains: profile.mailDomains, validYears: profile.certificate.validYears };
  const report = await checkRoll(rows, rules, roll, desk.progress('memeriksa'));
  if ('problems' in report) throw new SheetError(report.problems.join('\n'));
  const { results, fresh } = report;
  const offices = await findOffices(desk);
  const strange = offices
    ? strangeNames(
        fresh.map(({ office }) => ({ ...(office && { office }), persons: 1 })),
        offices,
        today,
      )
    : [];
  for (const line of [...reportStrange(strange), ...reportRoll(report)]) say(line);
  const isAllGood = results.every(({ errors }) => errors.length === 0);
  if (!apply) {
    say(NOT_YET);
    return isAllGood;
  }
  if (!isAllGood) {
    writeFileSync(errorsPath, errorsFile(rows, results), { mode: 0o600 });
    say(`Baris yang salah: ${errorsPath}`);
  }
  if (fresh.length === 0) say('Tidak ada yang perlu disimpan.');
  else if (await desk.confirm(`Simpan ${fresh.length} sertifikat? Ketik ya: `)) {
    await recordAct(desk, { act: 'roll_imported', subject: 'roll', detail: { rows: String(fresh.length) } });
    say(`${await applyRoll(report, roll, desk.progress('menyimpan'))} sertifikat disimpan.`);
  } else say('Tidak ada yang disimpan.');
  return isAllGood;
}

/**
 * The list of all Perangkat Daerah, which takes the place of the one before as a whole: with one bad row nothing is kept. Resolves to
 * whether all rows are good. Throws a SheetError for a sheet or a list that cannot be used as a whole.
 */
export async function importOffices(
  rows: readonly SheetRow[],
  desk: ImportDesk,
  { apply }: { readonly apply: boolean },
): Promise<boolean> {
  const { store, profile, clock, say } = desk;
  const today = localDateAt(clock.now(), profile.office);
  const read = readOffices(rows, today);
  if ('problems' in read) throw new SheetError(read.problems.join('\n'));
  for (const line of reportOfficeRows(read.results)) say(line);
  if (read.results.some(({ errors }) => errors.length > 0)) {
    say('Tidak ada yang disimpan: mohon perbaiki baris yang salah dahulu.');
    return false;
  }
  const offices = read.results.flatMap(({ office }) => office ?? []);
  const change = officesChange(offices, await findOffices(desk));
  const strange = strangeNames(await store.tallyHolders(holderCount(today, profile)), offices, today);
  for (const line of [...reportStrange(strange), ...reportChange(change)]) say(line);
  const { added, gone, changed } = change;
  if (!apply) say(NOT_YET);
  else if (added.length + gone.length + changed.length === 0) say('Tidak ada yang perlu disimpan.');
  else if (await desk.confirm(`Simpan daftar ${offices.length} Perangkat Daerah ini? Ketik ya: `)) {
    const counts = { offices: offices.length, added: added.length, gone: gone.length, changed: changed.length };
    const detail = Object.fromEntries(Object.entries(counts).map(([key, count]) => [key, String(count)]));
    await recordAct(desk, { act: 'offices_changed', subject: 'offices', detail });
    await store.keepOffices(offices);
    say(`Daftar ${offices.length} Perangkat Daerah disimpan.`);
  } else say('Tidak ada yang disimpan.');
  return true;
}
