// The part of the store's contract about requests: revisions, one open request, notices, lists.
import { expect, it } from 'vitest';
import type { Application, DoneEffects, Store } from '../../src/app/ports.ts';
import type { CertificateChange } from '../../src/core/certificate.ts';
import { act, at, bulk, certificate, NIK, NIP, notice, request } from './examples.ts';

const NONE = { notices: [] };
const done = (number: string, what: Partial<DoneEffects>): DoneEffects => ({ number, notices: [], acts: [], ...what });
const issue = { id: '1:certificate_issued', kind: 'issued', certificate: certificate('TTE-1') } as const;
const revocation: CertificateChange = {
  id: '2:certificate_revoked',
  kind: 'revoked',
  holder: { owner: 'p-1', nip: NIP },
  revoked: { on: '2026-11-20', countsFrom: '2026-11-20', ground: 'pensiun', application: 'TTE-1' },
  at: at(3),
};

export function applicationContract(current: () => Store): void {
  const save = (application: Application) => current().saveApplication(application, NONE);
  const numbers = (applications: readonly Application[]) => applications.map((application) => application.number);

  it('gives a request back as it was saved', async () => {
    expect(await save(request('TTE-1'))).toBe(true);
    expect(await current().findApplication('TTE-1')).toEqual(request('TTE-1'));
    expect(await current().findApplication('TTE-2')).toBeUndefined();
  });

  it('gives a request for many back as it was saved, with each of its people', async () => {
    expect(await save(bulk('TTE-1'))).toBe(true);
    expect(await current().findApplication('TTE-1')).toEqual(bulk('TTE-1'));
  });

  it('forgets what a later revision no longer has', async () => {
    const { note: _note, due: _due, ...bare } = request('TTE-1', { revision: 2, state: 'returned' });
    const more = request('TTE-1', { overdueAnnounced: at(9), claim: { person: 'p-9', at: at(4) } });
    await save(more);
    expect(await current().findApplication('TTE-1')).toEqual(more);
    expect(await save(bare)).toBe(true);
    expect(await current().findApplication('TTE-1')).toEqual(bare);
  });

  it('refuses every revision but the next and writes nothing then', async () => {
    await save(request('TTE-1'));
    for (const revision of [1, 3]) {
      expect(
        await current().saveApplication(request('TTE-1', { revision, step: 'lost' }), { notices: [notice('n')] }),
      ).toBe(false);
    }
    expect(await save(request('TTE-2', { revision: 2, applicant: 'p-2' }))).toBe(false);
    expect(await current().findApplication('TTE-1')).toEqual(request('TTE-1'));
    expect(await current().findApplication('TTE-2')).toBeUndefined();
    expect(await current().findNotices(10)).toEqual([]);
  });

  it('lets exactly one of twenty racing decisions win', async () => {
    await save(request('TTE-1'));
    const attempts = Array.from({ length: 20 }, (_, index) =>
      current().saveApplication(request('TTE-1', { revision: 2, step: `s-${index}` }), {
        notices: [notice(`n-${index}`)],
      }),
    );
    const wins = (await Promise.all(attempts)).flatMap((won, index) => (won ? [index] : []));
    expect(wins).toHaveLength(1);
    expect(await current().findApplication('TTE-1')).toMatchObject({ revision: 2, step: `s-${wins[0]}` });
    expect((await current().findNotices(10))[0]?.notices).toEqual([notice(`n-${wins[0]}`)]);
  });

  it('allows a person one open request per service', async () => {
    expect(await save(request('TTE-1'))).toBe(true);
    expect(await save(request('TTE-2'))).toBe(false);
    expect(await save(request('TTE-3', { service: 'pencabutan' }))).toBe(true);
    expect(await save(request('TTE-4', { applicant: 'p-2' }))).toBe(true);
    expect(await save(request('TTE-1', { revision: 2, state: 'returned' }))).toBe(true);
    expect(await save(request('TTE-2'))).toBe(false);
    expect(await save(request('TTE-1', { revision: 3, state: 'withdrawn' }))).toBe(true);
    expect(await save(request('TTE-2'))).toBe(true);
  });

  it('allows a person as many open requests for others as there are', async () => {
    expect(await save(request('TTE-1', { forOthers: true }))).toBe(true);
    expect(await save(request('TTE-2', { forOthers: true }))).toBe(true);
    expect(await save(request('TTE-3'))).toBe(true);
    expect(await save(request('TTE-4'))).toBe(false);
    expect((await current().findApplication('TTE-2'))?.forOthers).toBe(true);
  });

  it('lets one of twenty requests win that a person hands in at once', async () => {
    const attempts = Array.from({ length: 20 }, (_, index) => save(request(`TTE-${index}`)));
    expect((await Promise.all(attempts)).filter(Boolean)).toHaveLength(1);
    expect(await current().findApplicationsOf('p-1')).toHaveLength(1);
  });

  it("lists a person's requests, the newest first", async () => {
    const [submitted] = request('x').history;
    const history = (hour: number) => (submitted ? [{ ...submitted, at: at(hour) }] : []);
    await save(request('TTE-1', { history: history(3), state: 'completed' }));
    await save(request('TTE-2', { history: history(5) }));
    await save(request('TTE-3', { history: history(4), state: 'rejected' }));
    await save(request('TTE-4', { applicant: 'p-2' }));
    expect(numbers(await current().findApplicationsOf('p-1'))).toEqual(['TTE-2', 'TTE-3', 'TTE-1']);
  });

  it('lists what is in progress at given steps, the earliest due first', async () => {
    const of = (number: string, change: Partial<Application>) =>
      save(request(number, { applicant: number, ...change }));
    await of('TTE-1', { step: 'verifikasi', due: at(9) });
    await of('TTE-2', { step: 'verifikasi', due: at(7) });
    await of('TTE-3', { step: 'disposisi', due: at(8) });
    await of('TTE-4', { step: 'penerbitan', due: at(6) });
    await of('TTE-5', { step: 'verifikasi', state: 'returned' });
    await of('TTE-6', { step: 'verifikasi', service: 'pencabutan', due: at(5) });
    const steps = ['verifikasi', 'disposisi'].map((step) => ({ service: 'penerbitan', step }));
    expect(numbers(await current().findApplicationsAt(steps, 10))).toEqual(['TTE-2', 'TTE-3', 'TTE-1']);
    expect(numbers(await current().findApplicationsAt(steps, 2))).toEqual(['TTE-2', 'TTE-3']);
    expect(await current().findApplicationsAt([], 10)).toEqual([]);
  });

  it('finds what is late and not yet announced', async () => {
    const of = (number: string, change: Partial<Application>) =>
      save(request(number, { applicant: number, ...change }));
    await of('TTE-1', { due: at(9) });
    await of('TTE-2', { due: at(8) });
    await of('TTE-3', { due: at(10) });
    await of('TTE-4', { due: at(7), overdueAnnounced: at(8) });
    await of('TTE-5', { due: at(7), state: 'completed' });
    expect(numbers(await current().findOverdue(at(10), 10))).toEqual(['TTE-2', 'TTE-1']);
    expect(numbers(await current().findOverdue(at(10), 1))).toEqual(['TTE-2']);
    await of('TTE-2', { due: at(8), revision: 2, overdueAnnounced: at(10) });
    expect(numbers(await current().findOverdue(at(10), 10))).toEqual(['TTE-1']);
  });

  it('finds what has ended and still has its papers, the longest ended first', async () => {
    const of = (number: string, change: Partial<Application>) =>
      save(request(number, { applicant: number, ...change }));
    await of('TTE-1', { state: 'completed', since: at(9) });
    await of('TTE-2', { state: 'rejected', since: at(8) });
    await of('TTE-3', { state: 'withdrawn', since: at(7) });
    await of('TTE-4', { state: 'withdrawn', since: at(9, 1) });
    await of('TTE-5', { state: 'completed', since: at(6), erased: at(9) });
    await of('TTE-6', { state: 'in_progress', since: at(6) });
    await of('TTE-7', { state: 'returned', since: at(6) });
    expect(numbers(await current().findErasable(at(9), 10))).toEqual(['TTE-3', 'TTE-2', 'TTE-1']);
    expect(numbers(await current().findErasable(at(9), 2))).toEqual(['TTE-3', 'TTE-2']);
    const erased = request('TTE-3', {
      applicant: 'TTE-3',
      state: 'withdrawn',
      since: at(7),
      erased: at(9),
      revision: 2,
    });
    await save(erased);
    expect(await current().findApplication('TTE-3')).toEqual(erased);
    expect(numbers(await current().findErasable(at(9), 10))).toEqual(['TTE-2', 'TTE-1']);
    expect(await current().findErasable(at(5), 10)).toEqual([]);
  });

  it('finds requests by NIK and by NIP, each for itself', async () => {
    await save(request('TTE-1'));
    await save(request('TTE-2', { applicant: 'p-2', answers: { nik: NIP, nip: NIK } }));
    await save(request('TTE-3', { applicant: 'p-3', answers: {} }));
    expect(numbers(await current().findApplicationsByIdentity('nik', NIK))).toEqual(['TTE-1']);
    expect(numbers(await current().findApplicationsByIdentity('nip', NIP))).toEqual(['TTE-1']);
    expect(numbers(await current().findApplicationsByIdentity('nip', NIK))).toEqual(['TTE-2']);
    expect(await current().findApplicationsByIdentity('nik', '0')).toEqual([]);
    await save(request('TTE-1', { revision: 2, answers: { nip: NIP } }));
    expect(await current().findApplicationsByIdentity('nik', NIK)).toEqual([]);
  });

  it('keeps notices with their request until they are cleared', async () => {
    const store = current();
    await store.saveApplication(request('TTE-1'), { notices: [notice('a'), notice('b')] });
    await store.saveApplication(request('TTE-1', { revision: 2 }), { notices: [notice('c')] });
    await save(request('TTE-2', { applicant: 'p-2' }));
    const application = request('TTE-1', { revision: 2 });
    expect(await store.findNotices(10)).toEqual([{ application, notices: [notice('a'), notice('b'), notice('c')] }]);
    await store.clearEffects([done('TTE-1', { notices: ['a', 'c', 'unknown'] })]);
    expect((await store.findNotices(10))[0]?.notices).toEqual([notice('b')]);
    await store.clearEffects([done('TTE-9', { notices: ['b'] }), done('TTE-1', { notices: ['b'] })]);
    await store.clearEffects([]);
    expect(await store.findNotices(10)).toEqual([]);
    expect(await store.findApplication('TTE-1')).toEqual(application);
  });

  it('keeps acts with their request until they are cleared', async () => {
    const store = current();
    await store.saveApplication(request('TTE-1'), { notices: [], acts: [act('a'), act('b', { detail: {} })] });
    await store.saveApplication(request('TTE-1', { revision: 2 }), { notices: [], acts: [act('c')] });
    expect(await store.saveApplication(request('TTE-1', { revision: 2 }), { notices: [], acts: [act('d')] })).toBe(
      false,
    );
    await save(request('TTE-2', { applicant: 'p-2' }));
    const acts = [act('a'), act('b', { detail: {} }), act('c')];
    expect(await store.findActs(10)).toEqual([{ number: 'TTE-1', acts }]);
    expect(await store.findApplication('TTE-1')).toEqual(request('TTE-1', { revision: 2 }));
    expect(await store.findNotices(10)).toEqual([]);
    await store.clearEffects([done('TTE-1', { notices: ['a'], acts: ['a', 'c', 'unknown'] })]);
    expect((await store.findActs(10))[0]?.acts).toEqual([act('b', { detail: {} })]);
    await store.clearEffects([done('TTE-9', { acts: ['b'] }), done('TTE-1', { acts: ['b'] })]);
    expect(await store.findActs(10)).toEqual([]);
  });

  it('keeps changes of certificates with their request until they are cleared', async () => {
    const store = current();
    await store.saveApplication(request('TTE-1'), { notices: [], certificates: [issue] });
    await store.saveApplication(request('TTE-1', { revision: 2 }), { notices: [], certificates: [revocation] });
    await save(request('TTE-2', { applicant: 'p-2' }));
    expect(await store.findCertificateChanges(10)).toEqual([{ number: 'TTE-1', changes: [issue, revocation] }]);
    expect(await store.findApplication('TTE-1')).toEqual(request('TTE-1', { revision: 2 }));
    await store.clearEffects([
      done('TTE-1', { notices: ['a'] }),
      done('TTE-1', { certificates: [issue.id, 'unknown'] }),
    ]);
    expect(await store.findCertificateChanges(10)).toEqual([{ number: 'TTE-1', changes: [revocation] }]);
    await store.clearEffects([done('TTE-1', { certificates: [revocation.id] })]);
    expect(await store.findCertificateChanges(10)).toEqual([]);
  });
}
