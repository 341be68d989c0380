// Invented people and requests for the storage suites.
import type { Address, Application, AuditAct, Certificate, ChatChange } from '../../src/app/ports.ts';
import type { Code, LogEntry, Notice, Person, Profile } from '../../src/app/ports.ts';
import { canonicalJson } from '../../src/core/audit.ts';
import type { DayRecord } from '../../src/core/figures.ts';

export const CHAT: Address = 'whatsapp:6281200001111';
export const NIK = '6473014107850002';
export const NIP = '198507012010012003';
export const OTHER_NIP = '198704122010011002';
export const NAME = 'Rahmawati Contoh';
export const NOTE = 'Mohon diproses sebelum cuti';
export const REASON = 'Foto KTP buram, mohon dipotret ulang';
export const FILE_NAME = 'ktp-rahmawati.jpg';
export const SAID = 'Nama saya Rahmawati Contoh dari Dinas Contoh';

/** Tallies come in no order of their own. */
export function inAnyOrder<Tally>(tallies: readonly Tally[]): Tally[] {
  const key = (tally: Tally) => canonicalJson(tally);
  return tallies.toSorted((one, other) => (key(one) < key(other) ? -1 : 1));
}

/** An instant of the example day: `at(9, 30)`. */
export function at(hour: number, minute = 0): string {
  return `2026-11-20T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00.000Z`;
}

export function said(seq: number, change: Partial<LogEntry> = {}): LogEntry {
  return { seq, from: 'person', at: at(2), message: { text: SAID, choices: [] }, key: `in-${seq}`, ...change };
}

export function answered(seq: number, change: Partial<LogEntry> = {}): LogEntry {
  const message = { text: `Jawaban ${seq}`, choices: [{ id: 'menu=status', label: 'Status' }] };
  return { seq, from: 'bot', at: at(2), message, key: `out-${seq}`, delivery: 'pending', ...change };
}

export function turn(version: number, change: Partial<ChatChange> = {}): ChatChange {
  const session = { asked: 'nama', answers: { nama: NAME, nik: NIK } };
  return { address: CHAT, version, person: 'p-1', language: 'id', session, log: [], at: at(2), ...change };
}

export const person: Person = { id: 'p-1', name: NAME, roles: [], language: 'id' };

export function request(number: string, change: Partial<Application> = {}): Application {
  const by = { person: 'p-1', name: NAME, role: 'pemohon' };
  return {
    number,
    service: 'penerbitan',
    profileVersion: 'tarakan@1',
    applicant: 'p-1',
    answers: { nama: NAME, nik: NIK, nip: NIP },
    papers: [
      {
        key: 'ktp',
        file: { id: 'f-1', name: FILE_NAME, type: 'jpeg', size: 12, sha256: 'ab'.repeat(32) },
        at: at(2),
        returned: { reason: REASON, at: at(3) },
      },
      {
        key: 'surat',
        file: { id: 'f-2', name: 'surat.pdf', type: 'pdf', size: 9, sha256: 'cd'.repeat(32) },
        at: at(2),
      },
    ],
    note: NOTE,
    consent: { version: '1', at: at(1), channel: 'whatsapp' },
    state: 'in_progress',
    step: 'verifikasi',
    since: at(3),
    due: at(8),
    history: [
      { kind: 'application_submitted', at: at(2), by, step: 'pengajuan' },
      {
        kind: 'step_decided',
        at: at(3),
        by: { person: 'p-9', name: 'Kepala Contoh', role: 'kepala_dinas' },
        step: 'disposisi',
        decision: 'dispose',
        note: 'Tolong diteliti, Ibu Rahmawati',
        minutes: 12,
        late: false,
      },
      {
        kind: 'papers_returned',
        minutes: 4,
        late: false,
        at: at(3),
        by,
        step: 'verifikasi',
        papers: [{ key: 'ktp', reason: REASON }],
        reasons: [''],
      },
    ],
    revision: 1,
    applied: ['m-1'],
    ...change,
  };
}

/** One for two people, one of whom is decided. */
export function bulk(number: string): Application {
  const by = { person: 'p-8', name: 'Verifikator Contoh', role: 'verifikator' };
  const { history, ...rest } = request(number, { applicant: 'p-4', forOthers: true });
  const decided = { kind: 'person_decided', at: at(4), by, step: 'verifikasi', id: '2', accepted: false } as const;
  return {
    ...rest,
    people: [
      { id: '1', name: NAME, nip: NIP, nik: NIK, mail: 'rahmawati@contoh.go.id', golongan: 'III/b', state: 'open' },
      { id: '2', name: 'Bayu Contoh', nip: OTHER_NIP, mail: 'bayu@contoh.go.id', state: 'rejected', reason: REASON },
    ],
    history: [...history, { ...decided, reason: REASON }],
  };
}

/** A record as it is saved first; the next reminder is due a day later. */
export function certificate(id: string, change: Partial<Certificate> = {}): Certificate {
  return {
    id,
    owner: 'p-1',
    name: NAME,
    nip: NIP,
    issuedOn: '2026-11-20',
    validUntil: '2028-11-20',
    recordedAt: at(3),
    countsFrom: '2026-11-20',
    remindedUntil: at(3),
    remindAt: '2026-11-21T00:00:00.000Z',
    revision: 1,
    ...change,
  };
}

export function notice(key: string): Notice {
  return { key, to: { role: 'verifikator' }, kind: 'step_reached', params: { name: NAME } };
}

/** A decision of an officer, as it enters the audit trail. */
export function act(id: string, change: Partial<AuditAct> = {}): AuditAct {
  const who = { actor: 'p-9', actorName: 'Kepala Contoh', channel: 'telegram' };
  const what = { act: 'step_decided', subject: 'TTE-1', detail: { step: 'disposisi', decision: 'dispose' } } as const;
  return { id, at: at(3), ...who, ...what, ...change };
}

export function code(hash: string, change: Partial<Code> = {}): Code {
  return { hash, purpose: 'officer', person: 'p-9', expiresAt: at(9), ...change };
}

/** What a day was like. */
export function closed(day: string, change: Partial<DayRecord> = {}): DayRecord {
  const requests = [{ service: 'penerbitan', state: 'in_progress', step: 'verifikasi', count: 3, late: 1 }] as const;
  const holders = { persons: 4, active: 2, nearEnd: 1, expired: 1, revoked: 1 };
  return { day, closedAt: `${day}T17:05:00.000Z`, holders, using: 2, requests, checks: [], ...change };
}

/** Only the parts of a profile that a store could spoil: free keys, nesting, lists. */
export const profile = {
  key: 'contoh',
  mailDomains: ['contoh.go.id'],
  services: { 'a.b': { key: 'a.b', $steps: [] } },
} as unknown as Profile;
