import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Application, Paper } from '../../src/core/application.ts';
import { isOver } from '../../src/core/application.ts';
import type { CertificateView } from '../../src/core/certificate.ts';
import type { Command, Decided } from '../../src/core/decide.ts';
import { decide } from '../../src/core/decide.ts';
import { getStep, mayAct, mayRead, objection, officerOf, returnedPapers, serviceOf } from '../../src/core/rights.ts';
import { addDays } from '../../src/core/local-date.ts';
import { addOfficeMinutes, deadline, localDateAt } from '../../src/core/office-time.ts';
import type { Actor, Instant } from '../../src/core/person.ts';
import { DECISIONS } from '../../src/core/profile.ts';
import type { PersonVerdict } from '../../src/core/people.ts';
import type { Profile, Service } from '../../src/core/profile.ts';
import type { RefusalCode } from '../../src/core/refusal.ts';
import { loadProfile } from '../../src/sop/load-profile.ts';

const tarakan = frozen(loadProfile('tarakan'));
const tanjungpinang = frozen(loadProfile('tanjungpinang'));

/** A Monday; the office is open from 07:30 to 12:00 and from 13:00 to 16:00. */
const NINE = wita('2026-11-16T09:00');

const sinta = person('Sinta Melati');
const officeHead = person('Kepala Dinas Kesehatan', 'kepala_perangkat_daerah');
const passerBy = person('Rudi Hartono');
const head = person('Kadis Andi', 'kepala_dinas');
const division = person('Kabid Budi', 'kepala_bidang');
const statistician = person('Statistisi Citra', 'statistisi');
const verifier = person('Verifikator Dewi', 'verifikator');
const otherVerifier = person('Verifikator Eko', 'verifikator');

describe('a request in Tarakan', () => {
  it('goes from the applicant to the head of the office when it is handed in', () => {
    const application = submitted();
    expect(application).toMatchObject({
      number: 'TTE-7K3M9Q',
      profileVersion: tarakan.version,
      applicant: 'Sinta Melati',
      state: 'in_progress',
      step: 'disposisi_kepala_dinas',
      since: NINE,
      due: wita('2026-11-16T09:15'),
      revision: 1,
    });
    expect(application.history).toEqual([
      {
        kind: 'application_submitted',
        at: NINE,
        by: { person: 'Sinta Melati', name: 'Sinta Melati', role: 'pemohon' },
        step: 'pengajuan',
      },
    ]);
  });

  it('keeps the note of the applicant, and has none when none was given', () => {
    const { command } = request(tarakan);
    const noted = accepted(act(undefined, { ...command, note: 'Mohon segera' }, sinta));
    expect(noted.application.note).toBe('Mohon segera');
    expect(submitted()).not.toHaveProperty('note');
  });

  it('passes every step in turn and ends with a certificate for two years', () => {
    const { application, events } = accepted(
      act(at('penyerahan'), { ...decision('penyerahan', 'issue'), date: '2026-11-16' }, verifier),
    );
    expect(events).toContainEqual(
      expect.objectContaining({ kind: 'certificate_issued', issuedOn: '2026-11-16', validUntil: '2028-11-16' }),
    );
    expect(application.state).toBe('completed');
    expect(application).not.toHaveProperty('due');
    expect(application.revision).toBe(7);
    expect(application.history.map(({ kind, step, by }) => `${by.role} ${kind} ${step}`)).toEqual([
      'pemohon application_submitted pengajuan',
      'kepala_dinas step_decided disposisi_kepala_dinas',
      'kepala_bidang step_decided disposisi_kepala_bidang',
      'statistisi step_decided pendataan',
      'verifikator step_decided pemeriksaan',
      'verifikator step_decided passphrase',
      'verifikator step_decided penyerahan',
      'verifikator certificate_issued penyerahan',
      'verifikator application_completed penyerahan',
    ]);
  });

  it('gives the note of a disposition into the history', () => {
    const { events } = accepted(
      act(submitted(), { ...decision('disposisi_kepala_dinas', 'dispose'), note: 'Tindak lanjuti' }, head),
    );
    expect(events).toMatchObject([{ kind: 'step_decided', decision: 'dispose', note: 'Tindak lanjuti' }]);
  });

  it.each([
    ['the day it was asked for', '2026-11-16', '2028-11-16'],
    ['a leap day', '2028-02-29', '2030-02-28'],
  ])('may be issued on %s', (_, date, validUntil) => {
    const now = wita(`${date}T15:00`);
    const { events } = accepted(act(at('penyerahan'), { ...decision('penyerahan', 'issue'), date }, verifier, { now }));
    expect(events).toContainEqual(expect.objectContaining({ issuedOn: date, validUntil }));
  });

  it('may be issued on a day before its last step came, not before it was asked for', () => {
    const now = wita('2026-11-18T09:00');
    const confirmed = accepted(act(at('passphrase'), decision('passphrase', 'confirm'), verifier, { now })).application;
    const issue = (date: string): Decided =>
      act(confirmed, { ...decision('penyerahan', 'issue'), date }, verifier, { now });
    expect(confirmed.since).toBe(now);
    expect(issue('2026-11-16').ok).toBe(true);
    expect(code(issue('2026-11-15'))).toBe('date_before_request');
  });

  it('may lack what is optional', () => {
    const { service, command } = request(tarakan);
    const optional = {
      ...service,
      fields: service.fields.map((field) => ({ ...field, optional: field.key === 'golongan' })),
      papers: service.papers.map((kind) => ({ ...kind, optional: kind.key === 'sk_terakhir' })),
    };
    const profile = { ...tarakan, services: { [service.key]: optional } };
    const { golongan: _golongan, ...answers } = command.answers;
    const papers = command.papers.filter(({ key }) => key !== 'sk_terakhir');
    expect(act(undefined, { ...command, answers, papers }, sinta, { profile }).ok).toBe(true);
    expect(code(act(undefined, { ...command, answers, papers }, sinta))).toBe('answer_missing');
  });

  it('takes "today" from the calendar of the office, not of Greenwich', () => {
    // 07:45 in Tarakan is still the evening before at Greenwich.
    const now = wita('2026-11-17T07:45');
    expect(now).toBe('2026-11-16T23:45:00.000Z');
    const issue = { ...decision('penyerahan', 'issue'), date: '2026-11-17' };
    expect(act(at('penyerahan'), issue, verifier, { now }).ok).toBe(true);
  });
});

