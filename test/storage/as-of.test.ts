// Figures of a day that is over stay as they are, whatever happens on later days: over random histories.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Store } from '../../src/app/ports.ts';
import type { ApplicationEvent } from '../../src/core/application.ts';
import type { CertificateChange } from '../../src/core/certificate.ts';
import { applyChange } from '../../src/core/certificate.ts';
import { addDays } from '../../src/core/local-date.ts';
import { createMemoryStore } from '../../src/storage/memory/memory-store.ts';
import { certificate, inAnyOrder, request } from './examples.ts';

const FIRST = '2026-01-20';
const DAYS = 40;
const PEOPLE = 4;

/** What happens on a day; the figures learn of it then, though it may be told with an earlier date. */
interface Happening {
  readonly day: number;
  readonly kind: 'issued' | 'revoked' | 'request';
  readonly person: number;
  readonly daysAgo: number;
  readonly lasts: number;
  readonly golongan: 'III/a' | 'III/b' | undefined;
  readonly event: 'step_decided' | 'papers_returned' | 'application_withdrawn';
}

const happening: fc.Arbitrary<Happening> = fc.record({
  day: fc.nat(DAYS),
  kind: fc.constantFrom('issued', 'revoked', 'request'),
  person: fc.nat(PEOPLE - 1),
  daysAgo: fc.nat(10),
  lasts: fc.nat(30),
  golongan: fc.constantFrom('III/a', 'III/b', undefined),
  event: fc.constantFrom('step_decided', 'papers_returned', 'application_withdrawn'),
});

const dayOf = (offset: number): string => addDays(FIRST, offset);

it('figures as of a day do not change when later events are added', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 30 }), fc.nat(DAYS), async (happenings, asOf) => {
      const inOrder = happenings.toSorted((one, other) => one.day - other.day);
      const before = createMemoryStore();
      const after = createMemoryStore();
      for (const [index, each] of inOrder.entries()) {
        if (each.day <= asOf) await happen(before, each, index);
        await happen(after, each, index);
      }
      expect(await figuresOf(after, dayOf(asOf))).toEqual(await figuresOf(before, dayOf(asOf)));
    }),
    { numRuns: 300 },
  );
});

async function figuresOf(store: Store, day: string): Promise<object> {
  const span = { from: `${FIRST}T00:00:00.000Z`, until: `${addDays(day, 1)}T00:00:00.000Z` };
  // Overdue passphrases can only be told of today.
  const holders = { day, nearEndUntil: addDays(day, 7), changedBefore: '2000-01-01' };
  return {
    holders: inAnyOrder(await store.tallyHolders(holders)),
    roll: (await store.listRoll(day, undefined, 100)).map(({ id }) => id),
    months: await store.tallyMonths(FIRST, day),
    grounds: inAnyOrder(await store.tallyGrounds(day)),
    requests: inAnyOrder(await store.tallyRequests(span.until)),
    steps: inAnyOrder(await store.tallySteps(span)),
    reasons: inAnyOrder(await store.tallyReasons(span)),
  };
}

async function happen(store: Store, each: Happening, index: number): Promise<void> {
  const day = dayOf(each.day);
  const at = `${day}T02:00:00.${String(index).padStart(3, '0')}Z`;
  const id = `TTE-${index}`;
  const holder = { owner: `p-${each.person}`, nip: `19850701201001200${each.person}` };
  if (each.kind === 'request') return await moveRequest(store, each, at);
  const on = dayOf(each.day - each.daysAgo);
  const record = certificate(id, {
    ...holder,
    issuedOn: on,
    validUntil: addDays(on, each.lasts),
    recordedAt: at,
    countsFrom: day,
    ...(each.golongan && { golongan: each.golongan }),
  });
  const revoked = { on, countsFrom: day, ground: `alasan-${each.lasts % 2}`, application: id };
  const change: CertificateChange =
    each.kind === 'issued' ? { id, kind: 'issued', certificate: record } : { id, kind: 'revoked', holder, revoked, at };
  const there = await store.findCertificatesOfHolder(holder);
  for (const changed of applyChange(change, there)) expect(await store.saveCertificate(changed)).toBe(true);
}

/** The person's request gets its next event; the first time it is handed in. */
async function moveRequest(
  store: Store,
  { person, event: kind, lasts: minutes }: Happening,
  at: string,
): Promise<void> {
  const number = `TTE-P${person}`;
  const there = await store.findApplication(number);
  const happened = { at, by: { person: 'p-9', name: 'Kepala Contoh', role: 'kepala_dinas' }, step: 'verifikasi' };
  const used = { minutes, late: minutes > 15 };
  const next: ApplicationEvent =
    kind === 'papers_returned'
      ? { ...happened, ...used, kind, papers: [{ key: 'ktp', reason: 'Foto buram' }], reasons: ['Foto buram'] }
      : kind === 'step_decided'
        ? { ...happened, ...used, kind, decision: 'confirm' }
        : { ...happened, kind };
  const submitted: ApplicationEvent = { ...happened, kind: 'application_submitted', step: 'pengajuan' };
  const history = there ? [...there.history, next] : [submitted];
  const change = { applicant: `p-${person}`, history, revision: (there?.revision ?? 0) + 1 };
  expect(await store.saveApplication(request(number, change), { notices: [] })).toBe(true);
}
