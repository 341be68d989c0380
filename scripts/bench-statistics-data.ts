// What the bench of the statistics counts in: a million certificates, requests with their histories, and acts of two years, invented by a
// rule of their numbers, so that every run counts the same.
import { createHash } from 'node:crypto';
import { GOLONGAN } from '../src/core/golongan.ts';
import { addDays } from '../src/core/local-date.ts';
import type { MongoStore } from '../src/storage/mongo/mongo-store.ts';

/** The last of the days on which anything has happened. */
export const LAST_DAY = '2026-11-17';
export const AMOUNTS = { certificates: 1_000_000, requests: 100_000, acts: 100_000 } as const;

const DAYS_BACK = 730;
const DAYS_ON = 731;
/** By their distance from the first. */
const DAYS = Array.from({ length: DAYS_BACK + DAYS_ON }, (_, index) => addDays(LAST_DAY, index - DAYS_BACK));
const BATCH = 5_000;

/** As large as real ones; nobody opens them here. */
const SEALED = { certificate: Buffer.alloc(90, 7), request: Buffer.alloc(1_500, 7), act: Buffer.alloc(150, 7) };
const GROUNDS = ['pensiun', 'mutasi', 'kompromi', 'permintaan_sendiri', 'diberhentikan'];
const SERVICES = ['penerbitan', 'penerbitan', 'penerbitan', 'pembaruan', 'perubahan_data'];
const STEPS = ['pengajuan', 'disposisi', 'telaah', 'verifikasi', 'registrasi', 'penerbitan', 'penyerahan'];
const REASONS = [
  'Foto KTP buram',
  'Surat belum ditandatangani',
  'SK bukan yang terakhir',
  'Isi formulir tidak sesuai',
  '',
];
const HEADLINES = ['valid', 'valid', 'valid_untrusted', 'changed', 'unsigned', 'invalid'];

export interface Document extends Record<string, unknown> {
  readonly _id: string | number;
}

/** Fills the three collections of an open, empty store. */
export async function fillStatistics(store: MongoStore, progress: (text: string) => void): Promise<void> {
  await fill('certificates', AMOUNTS.certificates, certificate);
  await fill('applications', AMOUNTS.requests, request);
  await fill('audit', AMOUNTS.acts, act);

  async function fill(name: string, count: number, make: (number: number) => Document): Promise<void> {
    const collection = store.database().collection<Document>(name);
    for (let start = 0; start < count; start += BATCH) {
      const documents = Array.from({ length: BATCH }, (_, index) => make(start + index));
      await collection.insertMany(documents, { ordered: false, writeConcern: { w: 1 } });
      if ((start + BATCH) % 100_000 === 0) progress(`statistics: ${start + BATCH} of ${count} ${name}`);
    }
  }
}

/** A number below `of` that looks like chance, for the thing with this number. */
function chance(number: number, salt: number, of: number): number {
  const mixed = Math.imul(number ^ (salt * 0x9e37_79b1), 0x85eb_ca6b);
  return ((Math.imul(mixed ^ (mixed >>> 15), 0xc2b2_ae35) >>> 7) & 0xff_ffff) % of;
}

function pick<Item>(list: readonly Item[], number: number, salt: number): Item | undefined {
  return list[chance(number, salt, list.length)];
}