describe('who may act', () => {
  const step = getStep(serviceOf(submitted(), tarakan), 'disposisi_kepala_dinas');

  it.each([
    ['the officer whose step it is', head, true],
    ['an officer of another role', verifier, false],
    ['the applicant', sinta, false],
    ['a stranger', passerBy, false],
    ['an officer who holds several roles', { ...verifier, roles: ['verifikator', 'kepala_dinas'] }, true],
  ])('at an officer’s step: %s', (_, actor, allowed) => {
    expect(mayAct(submitted(), step, tarakan, actor)).toBe(allowed);
    const decided = act(submitted(), decision(step.id, 'dispose'), actor);
    expect(decided).toMatchObject(allowed ? { ok: true } : { ok: false, refusal: { code: 'not_your_step' } });
  });

  it.each([
    ['the applicant himself', sinta, true],
    ['a stranger', passerBy, false],
    ['the officer of the step before', verifier, false],
  ])('at the applicant’s own step: %s', (_, actor, allowed) => {
    const waiting = at('aktivasi_akun', tanjungpinang);
    const decided = act(waiting, decision('aktivasi_akun', 'confirm'), actor, { profile: tanjungpinang });
    expect(decided).toMatchObject(allowed ? { ok: true } : { ok: false, refusal: { code: 'not_your_step' } });
  });

  it('is seen before a decision is taken as well as after', () => {
    const wanted = { step: 'disposisi_kepala_dinas', decision: 'dispose' } as const;
    expect(objection(submitted(), wanted, { actor: head, profile: tarakan })).toBeUndefined();
    expect(objection(submitted(), wanted, { actor: sinta, profile: tarakan })).toEqual({ code: 'not_your_step' });
  });
});

describe('two officers who decide at once', () => {
  it('learn who was quicker, with what and when', () => {
    const seen = at('pemeriksaan');
    const first = accepted(act(seen, decision('pemeriksaan', 'register'), verifier, { now: wita('2026-11-16T09:04') }));
    const second = act(first.application, decision('pemeriksaan', 'register'), otherVerifier);
    expect(second).toEqual({
      ok: false,
      refusal: {
        code: 'already_decided',
        step: 'pemeriksaan',
        by: 'Verifikator Dewi',
        at: wita('2026-11-16T09:04'),
        decision: 'register',
      },
    });
  });

  it.each([
    ['returned the papers', returning(['ktp']), 'return_papers'],
    ['rejected the request', { ...decision('pemeriksaan', 'reject'), reason: 'Bukan pegawai' }, 'reject'],
  ])('also learn that the other %s', (_, command, decided) => {
    const first = accepted(act(at('pemeriksaan'), command, verifier)).application;
    expect(act(first, decision('pemeriksaan', 'register'), otherVerifier)).toMatchObject({
      ok: false,
      refusal: { code: 'already_decided', by: 'Verifikator Dewi', decision: decided },
    });
  });

  it('are told that the step has not come yet when they are ahead of it', () => {
    expect(code(act(submitted(), decision('pemeriksaan', 'register'), verifier))).toBe('decision_not_allowed');
  });
});

