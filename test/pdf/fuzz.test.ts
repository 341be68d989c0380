// Mutations of good files: whatever is done to them, the verifier neither throws nor calls a changed file intact.
// The bench runs the same generator 20,000 times and more.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verify } from '../../src/pdf/verify.ts';
import { cases, complaintAbout, mutate, originals } from '../helpers/pdf-mutations.ts';
import { NOW, testTrust } from '../helpers/test-pki.ts';

const RUNS = 500;

describe('the verifier under mutation', () => {
  it.each(originals().map((original) => [original.name, original] as const))(
    'begins with a good file: %s',
    (_name, { doc, states }) => {
      for (const bytes of [doc.bytes, ...states]) {
        expect(verify(bytes, { trust: testTrust(), now: NOW }).integrity).toBe('intact');
      }
    },
  );

  it('never calls a changed file intact, and never throws', () => {
    const trust = testTrust();
    fc.assert(
      fc.property(cases, (from) => {
        const bytes = mutate(from);
        expect(complaintAbout(from, bytes, verify(bytes, { trust, now: NOW }))).toBeNull();
      }),
      { numRuns: RUNS },
    );
  });
});
