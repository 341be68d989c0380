// Random damage of DER values: certificates, OCSP answers, CRLs and time stamps as a forger would hand them in.
import fc from 'fast-check';

export type DerMutation =
  | { readonly kind: 'flip'; readonly at: number; readonly bits: number }
  | { readonly kind: 'insert'; readonly at: number; readonly bytes: readonly number[] }
  | { readonly kind: 'remove'; readonly at: number; readonly length: number };

const place = fc.noBias(fc.integer({ min: 0, max: 999_999 })).map((share) => share / 1_000_000);
const byte = fc.integer({ min: 0, max: 255 });

export const derMutations: fc.Arbitrary<readonly DerMutation[]> = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({ kind: fc.constant('flip' as const), at: place, bits: fc.integer({ min: 1, max: 255 }) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('insert' as const),
        at: place,
        bytes: fc.array(byte, { minLength: 1, maxLength: 6 }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('remove' as const), at: place, length: fc.integer({ min: 1, max: 6 }) }),
    },
  ),
  { minLength: 1, maxLength: 2 },
);

export function mutateDer(der: Buffer, mutations: readonly DerMutation[]): Buffer {
  return mutations.reduce((bytes, step) => {
    const at = Math.floor(step.at * bytes.length);
    const by = step.kind === 'flip' ? [(bytes[at] ?? 0) ^ step.bits] : step.kind === 'insert' ? step.bytes : [];
    const gone = step.kind === 'flip' ? 1 : step.kind === 'remove' ? step.length : 0;
    return Buffer.concat([bytes.subarray(0, at), Buffer.from(by), bytes.subarray(at + gone)]);
  }, der);
}