describe('papers that are returned', () => {
  const now = wita('2026-11-16T10:00');
  const back = accepted(act(at('pemeriksaan'), returning(['ktp', 'sk_terakhir']), verifier, { now })).application;

  it('go back with their reasons; the others stay, and no deadline runs', () => {
    expect(back).toMatchObject({ state: 'returned', step: 'pemeriksaan', since: now });
    expect(back).not.toHaveProperty('due');
    expect(returnedPapers(back).map(({ key, returned }) => [key, returned])).toEqual([
      ['ktp', { reason: 'ktp buram', at: now }],
      ['sk_terakhir', { reason: 'sk_terakhir buram', at: now }],
    ]);
    expect(back.papers.filter(({ returned }) => !returned).map(({ key }) => key)).toEqual([
      'surat_permohonan',
      'formulir_bsre',
    ]);
  });

  it('are replaced, those alone, and come back to the same step with fresh time', () => {
    const later = wita('2026-11-16T14:00');
    const papers = ['surat_permohonan', 'ktp', 'sk_terakhir'].map((key) => paper(key, 'baru'));
    const { application, events } = accepted(act(back, { kind: 'replace_papers', papers }, sinta, { now: later }));
    expect(application).toMatchObject({
      state: 'in_progress',
      step: 'pemeriksaan',
      since: later,
      due: wita('2026-11-16T14:10'),
    });
    expect(application.papers.map(({ key, file, returned }) => [key, file.id, returned])).toEqual([
      ['surat_permohonan', 'surat_permohonan-1', undefined],
      ['formulir_bsre', 'formulir_bsre-1', undefined],
      ['ktp', 'ktp-baru', undefined],
      ['sk_terakhir', 'sk_terakhir-baru', undefined],
    ]);
    expect(events).toMatchObject([
      { kind: 'papers_replaced', papers: ['ktp', 'sk_terakhir'], by: { role: 'pemohon' }, at: later },
    ]);
    expect(returnedPapers(application)).toEqual([]);
    expect(act(application, decision('pemeriksaan', 'register'), verifier, { now: later }).ok).toBe(true);
  });

  it('may come back a second time', () => {
    const papers = ['ktp', 'sk_terakhir'].map((key) => paper(key, 'baru'));
    const again = accepted(act(back, { kind: 'replace_papers', papers }, sinta)).application;
    const twice = accepted(act(again, returning(['ktp']), otherVerifier)).application;
    expect(returnedPapers(twice).map(({ key, file }) => [key, file.id])).toEqual([['ktp', 'ktp-baru']]);
  });

  it('count by the reasons of the SOP, in Indonesian, and by none in the own words of an officer', () => {
    const papers = [
      { key: 'surat_permohonan', reason: 'Belum ditandatangani' },
      { key: 'formulir_bsre', reason: 'Tulisannya terlalu kecil' },
      { key: 'ktp', reason: 'Blurred or not readable' },
    ];
    const command = { ...decision('pemeriksaan', 'return_papers'), papers };
    const { events } = accepted(act(at('pemeriksaan'), command, verifier));
    expect(events).toMatchObject([{ papers, reasons: ['Belum ditandatangani', '', 'Buram atau tidak terbaca'] }]);
  });

  it('forget that their lateness was announced', () => {
    const late = frozen({ ...at('pemeriksaan'), overdueAnnounced: now });
    expect(accepted(act(late, returning(['ktp']), verifier)).application).not.toHaveProperty('overdueAnnounced');
  });

  it('are asked for by name while one of them is missing', () => {
    const command = { kind: 'replace_papers', papers: [paper('ktp', 'baru')] } as const;
    expect(act(back, command, sinta)).toEqual({ ok: false, refusal: { code: 'paper_missing', paper: 'sk_terakhir' } });
  });

  it('can be replaced by their owner only', () => {
    const papers = ['ktp', 'sk_terakhir'].map((key) => paper(key, 'baru'));
    expect(code(act(back, { kind: 'replace_papers', papers }, passerBy))).toBe('not_your_request');
    expect(code(act(back, { kind: 'replace_papers', papers }, verifier))).toBe('not_your_request');
  });
});

describe('a rejection', () => {
  it('ends the request and keeps the reason', () => {
    const command = { ...decision('pemeriksaan', 'reject'), reason: 'Data tidak sesuai' };
    const { application } = accepted(act(at('pemeriksaan'), command, verifier));
    expect(application).toMatchObject({ state: 'rejected', step: 'pemeriksaan' });
    expect(application.history.at(-1)).toMatchObject({ kind: 'application_rejected', reason: 'Data tidak sesuai' });
    expect(application).not.toHaveProperty('due');
  });

  it.each([
    ['of the list', 'Email dinas tidak aktif', 'Email dinas tidak aktif'],
    ['of the list, in English', 'The official email address is not in use', 'Email dinas tidak aktif'],
    ['for a paper, not for a rejection', 'Buram atau tidak terbaca', ''],
    ["in the officer's own words", 'Yang bersangkutan sedang cuti', ''],
  ])('counts by a reason %s', (_, reason, counted) => {
    const { events } = accepted(act(at('pemeriksaan'), { ...decision('pemeriksaan', 'reject'), reason }, verifier));
    expect(events).toMatchObject([{ reason, reasons: [counted] }]);
  });

  it.each([undefined, '', '   '])('needs a reason: %j is none', (reason) => {
    const command = { ...decision('pemeriksaan', 'reject'), ...(reason === undefined ? {} : { reason }) };
    expect(code(act(at('pemeriksaan'), command, verifier))).toBe('reason_missing');
  });
});

describe('a withdrawal', () => {
  it('ends the request at any step before the certificate', () => {
    for (const { id } of serviceOf(submitted(), tarakan).steps.slice(1)) {
      const { application, events } = accepted(act(at(id), { kind: 'withdraw' }, sinta));
      expect(application).toMatchObject({ state: 'withdrawn', step: id });
      expect(events).toMatchObject([{ kind: 'application_withdrawn', by: { role: 'pemohon' } }]);
    }
  });

  it('is possible while papers are back with the applicant', () => {
    const back = accepted(act(at('pemeriksaan'), returning(['ktp']), verifier)).application;
    const { application } = accepted(act(back, { kind: 'withdraw' }, sinta));
    expect(application.state).toBe('withdrawn');
    expect(returnedPapers(application)).toEqual([]);
  });

  it('is the owner’s alone', () => {
    for (const actor of [passerBy, head, verifier]) {
      expect(code(act(submitted(), { kind: 'withdraw' }, actor))).toBe('not_your_request');
    }
  });

  it('comes too late once the certificate is issued, though a step is left', () => {
    const issued = at('pemberitahuan', tanjungpinang);
    expect(issued.state).toBe('in_progress');
    expect(code(act(issued, { kind: 'withdraw' }, sinta, { profile: tanjungpinang }))).toBe('decision_not_allowed');
  });

  it.each(['completed', 'rejected', 'withdrawn'] as const)('changes nothing in a request that is %s', (state) => {
    expect(code(act(over(state), { kind: 'withdraw' }, sinta))).toBe('request_over');
  });

  it('is what the officer learns of, not of papers he returned at that step before', () => {
    const back = accepted(act(at('pemeriksaan'), returning(['ktp']), verifier)).application;
    const withdrawn = accepted(act(back, { kind: 'withdraw' }, sinta)).application;
    expect(code(act(withdrawn, decision('pemeriksaan', 'register'), verifier))).toBe('request_over');
  });
});