function dayAt(index: number): string {
  return DAYS[Math.min(index, DAYS.length - 1)] ?? LAST_DAY;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/** Of forty offices; some expired, revoked, superseded, or with facts that nobody knows. */
export function certificate(number: number): Document {
  const since = chance(number, 1, DAYS_BACK + 1);
  const day = dayAt(since);
  const grade = pick(GOLONGAN, number, 2);
  const isRevoked = chance(number, 3, 15) === 0;
  const isSuperseded = chance(number, 4, 8) === 0;
  const [ended, passed] = [dayAt(since + chance(number, 5, 400)), dayAt(since + chance(number, 6, 500))];
  return {
    _id: `TTE-${number.toString(36).toUpperCase().padStart(6, '0')}`,
    owner: `q-${number}`,
    nip: hashOf(`nip ${number}`),
    nameWords: [hashOf(`word ${chance(number, 7, 5_000)}`), hashOf(`word ${chance(number, 8, 5_000)}`)],
    office: `Dinas Contoh ${1 + chance(number, 9, 40)}`,
    ...(chance(number, 10, 10) > 0 && grade && { golongan: grade.code, status: grade.status }),
    ...(chance(number, 11, 10) > 0 && { sex: chance(number, 12, 2) === 0 ? 'female' : 'male' }),
    issuedOn: day,
    validUntil: dayAt(since + (chance(number, 13, 3) === 0 ? 365 : 730)),
    recordedAt: `${day}T02:00:00.000Z`,
    countsFrom: day,
    ...(isSuperseded && { supersededFrom: passed, replaced: { on: passed, application: `TTE-${number}` } }),
    ...(isRevoked && {
      revoked: { on: ended, countsFrom: ended, ground: pick(GROUNDS, number, 14), application: `TTE-${number}` },
    }),
    ...(chance(number, 15, 2) === 0 && { activatedOn: dayAt(since + 3) }),
    ...(chance(number, 16, 3) === 0 && { passphraseOn: dayAt(since + chance(number, 17, 300)) }),
    remindedUntil: `${day}T02:00:00.000Z`,
    ...(!isRevoked && !isSuperseded && { remindAt: `${dayAt(since + 800)}T00:00:00.000Z` }),
    revision: 1,
    sealed: SEALED.certificate,
  };
}

/** One decision a day, until the last day: some are returned once, refused or withdrawn, the newest are under way. */
function request(number: number): Document {
  const since = chance(number, 20, DAYS_BACK + 1);
  const at = (index: number): string => `${dayAt(since + index)}T0${chance(number, 21 + index, 9)}:30:00.000Z`;
  const returned = chance(number, 40, 4) === 0 ? 3 : -1;
  const refused = chance(number, 41, 12) === 0;
  const service = pick(SERVICES, number, 42);
  const history = STEPS.flatMap((step, index): object[] => {
    const by = { person: `o-${index}`, role: index === 0 ? 'pemohon' : 'verifikator' };
    const happened = { at: at(index), by, step };
    const used = { minutes: chance(number, 50 + index, 60), late: chance(number, 60 + index, 10) === 0 };
    if (index === 0) return [{ kind: 'application_submitted', ...happened }];
    if (refused && index === 3) return [{ kind: 'application_rejected', ...happened, ...used, reasons: [REASONS[2]] }];
    if (refused && index > 3) return [];
    const reasons = [pick(REASONS, number, 43), pick(REASONS, number, 44)];
    return [
      ...(index === returned ? [{ kind: 'papers_returned', ...happened, ...used, reasons }] : []),
      ...(index === returned ? [{ kind: 'papers_replaced', ...happened }] : []),
      { kind: 'application_claimed', ...happened },
      { kind: 'step_decided', ...happened, decision: 'confirm', ...used },
      ...(index === STEPS.length - 1 ? [{ kind: 'application_completed', ...happened }] : []),
    ];
  }).filter((event) => (event as { at: string }).at.slice(0, 10) <= LAST_DAY);
  return {
    _id: `TTE-${number.toString(36).toUpperCase().padStart(6, '0')}`,
    service,
    profileVersion: `contoh@${chance(number, 45, 3)}`,
    applicant: `p-${number}`,
    consent: { version: '1', at: at(0), channel: 'web' },
    papers: STEPS.slice(0, 5).map((key, index) => ({
      key,
      file: { id: hashOf(`file ${number} ${index}`), type: 'jpeg', size: 300_000, sha256: 'ab'.repeat(32) },
      at: at(0),
    })),
    history,
    state: 'completed',
    step: 'penyerahan',
    since: at(STEPS.length - 1),
    revision: history.length,
    applied: [`m-${number}`],
    sealed: SEALED.request,
    submittedAt: at(0),
    open: false,
    nip: hashOf(`nip ${number}`),
  };
}

/** Half of them checks of a PDF. */
function act(number: number): Document {
  const isCheck = number % 2 === 0;
  return {
    _id: number + 1,
    id: `act-${number}`,
    at: `${dayAt(chance(number, 70, DAYS_BACK + 1))}T03:00:00.000Z`,
    actor: `p-${number % 5_000}`,
    act: isCheck ? 'document_checked' : 'step_decided',
    subject: isCheck ? `p-${number % 5_000}` : `TTE-${number}`,
    channel: 'web',
    detail: isCheck ? { headline: pick(HEADLINES, number, 71) } : { step: 'verifikasi', decision: 'confirm' },
    previous: 'ab'.repeat(32),
    sealed: SEALED.act,
  };
}
