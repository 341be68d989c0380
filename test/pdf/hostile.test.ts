// Files made to exhaust the verifier, judged in the isolated child: each is answered soon, in little memory, and the
// child survives it. The limits are those of the specification: 2 s and 300 MB.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVerifier, type IsolatedVerifier } from '../../src/pdf/isolated.ts';
import { canMeasure, costOf, resetPeak } from '../helpers/child-cost.ts';
import { hostileFiles } from '../helpers/hostile-pdf.ts';
import { scaledFiles } from '../helpers/hostile-scale.ts';
import { pemOf } from '../helpers/test-ca.ts';
import { NOW, testPki } from '../helpers/test-pki.ts';

const MOST_CPU_MS = 2000;
const MOST_MB = 300;

let verifier: IsolatedVerifier;
let directory = '';

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'meja-trust-'));
  writeFileSync(join(directory, 'akar-uji.pem'), pemOf(testPki().root));
  verifier = createVerifier({ trustDirs: [directory], clock: () => NOW });
  await verifier.start();
});
afterAll(async () => {
  await verifier.stop();
  rmSync(directory, { recursive: true });
});

describe('a hostile file is answered soon, in little memory, and without harm', () => {
  it.runIf(canMeasure).each([...hostileFiles, ...scaledFiles(0.3)].map((file) => [file.name, file] as const))(
    '%s',
    async (_name, file) => {
      const bytes = file.make();
      const pid = verifier.pids()[0] ?? Number.NaN;
      const before = costOf(pid);
      resetPeak(pid);
      const verdict = await verifier.verify(bytes);
      expect(verifier.pids()).toEqual([pid]);
      const after = costOf(pid);
      expect(after.cpuMs - before.cpuMs).toBeLessThan(MOST_CPU_MS);
      expect(after.peakMb).toBeLessThan(MOST_MB);
      if (file.isIntact) expect(verdict.integrity).toBe('intact');
      else expect(['intact', 'unsigned']).not.toContain(verdict.integrity);
    },
  );
});