describe('a message that comes twice', () => {
  it('changes nothing the second time and is no error', () => {
    const command = decision('disposisi_kepala_dinas', 'dispose');
    const once = accepted(act(submitted(), command, head, { commandId: 'same' }));
    const twice = accepted(act(once.application, command, head, { commandId: 'same' }));
    expect(twice.application).toBe(once.application);
    expect(twice.events).toEqual([]);
  });

  it('is known again even after the request has ended', () => {
    const gone = accepted(act(submitted(), { kind: 'withdraw' }, sinta, { commandId: 'bye' })).application;
    expect(accepted(act(gone, { kind: 'withdraw' }, sinta, { commandId: 'bye' })).application).toBe(gone);
  });

  it('is remembered among the last twenty', () => {
    let application = at('pemeriksaan');
    for (let round = 0; round < 12; round += 1) {
      application = accepted(act(application, returning(['ktp']), verifier)).application;
      const papers = [paper('ktp', `${round}`)];
      application = accepted(act(application, { kind: 'replace_papers', papers }, sinta)).application;
    }
    expect(application.applied).toHaveLength(20);
  });
});

describe('lateness', () => {
  it.each([
    ['a quarter of an hour, to the minute', '2026-11-16T09:00', '2026-11-16T09:15', 15, false],
    ['a minute too many', '2026-11-16T09:00', '2026-11-16T09:16', 16, true],
    ['a lunch break, which does not count', '2026-11-16T11:50', '2026-11-16T13:05', 15, false],
    ['a night, which does not count', '2026-11-16T15:50', '2026-11-17T07:35', 15, false],
    ['a weekend, which does not count', '2026-11-20T16:25', '2026-11-23T07:45', 20, true],
    ['a decision in the evening of a request handed in after hours', '2026-11-16T19:00', '2026-11-16T21:00', 0, false],
    ['a day', '2026-11-16T09:00', '2026-11-17T09:00', 450, true],
  ])('counts office minutes: %s', (_, from, to, minutes, late) => {
    const application = submitted(tarakan, wita(from));
    const { events } = accepted(
      act(application, decision('disposisi_kepala_dinas', 'dispose'), head, { now: wita(to) }),
    );
    expect(events).toMatchObject([{ kind: 'step_decided', minutes, late }]);
  });

  it('at one step leaves the next its full time', () => {
    const now = wita('2026-11-16T15:55');
    const { application } = accepted(act(submitted(), decision('disposisi_kepala_dinas', 'dispose'), head, { now }));
    expect(application).toMatchObject({ since: now, due: wita('2026-11-17T07:40') });
  });

  it('is judged anew at the next step once it was announced', () => {
    const announced = frozen({ ...submitted(), overdueAnnounced: NINE });
    const { application } = accepted(act(announced, decision('disposisi_kepala_dinas', 'dispose'), head));
    expect(application).not.toHaveProperty('overdueAnnounced');
  });
});

describe('a request in Tanjungpinang', () => {
  it('waits three times for the applicant and once for BSrE', () => {
    const { steps } = serviceOf(submitted(tanjungpinang), tanjungpinang);
    expect(steps.map((step) => officerOf(step, tanjungpinang) ?? 'the applicant')).toEqual([
      'the applicant',
      'kepala_dinas',
      'kepala_bidang',
      'verifikator',
      'the applicant',
      'verifikator',
      'the applicant',
      'verifikator',
      'the applicant',
    ]);
  });

  it('has what the applicant did in his own name', () => {
    const { application } = accepted(
      act(at('aktivasi_akun', tanjungpinang), decision('aktivasi_akun', 'confirm'), sinta, { profile: tanjungpinang }),
    );
    expect(application.step).toBe('verifikasi_aktivasi');
    expect(application.history.at(-1)).toMatchObject({
      kind: 'step_decided',
      by: { name: 'Sinta Melati', role: 'pemohon' },
    });
  });

  it('gives BSrE a day of office time', () => {
    const waiting = at('persetujuan_bsre', tanjungpinang, wita('2026-11-20T10:00'));
    expect(waiting.due).toBe(wita('2026-11-23T10:00'));
  });

  it('has what BSrE did recorded by the verifier, and by nobody else', () => {
    const waiting = at('persetujuan_bsre', tanjungpinang);
    const command = { ...decision('persetujuan_bsre', 'issue'), date: '2026-11-16' };
    for (const actor of [sinta, head, passerBy, person('BSrE', 'bsre')]) {
      expect(code(act(waiting, command, actor, { profile: tanjungpinang }))).toBe('not_your_step');
    }
    const { application } = accepted(act(waiting, command, verifier, { profile: tanjungpinang }));
    expect(application.history.at(-1)).toMatchObject({
      kind: 'certificate_issued',
      by: { role: 'verifikator' },
      validUntil: '2028-11-16',
    });
    expect(application).toMatchObject({ state: 'in_progress', step: 'pemberitahuan' });
  });

  it('may be refused by BSrE', () => {
    const command = { ...decision('persetujuan_bsre', 'reject'), reason: 'Data berbeda' };
    const waiting = at('persetujuan_bsre', tanjungpinang);
    expect(accepted(act(waiting, command, verifier, { profile: tanjungpinang })).application.state).toBe('rejected');
  });

  it('is completed when the applicant has the notice, without a second certificate', () => {
    const last = at('pemberitahuan', tanjungpinang);
    const { application } = accepted(
      act(last, decision('pemberitahuan', 'confirm'), sinta, { profile: tanjungpinang }),
    );
    expect(application.state).toBe('completed');
    expect(application.history.filter(({ kind }) => kind === 'certificate_issued')).toHaveLength(1);
  });
});

