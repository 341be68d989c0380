// The chain by itself: whatever is done to it afterwards is found, at its place.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuditAct, AuditEntry } from '../../src/core/audit.ts';
import { ACTS, BEGINNING, canonicalJson, chain, sealAct, verifyChain } from '../../src/core/audit.ts';

const LENGTH = 7;

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function act(index: number): AuditAct {
  return {
    id: `TTE-1:${index}:0`,
    at: `2026-11-20T02:00:0${index}.000Z`,
    actor: `p-${index}`,
    actorName: `Petugas ${index}`,
    act: ACTS[index % ACTS.length] ?? 'step_decided',
    subject: `TTE-${index}`,
    channel: 'telegram',
    detail: { step: 'verifikasi', decision: 'complete' },
  };
}

const ENTRIES = chain(
  Array.from({ length: LENGTH }, (_, index) => act(index + 1)),
  BEGINNING,
  sha256,
);
const SEQS = ENTRIES.map(({ seq }) => seq);

function verify(entries: readonly (AuditEntry | undefined)[]) {
  return verifyChain(
    entries.filter((entry) => entry !== undefined),
    sha256,
  );
}

function at(seq: number): AuditEntry {
  const entry = ENTRIES[seq - 1];
  if (!entry) throw new Error(`no entry ${seq}`);
  return entry;
}

describe('the audit chain', () => {
  it('is whole as it was made, and says where it ends', () => {
    expect(verify(ENTRIES)).toEqual({ ok: true, head: { seq: LENGTH, hash: at(LENGTH).hash } });
    expect(verify([])).toEqual({ ok: true, head: BEGINNING });
  });

  it('is verified in parts, each from the head of the one before', () => {
    for (const cut of SEQS) {
      const first = verifyChain(ENTRIES.slice(0, cut), sha256);
      expect(first).toMatchObject({ ok: true });
      if (!first.ok) continue;
      expect(verifyChain(ENTRIES.slice(cut), sha256, first.head)).toEqual(verify(ENTRIES));
    }
  });

  it('ties each entry to the one before, the first to nothing', () => {
    expect(at(1).previous).toBe('0'.repeat(64));
    for (const seq of SEQS.slice(1)) expect(at(seq).previous).toBe(at(seq - 1).hash);
  });

  describe.each(SEQS)('with something done to entry %i', (seq) => {
    const changes: Partial<AuditEntry>[] = [
      { id: 'another' },
      { at: '2026-11-20T02:00:00.001Z' },
      { actor: 'p-0' },
      { actorName: 'Orang Lain' },
      { act: 'report_made' },
      { subject: 'TTE-0' },
      { channel: 'web' },
      { detail: { step: 'verifikasi', decision: 'reject' } },
      { detail: { step: 'verifikasi' } },
      { detail: { step: 'verifikasi', decision: 'complete', more: '' } },
      { previous: 'f'.repeat(64) },
      { hash: 'f'.repeat(64) },
    ];

    it.each(changes)('finds %j', (change) => {
      expect(verify(ENTRIES.with(seq - 1, { ...at(seq), ...change }))).toEqual({ ok: false, seq, fault: 'changed' });
    });

    it.each(changes.filter((change) => !('hash' in change)))('finds %j though its hash was made anew', (change) => {
      const changed = { ...at(seq), ...change };
      const entries = ENTRIES.with(seq - 1, sealAct(changed, seq, changed.previous, sha256));
      const check = verify(entries);
      // Of the last entry only a remembered head, or the seal of the store, can tell.
      if (seq === LENGTH && !('previous' in change)) expect(check).toMatchObject({ ok: true });
      else expect(check).toMatchObject({ ok: false, fault: 'changed' });
      if (seq === LENGTH && !('previous' in change)) expect(check).not.toEqual(verify(ENTRIES));
    });

    it('finds a number that was changed', () => {
      for (const other of [0, -1, seq + LENGTH, seq + 0.5])
        expect(verify(ENTRIES.with(seq - 1, { ...at(seq), seq: other }))).toMatchObject({ ok: false });
    });

    it('finds it taken out', () => {
      const check = verify(ENTRIES.toSpliced(seq - 1, 1));
      if (seq === LENGTH) expect(check).toMatchObject({ ok: true, head: { seq: LENGTH - 1 } });
      else expect(check).toEqual({ ok: false, seq, fault: 'missing' });
    });

    it('finds it put in twice', () => {
      expect(verify(ENTRIES.toSpliced(seq - 1, 0, at(seq)))).toEqual({ ok: false, seq: seq + 1, fault: 'duplicated' });
      expect(verify([...ENTRIES, at(seq)])).toEqual({ ok: false, seq: LENGTH + 1, fault: 'duplicated' });
    });

    it('finds a copy of it under the number of another', () => {
      for (const other of SEQS.filter((each) => each !== seq)) {
        const entries = ENTRIES.with(other - 1, { ...at(seq), seq: other });
        expect(verify(entries)).toEqual({ ok: false, seq: other, fault: 'duplicated' });
      }
    });

    it('finds it exchanged with another, with or without their numbers', () => {
      for (const other of SEQS.filter((each) => each > seq)) {
        const fault = { ok: false, seq, fault: 'reordered' };
        expect(verify(ENTRIES.with(seq - 1, at(other)).with(other - 1, at(seq)))).toEqual(fault);
        const renumbered = ENTRIES.with(seq - 1, { ...at(other), seq }).with(other - 1, { ...at(seq), seq: other });
        expect(verify(renumbered)).toEqual(fault);
      }
    });

    it('finds something else put in before it', () => {
      const put = sealAct({ ...act(9), id: 'put in' }, seq, at(seq).previous, sha256);
      expect(verify(ENTRIES.toSpliced(seq - 1, 0, put))).toMatchObject({ ok: false });
    });
  });

  it('finds a chain that another was made of from some entry on, against a head remembered before', () => {
    const kept = ENTRIES.slice(0, 3);
    const forged = chain(
      [4, 5, 6, 7].map((index) => ({ ...act(index), actor: 'p-0' })),
      at(3),
      sha256,
    );
    const check = verify([...kept, ...forged]);
    expect(check).toMatchObject({ ok: true, head: { seq: LENGTH } });
    expect(check).not.toEqual(verify(ENTRIES));
  });
});

describe('canonical JSON', () => {
  it('is one text for one value, in whatever order its keys were set', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: undefined, A: '€"\n' })).toBe(
      '{"A":"€\\"\\n","b":[1,{"c":"x","d":null}]}',
    );
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(turned)).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('sorts keys by code units, as RFC 8785 has it', () => {
    const keys = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6'];
    const sorted = ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33'];
    const written = canonicalJson(Object.fromEntries(keys.map((key) => [key, 0])));
    expect(written).toBe(`{${sorted.map((key) => `${JSON.stringify(key)}:0`).join(',')}}`);
  });
});
