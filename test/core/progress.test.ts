// What anybody may see of how far a request is.
import { describe, expect, it } from 'vitest';
import type { Application } from '../../src/core/application.ts';
import { viewApplication } from '../../src/core/progress.ts';
import { loadProfile } from '../../src/sop/load-profile.ts';

const profile = loadProfile('tarakan');
const service = profile.services['penerbitan'];
if (!service) throw new Error('no service');

const by = { person: 'p1', name: 'Sari Dewi Lestari', role: 'pemohon' };
/** Monday 23 November 2026, 09.00 WITA, in office hours. */
const SUBMITTED = '2026-11-23T01:00:00.000Z';

const application: Application = {
  number: 'TTE-7K3M9Q',
  service: 'penerbitan',
  profileVersion: profile.version,
  applicant: 'p1',
  answers: { nama: 'Sari Dewi Lestari', nik: '6571015204870001' },
  papers: [],
  consent: { version: '1', at: SUBMITTED, channel: 'web' },
  state: 'in_progress',
  step: 'disposisi_kepala_dinas',
  since: SUBMITTED,
  due: '2026-11-23T01:15:00.000Z',
  history: [{ kind: 'application_submitted', at: SUBMITTED, by, step: 'pengajuan' }],
  revision: 1,
  applied: [],
};

const view = (changes: Partial<Application>, now: string) =>
  viewApplication({ ...application, ...changes }, service, profile, now);

describe('the view of a request', () => {
  it('says who has it, until when, and what is done', () => {
    const seen = view({}, '2026-11-23T01:10:00.000Z');
    expect(seen.holder?.role).toBe('kepala_dinas');
    expect(seen.steps.map(({ state }) => state).slice(0, 3)).toEqual(['done', 'current', 'waiting']);
    expect(seen.steps[0]).toMatchObject({ doneAt: SUBMITTED, late: false });
    expect(seen.steps[1]).toMatchObject({ since: SUBMITTED, due: application.due, minutesAllowed: 15, late: false });
    expect(seen.late).toBe(false);
  });

  it('counts lateness in office minutes, over a night too', () => {
    expect(view({}, '2026-11-23T01:45:00.000Z').steps[1]).toMatchObject({ late: true, lateMinutes: 30 });
    const nextDay = view({}, '2026-11-24T01:15:00.000Z').steps[1];
    expect(nextDay?.late).toBe(true);
    expect(nextDay?.lateMinutes).toBeLessThan(24 * 60);
  });

  it('keeps the lateness of a step that is done', () => {
    const doneAt = '2026-11-23T01:45:00.000Z';
    const decided = { kind: 'step_decided', decision: 'dispose', minutes: 45, late: true } as const;
    const history = [...application.history, { ...decided, at: doneAt, by, step: 'disposisi_kepala_dinas' }];
    const { due: _due, ...rest } = application;
    const seen = viewApplication(
      { ...rest, history, step: 'disposisi_kepala_bidang', since: doneAt },
      service,
      profile,
      doneAt,
    );
    expect(seen.steps[1]).toMatchObject({ state: 'done', doneAt, late: true, lateMinutes: 30 });
  });

  it('shows returned papers as being with the applicant, without a deadline', () => {
    const { due: _due, ...rest } = application;
    const seen = viewApplication({ ...rest, state: 'returned', step: 'pemeriksaan' }, service, profile, SUBMITTED);
    expect(seen.holder?.role).toBe('pemohon');
    expect(seen).not.toHaveProperty('due');
    expect(seen.steps.find(({ id }) => id === 'disposisi_kepala_dinas')?.state).toBe('skipped');
  });

  it('has no holder once the request has ended, and shows the certificate', () => {
    const issued = { kind: 'certificate_issued', issuedOn: '2026-11-23', validUntil: '2028-11-23' } as const;
    const history = [...application.history, { ...issued, at: SUBMITTED, by, step: 'penyerahan' }];
    const seen = view({ state: 'completed', step: 'penyerahan', history }, SUBMITTED);
    expect(seen).not.toHaveProperty('holder');
    expect(seen.certificate).toEqual({ issuedOn: '2026-11-23', validUntil: '2028-11-23' });
  });

  it('tells nothing about the person', () => {
    const all = JSON.stringify(view({}, SUBMITTED));
    for (const secret of ['Sari', '6571015204870001', 'p1"']) expect(all).not.toContain(secret);
  });
});