describe('a revocation', () => {
  const letter = [paper('surat_pencabutan'), paper('sk_pemberhentian')];
  const chief = person('Kepala Arif', 'kepala_perangkat_daerah');
  const { command } = request(tarakan);
  const answers = { ...command.answers, nip: SINTAS_NIP, dasar_pencabutan: 'pensiun', keterangan: 'Pensiun' };
  const handIn = { ...command, service: 'pencabutan', answers, papers: letter };
  const revoked = { ...decision('pencabutan', 'revoke'), date: '2026-11-16' };

  it('ends with its date and its ground', () => {
    let application = accepted(act(undefined, handIn, chief)).application;
    for (const [step, actor] of [
      ['disposisi_kepala_dinas', head],
      ['disposisi_kepala_bidang', division],
      ['pendataan', statistician],
    ] as const)
      application = accepted(act(application, decision(step, 'dispose'), actor)).application;
    const { events, application: over } = accepted(act(application, revoked, verifier));
    expect(events).toContainEqual(
      expect.objectContaining({ kind: 'certificate_revoked', revokedOn: '2026-11-16', ground: 'pensiun' }),
    );
    expect(over.state).toBe('completed');
    expect(code(act(application, { ...revoked, date: '2026-11-17' }, verifier))).toBe('date_in_future');
    expect(code(act(application, decision('pencabutan', 'revoke'), verifier))).toBe('date_missing');
  });

  it('is for somebody else when the head of an office hands it in, and says in which role', () => {
    const { application } = accepted(act(undefined, handIn, chief));
    expect(application.forOthers).toBe(true);
    expect(application.history[0]?.by.role).toBe('kepala_perangkat_daerah');
    const own = accepted(act(undefined, handIn, sinta, { certificate: held('active') })).application;
    expect(own).not.toHaveProperty('forOthers');
    expect(own.history[0]?.by.role).toBe('pemohon');
  });

  it('needs the papers of its own ground and no others', () => {
    const certificate = held('active');
    const without = { ...handIn, papers: [paper('surat_pencabutan')] };
    expect(act(undefined, without, sinta, { certificate })).toEqual({
      ok: false,
      refusal: { code: 'paper_missing', paper: 'sk_pemberhentian' },
    });
    const misuse = { ...without, answers: { ...answers, dasar_pencabutan: 'penyalahgunaan' } };
    expect(code(act(undefined, misuse, sinta, { certificate }))).toBe('accepted');
  });
});

describe('a request for many people', () => {
  const accept = { id: '1', accepted: true } as const;
  const reject = { id: '2', accepted: false, reason: 'Bukan pegawai' } as const;

  it('keeps everybody of the list, to be decided', () => {
    expect(forMany().people).toEqual([
      { id: '1', name: 'Rina Melati', nip: SINTAS_NIP, mail: 'r@tarakankota.go.id', state: 'open' },
      { id: '2', name: 'Bayu Saputra', nip: SINTAS_NIP, mail: 'r@tarakankota.go.id', state: 'open' },
    ]);
  });

  it('is not handed in without its people, nor by an applicant', () => {
    const { command } = request(tarakan, 'penerbitan_kolektif');
    const lacking = { ok: false, refusal: { code: 'paper_missing', paper: 'daftar_pegawai' } };
    expect(act(undefined, command, officeHead)).toEqual(lacking);
    expect(act(undefined, { ...command, people: [] }, officeHead)).toEqual(lacking);
    expect(code(act(undefined, command, sinta))).toBe('not_for_you');
  });

  it('records each of them by himself, and stays where it is', () => {
    const before = forMany();
    const { application, events } = accepted(act(before, verdicts(accept, reject), verifier));
    expect(events).toEqual([
      expect.objectContaining({ kind: 'person_decided', id: '1', accepted: true }),
      expect.objectContaining({ kind: 'person_decided', id: '2', accepted: false, reason: 'Bukan pegawai' }),
    ]);
    expect(application.people?.map(({ state, reason }) => [state, reason])).toEqual([
      ['accepted', undefined],
      ['rejected', 'Bukan pegawai'],
    ]);
    expect(application).toMatchObject({ step: before.step, due: before.due, revision: before.revision + 1 });
  });

  it('goes on once all are decided and somebody is accepted', () => {
    expect(code(act(decidedPeople(accept), decision('pemeriksaan', 'register'), verifier))).toBe('people_open');
    const done = decidedPeople(accept, reject);
    expect(accepted(act(done, decision('pemeriksaan', 'register'), verifier)).application.step).toBe('passphrase');
  });

  it('can be refused as a whole at any time', () => {
    const refusal = { ...decision('pemeriksaan', 'reject'), reason: 'Surat tidak sah' };
    expect(accepted(act(forMany(), refusal, verifier)).application.state).toBe('rejected');
  });

  it('takes no verdict without a reason, about nobody, about one twice, from a stranger, or as a plain decision', () => {
    const application = forMany();
    expect(code(act(application, verdicts({ id: '2', accepted: false, reason: ' ' }), verifier))).toBe(
      'reason_missing',
    );
    expect(code(act(application, verdicts({ id: '7', accepted: true }), verifier))).toBe('not_found');
    expect(code(act(application, verdicts(accept, accept), verifier))).toBe('not_found');
    expect(code(act(application, verdicts(accept), officeHead))).toBe('not_your_step');
    expect(code(act(decidedPeople(accept, reject), decision('pemeriksaan', 'decide_people'), verifier))).toBe(
      'decision_not_allowed',
    );
    expect(code(act(at('pemeriksaan'), verdicts(accept), verifier))).toBe('decision_not_allowed');
  });

  it('changes nothing for a repeated message, or for no verdict at all', () => {
    const first = accepted(act(forMany(), verdicts(accept), verifier, { commandId: 'again' })).application;
    const repeated = accepted(act(first, verdicts(accept), verifier, { commandId: 'again' }));
    expect(repeated).toEqual({ ok: true, application: first, events: [] });
    expect(accepted(act(first, verdicts(), verifier))).toEqual({ ok: true, application: first, events: [] });
  });

  it('is nothing to the heads of other offices', () => {
    expect(mayRead(forMany(), tarakan, officeHead)).toBe(true);
    expect(mayRead(forMany(), tarakan, person('Kepala Dinas Sosial', 'kepala_perangkat_daerah'))).toBe(false);
    expect(mayRead(forMany(), tarakan, verifier)).toBe(true);
  });
});

