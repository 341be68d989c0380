// The part of the store's contract about the audit trail: a chain without gaps, whoever appends at once; every act in it once.
import { expect, it } from 'vitest';
import type { AuditEntry, Store } from '../../src/app/ports.ts';
import { BEGINNING, chain, verifyChain } from '../../src/core/audit.ts';
import { sha256 } from '../../src/storage/audit-hash.ts';
import { act } from './examples.ts';

export function auditContract(current: () => Store): void {
  const idsOf = (entries: readonly AuditEntry[]) => entries.map(({ id }) => id);

  it('is empty at first', async () => {
    expect(await current().readAudit(0, 10)).toEqual([]);
    await current().appendAudit([]);
    expect(await current().readAudit(0, 10)).toEqual([]);
  });

  it('gives acts back as a chain', async () => {
    const store = current();
    const acts = [act('a'), act('b', { actorName: '', detail: {} }), act('c', { actorName: 'Nyoman “Adi” \u{1f33a}' })];
    await store.appendAudit(acts.slice(0, 2));
    await store.appendAudit(acts.slice(2));
    const entries = await store.readAudit(0, 10);
    expect(entries).toEqual(chain(acts, BEGINNING, sha256));
    expect(verifyChain(entries, sha256)).toEqual({ ok: true, head: { seq: 3, hash: entries[2]?.hash } });
  });

  it('is read by pages', async () => {
    const store = current();
    await store.appendAudit(['a', 'b', 'c', 'd', 'e'].map((id) => act(id)));
    expect(idsOf(await store.readAudit(0, 2))).toEqual(['a', 'b']);
    expect(idsOf(await store.readAudit(2, 2))).toEqual(['c', 'd']);
    expect(idsOf(await store.readAudit(4, 2))).toEqual(['e']);
    expect(idsOf(await store.readAudit(5, 2))).toEqual([]);
  });

  it('takes an act in once, however often it comes', async () => {
    const store = current();
    await store.appendAudit([act('a'), act('b'), act('a')]);
    await store.appendAudit([act('b')]);
    await store.appendAudit([act('c'), act('a'), act('d')]);
    const entries = await store.readAudit(0, 10);
    expect(idsOf(entries)).toEqual(['a', 'b', 'c', 'd']);
    expect(verifyChain(entries, sha256).ok).toBe(true);
  });

  it('tells the story of one request or person', async () => {
    const store = current();
    await store.appendAudit([act('a'), act('b', { subject: 'TTE-2' }), act('c')]);
    expect(idsOf(await store.findAudit('TTE-1'))).toEqual(['a', 'c']);
    expect(await store.findAudit('TTE-3')).toEqual([]);
  });

  it('shares nothing with those who append and read', async () => {
    const store = current();
    const detail: Record<string, string> = { step: 'disposisi' };
    await store.appendAudit([act('a', { detail })]);
    detail['step'] = 'lain';
    const [entry] = await store.readAudit(0, 1);
    Object.assign(entry?.detail ?? {}, { step: 'lain' });
    expect((await store.readAudit(0, 1))[0]?.detail).toEqual({ step: 'disposisi' });
  });

  it('has no gap and everything once when twenty append at the same time', async () => {
    const store = current();
    const shares = Array.from({ length: 20 }, (_, one) => [act(`${one}-1`), act(`${one}-2`), act(`shared-${one % 3}`)]);
    await Promise.all(shares.map((acts) => store.appendAudit(acts)));
    const entries = await store.readAudit(0, 100);
    expect(verifyChain(entries, sha256)).toMatchObject({ ok: true, head: { seq: 43 } });
    expect(idsOf(entries).toSorted()).toEqual([...new Set(shares.flat().map(({ id }) => id))].toSorted());
    for (const [one] of shares.entries()) {
      const ids = idsOf(entries);
      expect(ids.indexOf(`${one}-1`)).toBeLessThan(ids.indexOf(`${one}-2`));
    }
  });
}