describe('every refusal', () => {
  const { command } = request(tarakan);
  const { nip: _nip, ...withoutNip } = command.answers;
  const withoutKtp = command.papers.filter(({ key }) => key !== 'ktp');
  const issue = decision('penyerahan', 'issue');
  const refused: Record<RefusalCode, Decided> = {
    not_found: act(undefined, { kind: 'withdraw' }, sinta),
    not_your_step: act(submitted(), decision('disposisi_kepala_dinas', 'dispose'), division),
    not_your_request: act(submitted(), { kind: 'withdraw' }, passerBy),
    already_decided: act(at('passphrase'), decision('pemeriksaan', 'register'), otherVerifier),
    request_over: act(over('withdrawn'), { kind: 'replace_papers', papers: [] }, sinta),
    not_for_you: act(undefined, command, verifier),
    not_your_certificate: asking('pembaruan', { certificate: held('active', '199005152015032009') }),
    certificate_missing: asking('pembaruan'),
    certificate_active: asking('penerbitan', { certificate: held('near_end') }),
    certificate_expired: asking('pencabutan', { certificate: held('expired') }),
    certificate_revoked: asking('pembaruan', { certificate: held('revoked') }),
    request_open: act(undefined, command, sinta, { applications: [submitted()] }),
    claimed: act(
      accepted(act(at('pemeriksaan'), { kind: 'claim' }, verifier)).application,
      decision('pemeriksaan', 'register'),
      otherVerifier,
    ),
    decision_not_allowed: act(submitted(), decision('disposisi_kepala_dinas', 'issue'), head),
    reason_missing: act(at('pemeriksaan'), decision('pemeriksaan', 'return_papers'), verifier),
    date_missing: act(at('penyerahan'), issue, verifier),
    date_in_future: act(at('penyerahan'), { ...issue, date: '2026-11-17' }, verifier),
    date_before_request: act(at('penyerahan'), { ...issue, date: '2026-11-15' }, verifier),
    people_open: act(forMany(), decision('pemeriksaan', 'register'), verifier),
    nobody_accepted: act(
      decidedPeople({ id: '1', accepted: false, reason: 'Keluar' }, { id: '2', accepted: false, reason: 'Keluar' }),
      decision('pemeriksaan', 'register'),
      verifier,
    ),
    person_decided: act(
      decidedPeople({ id: '1', accepted: true }),
      verdicts({ id: '1', accepted: true }),
      otherVerifier,
    ),
    paper_unknown: act(at('pemeriksaan'), returning(['ijazah']), verifier),
    paper_missing: act(undefined, { ...command, papers: withoutKtp }, sinta),
    answer_missing: act(undefined, { ...command, answers: withoutNip }, sinta),
    nothing_returned: act(submitted(), { kind: 'replace_papers', papers: [paper('ktp', 'baru')] }, sinta),
  };

  it.each(Object.entries(refused))('has its case: %s', (expected, decided) => {
    expect(code(decided)).toBe(expected);
  });

  it('names what is missing, or the request that is open', () => {
    expect(refused.paper_missing).toEqual({ ok: false, refusal: { code: 'paper_missing', paper: 'ktp' } });
    expect(refused.answer_missing).toEqual({ ok: false, refusal: { code: 'answer_missing', field: 'nip' } });
    expect(refused.request_open).toEqual({ ok: false, refusal: { code: 'request_open', number: submitted().number } });
  });

  it('is also given for a service or a step that the profile does not have', () => {
    expect(code(act(undefined, { ...command, service: 'arsip' }, sinta))).toBe('not_found');
    expect(code(act(submitted(), decision('arsip', 'dispose'), head))).toBe('not_found');
  });

  it('is also given when only one of several returned papers has a reason', () => {
    const papers = [
      { key: 'ktp', reason: 'Buram' },
      { key: 'sk_terakhir', reason: ' ' },
    ];
    const return_ = { ...decision('pemeriksaan', 'return_papers'), papers };
    expect(code(act(at('pemeriksaan'), return_, verifier))).toBe('reason_missing');
  });

  it('is given to an officer who comes after the applicant has withdrawn', () => {
    expect(code(act(over('withdrawn'), decision('disposisi_kepala_dinas', 'dispose'), head))).toBe('request_over');
  });
});

describe('a request under another profile', () => {
  it('is a mistake of the program, not of the person', () => {
    const lost = frozen({ ...submitted(), service: 'arsip' });
    expect(() => act(lost, { kind: 'withdraw' }, sinta)).toThrow(/has no service arsip/);
    expect(() => getStep(request(tarakan).service, 'arsip')).toThrow(/has no step arsip/);
  });
});

describe('any sequence of commands by anybody', () => {
  it.each([
    ['tarakan', tarakan],
    ['tanjungpinang', tanjungpinang],
  ])('keeps the request of %s whole', (_, profile) => {
    const ends = new Set<string>();
    fc.assert(
      fc.property(fc.array(moves(profile), { maxLength: 40 }), (list) => {
        let now = NINE;
        let application = submitted(profile, now);
        for (const move of list) {
          now = addOfficeMinutes(now, move.minutes, profile.office);
          const { actor, command } = move.make(application, now);
          const before = application;
          const decided = act(before, command, actor, { profile, now, commandId: move.id });
          if (!decided.ok) continue;
          application = decided.application;
          if (before.applied.includes(move.id)) {
            expect(application).toBe(before);
            expect(decided.events).toEqual([]);
            continue;
          }
          expect(isOver(before)).toBe(false);
          expect(application.revision).toBe(before.revision + 1);
          expect(application.history).toEqual([...before.history, ...decided.events]);
          expect(decided.events.length).toBeGreaterThan(0);
          expectWhole(application, profile);
          expect(pick(application)).toEqual(pick(before));
        }
        const issued = application.history.filter(({ kind }) => kind === 'certificate_issued').length;
        expect(issued).toBeLessThanOrEqual(1);
        if (issued === 1) expect(['in_progress', 'completed']).toContain(application.state);
        if (application.state === 'completed') expect(issued).toBe(1);
        ends.add(application.state);
      }),
      { numRuns: 400, seed: 20_261_116 },
    );
    // The moves are of use only if they reach every state.
    expect([...ends].sort()).toEqual(['completed', 'in_progress', 'rejected', 'returned', 'withdrawn']);
  });
});

/** What no command may touch. */
function pick({ number, service, profileVersion, applicant, answers, consent }: Application): Partial<Application> {
  return { number, service, profileVersion, applicant, answers, consent };
}

function expectWhole(application: Application, profile: Profile): void {
  const service = serviceOf(application, profile);
  const step = getStep(service, application.step);
  expect(application.papers.map(({ key }) => key)).toEqual(service.papers.map(({ key }) => key));
  if (application.state === 'in_progress') {
    expect(application.due).toBe(deadline(application.since, step.allowed, profile.office));
    expect(application.papers.filter(({ returned }) => returned)).toEqual([]);
  } else {
    expect(application).not.toHaveProperty('due');
  }
  if (application.state === 'returned') expect(returnedPapers(application).length).toBeGreaterThan(0);
  expect(application.history[0]?.kind).toBe('application_submitted');
}

interface Move {
  readonly id: string;
  readonly minutes: number;
  readonly make: (application: Application, now: Instant) => { actor: Actor; command: Command };
}

/** Mostly what the SOP expects next, else anything by anybody; now and then the id of an earlier message. */
function moves(profile: Profile): fc.Arbitrary<Move> {
  const people = [sinta, passerBy, head, division, statistician, verifier, otherVerifier];
  const { service } = request(profile);
  const keys = [...service.papers.map(({ key }) => key), 'ijazah'];
  const reason = fc.constantFrom('Buram', '', ' ', undefined);
  const whatever = fc
    .record({
      actor: fc.constantFrom(...people),
      step: fc.constantFrom(undefined, 'arsip', ...service.steps.map(({ id }) => id)),
      decision: fc.constantFrom(...DECISIONS),
      papers: fc.subarray(keys),
      reason,
      days: fc.constantFrom(undefined, -3, 0, 1),
      kind: fc.constantFrom(...Array<'decide'>(8).fill('decide'), 'replace_papers', 'withdraw'),
    })
    .map(({ actor, step, decision: kind, papers, reason: why, days, kind: what }): Move['make'] => {
      return (application, now) => {
        if (what === 'withdraw') return { actor, command: { kind: 'withdraw' } };
        if (what === 'replace_papers')
          return { actor, command: { kind: 'replace_papers', papers: papers.map((key) => paper(key, 'baru')) } };
        const date = days === undefined ? {} : { date: addDays(localDateAt(now, profile.office), days) };
        const command = {
          ...decision(step ?? application.step, kind),
          ...(why === undefined ? {} : { reason: why }),
          ...date,
          papers: papers.map((key) => ({ key, reason: why ?? 'Salah' })),
        };
        return { actor, command };
      };
    });
  const expected = fc.constant<Move['make']>((application, now) => {
    const again = returnedPapers(application).map(({ key }) => paper(key, 'baru'));
    if (again.length > 0) return { actor: sinta, command: { kind: 'replace_papers', papers: again } };
    const step = getStep(serviceOf(application, profile), application.step);
    const actor = people.find((each) => mayAct(application, step, profile, each)) ?? passerBy;
    const kind = step.decisions[0]?.kind ?? 'complete';
    return { actor, command: { ...decision(step.id, kind), date: localDateAt(now, profile.office) } };
  });
  // Any button of the step at hand, pressed by somebody who may, with all it asks for.
  const allowed = fc
    .record({ pressed: fc.nat({ max: 2 }), papers: fc.subarray(keys.slice(0, -1), { minLength: 1 }) })
    .map(({ pressed, papers }): Move['make'] => (application, now) => {
      const step = getStep(serviceOf(application, profile), application.step);
      const actor = people.find((each) => mayAct(application, step, profile, each)) ?? passerBy;
      const kind = (step.decisions[pressed] ?? step.decisions[0])?.kind ?? 'complete';
      const command = { ...decision(step.id, kind), date: localDateAt(now, profile.office), reason: 'Buram' };
      return { actor, command: { ...command, papers: papers.map((key) => ({ key, reason: 'Buram' })) } };
    });
  return fc.record({
    id: fc.integer({ min: 0, max: 200 }).map((each) => `m${each}`),
    minutes: fc.nat({ max: 60 }),
    make: fc.oneof(
      { arbitrary: expected, weight: 2 },
      { arbitrary: allowed, weight: 1 },
      { arbitrary: whatever, weight: 2 },
    ),
  });
}

function wita(local: string): Instant {
  return new Date(`${local}:00+08:00`).toISOString();
}

function person(name: string, ...roles: string[]): Actor {
  return frozen({ person: name, name, roles });
}

/** Nothing that goes into `decide` may be changed by it: strict mode throws when frozen data is written to. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
}

function paper(key: string, mark = '1'): Paper {
  const file = { id: `${key}-${mark}`, name: `${key}.pdf`, type: 'pdf', size: 1000, sha256: 'ab'.repeat(32) } as const;
  return { key, file, at: NINE };
}

function request(
  profile: Profile,
  key = Object.keys(profile.services)[0] ?? '',
): { service: Service; command: Extract<Command, { kind: 'submit' }> } {
  const service = profile.services[key];
  if (!service) throw new Error('the profile has no service');
  return {
    service,
    command: {
      kind: 'submit',
      number: 'TTE-7K3M9Q',
      service: service.key,
      answers: Object.fromEntries(service.fields.map(({ key }) => [key, `jawaban ${key}`])),
      papers: service.papers.map(({ key }) => paper(key)),
      consent: { version: '1', at: NINE, channel: 'web' },
    },
  };
}

function decision(
  step: string,
  kind: Extract<Command, { kind: 'decide' }>['decision'],
): Extract<Command, { kind: 'decide' }> {
  return { kind: 'decide', step, decision: kind };
}

function returning(keys: readonly string[]): Extract<Command, { kind: 'decide' }> {
  const papers = keys.map((key) => ({ key, reason: `${key} buram` }));
  return { ...decision('pemeriksaan', 'return_papers'), papers };
}

let messages = 0;

interface Given {
  readonly profile?: Profile;
  readonly now?: Instant;
  readonly commandId?: string;
  readonly applications?: readonly Application[];
  readonly certificate?: CertificateView;
}

function act(application: Application | undefined, command: Command, actor: Actor, given: Given = {}): Decided {
  messages += 1;
  const context = { actor, profile: tarakan, now: NINE, commandId: `message-${messages}`, ...given };
  return frozen(decide(frozen(application), frozen(command), frozen(context)));
}

function accepted(decided: Decided): Extract<Decided, { ok: true }> {
  if (!decided.ok) throw new Error(`refused: ${decided.refusal.code}`);
  return decided;
}

function code(decided: Decided): RefusalCode | 'accepted' {
  return decided.ok ? 'accepted' : decided.refusal.code;
}

function submitted(profile = tarakan, now = NINE): Application {
  return accepted(act(undefined, request(profile).command, sinta, { profile, now })).application;
}

/** A request that has come as far as this step, everybody having said yes within the same minute. */
function at(step: string, profile = tarakan, now = NINE): Application {
  let application = submitted(profile, now);
  const people = [sinta, head, division, statistician, verifier];
  while (application.step !== step) {
    const current = getStep(serviceOf(application, profile), application.step);
    const actor = people.find((each) => mayAct(application, current, profile, each)) ?? passerBy;
    const kind = current.decisions[0]?.kind ?? 'complete';
    const command = { ...decision(current.id, kind), date: localDateAt(now, profile.office) };
    application = accepted(act(application, command, actor, { profile, now })).application;
    if (isOver(application)) throw new Error(`no step ${step}`);
  }
  return application;
}

/** What somebody with this certificate, or without one, is told who hands in for that service of Tarakan. */
function asking(service: string, given: Given = {}): Decided {
  const { command } = request(tarakan);
  const answers = { ...command.answers, nip: SINTAS_NIP, dasar_pencabutan: 'pensiun', keterangan: 'Pensiun' };
  return act(undefined, { ...command, service, answers }, sinta, given);
}

const SINTAS_NIP = '199005152015032001';

/** A request of Tarakan for two people, where they are decided. */
function forMany(): Application {
  const { command } = request(tarakan, 'penerbitan_kolektif');
  const people = ['Rina Melati', 'Bayu Saputra'].map((name) => ({
    name,
    nip: SINTAS_NIP,
    mail: 'r@tarakankota.go.id',
  }));
  let application = accepted(act(undefined, { ...command, people }, officeHead)).application;
  for (const actor of [head, division, statistician])
    application = accepted(act(application, decision(application.step, 'dispose'), actor)).application;
  return application;
}

function verdicts(...list: readonly PersonVerdict[]): Extract<Command, { kind: 'decide_people' }> {
  return { kind: 'decide_people', step: 'pemeriksaan', verdicts: list };
}

function decidedPeople(...list: readonly PersonVerdict[]): Application {
  return accepted(act(forMany(), verdicts(...list), verifier)).application;
}

function held(state: CertificateView['state'], nip = SINTAS_NIP): CertificateView {
  return { id: 'TTE-2B4C6D', nip, validUntil: '2027-01-01', state };
}

function over(state: 'completed' | 'rejected' | 'withdrawn'): Application {
  const [step, command, actor]: [string, Command, Actor] = {
    completed: ['penyerahan', { ...decision('penyerahan', 'issue'), date: '2026-11-16' }, verifier],
    rejected: ['pemeriksaan', { ...decision('pemeriksaan', 'reject'), reason: 'Bukan pegawai' }, verifier],
    withdrawn: ['disposisi_kepala_dinas', { kind: 'withdraw' }, sinta],
  }[state] as [string, Command, Actor];
  return accepted(act(at(step), command, actor)).application;
}
