// The isolation of the PDF check: real child processes, really killed, really out of memory.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createVerifier, type IsolatedVerifier, type VerifierOptions } from '../../src/pdf/isolated.ts';
import { verify } from '../../src/pdf/verify.ts';
import { archived } from '../helpers/pdf-fixture.ts';
import { streamBody } from '../helpers/pdf-revisions.ts';
import { letter, signLetter } from '../helpers/signed-pdf.ts';
import { pemOf } from '../helpers/test-ca.ts';
import { NOW, testPki, testTrust } from '../helpers/test-pki.ts';

let directory = '';
let verifier: IsolatedVerifier | undefined;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'meja-trust-'));
  writeFileSync(join(directory, 'akar-uji.pem'), pemOf(testPki().root));
});
afterAll(() => rmSync(directory, { recursive: true }));
afterEach(async () => verifier?.stop());

async function started(options: Partial<VerifierOptions> = {}): Promise<IsolatedVerifier> {
  verifier = createVerifier({ trustDirs: [directory], clock: () => NOW, ...options });
  await verifier.start();
  return verifier;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const firstPid = (from: IsolatedVerifier): number => from.pids()[0] ?? Number.NaN;

/** A signed file of about so many bytes. */
function large(megabytes: number): Buffer {
  return signLetter(letter('table', { 13: streamBody('', Buffer.alloc(megabytes * 1e6, 7)) })).bytes;
}

describe('the isolated PDF check', () => {
  it('gives the same verdict as the check in this process', async () => {
    const { bytes } = archived();
    const verdict = await (await started()).verify(bytes);
    expect(verdict).toEqual(verify(bytes, { trust: testTrust(), now: NOW }));
    expect(verdict.headline).toBe('valid');
    expect(Object.isFrozen(verdict.signatures[0])).toBe(true);
  });

  it('starts by itself at the first file', async () => {
    verifier = createVerifier({ trustDirs: [directory], clock: () => NOW });
    expect(verifier.pids()).toEqual([]);
    expect((await verifier.verify(archived().bytes)).headline).toBe('valid');
  });

  it('answers indeterminate when the child is killed, and judges the next file', async () => {
    const reasons: string[] = [];
    const isolated = await started({ onFailure: (reason) => reasons.push(reason) });
    const { bytes } = archived();
    const killed = isolated.verify(bytes);
    const pid = firstPid(isolated);
    process.kill(pid, 'SIGKILL');
    expect(await killed).toMatchObject({ headline: 'indeterminate', integrity: 'indeterminate', problem: 'limit' });
    expect(reasons).toEqual(['the child ended: SIGKILL']);
    expect((await isolated.verify(bytes)).headline).toBe('valid');
    expect(firstPid(isolated)).not.toBe(pid);
  });

  it('ends a check at the wall limit', async () => {
    const isolated = await started({ wallMs: 5 });
    expect(await isolated.verify(large(20))).toMatchObject({ headline: 'indeterminate', problem: 'timeout' });
  });

  it('ends a check at the memory limit', async () => {
    const isolated = await started({ memoryMb: 160 });
    expect((await isolated.verify(archived().bytes)).headline).toBe('valid');
    expect(await isolated.verify(large(24))).toMatchObject({ headline: 'indeterminate', problem: 'limit' });
    expect((await isolated.verify(archived().bytes)).headline).toBe('valid');
  });

  it('replaces a child after so many files', async () => {
    const isolated = await started({ filesPerChild: 2 });
    const { bytes } = archived();
    const pids: number[] = [];
    for (let file = 0; file < 4; file += 1) {
      const verdict = isolated.verify(bytes);
      pids.push(firstPid(isolated));
      expect((await verdict).headline).toBe('valid');
      await isolated.start();
    }
    expect(pids[0]).toBe(pids[1]);
    expect(pids[2]).toBe(pids[3]);
    expect(pids[0]).not.toBe(pids[2]);
  });

  it('answers many requests at once, each with its own verdict', async () => {
    const isolated = await started({ size: 2 });
    const good = archived().bytes;
    const plain = letter().bytes;
    const broken = Buffer.from('bukan pdf');
    const files = [good, plain, broken, good, plain, broken, good, plain, broken];
    const verdicts = await Promise.all(files.map((file) => isolated.verify(file)));
    const three = ['valid', 'unsigned', 'indeterminate'];
    expect(verdicts.map((verdict) => verdict.headline)).toEqual([...three, ...three, ...three]);
    expect(verdicts.map((verdict) => verdict.size)).toEqual(files.map((file) => file.length));
    expect(isolated.pids()).toHaveLength(2);
  });

  it('leaves no process behind when it stops, and answers what still waits', async () => {
    const isolated = await started({ size: 2 });
    const pids = isolated.pids();
    expect(pids.every(isAlive)).toBe(true);
    const waiting = Array.from({ length: 4 }, () => isolated.verify(archived().bytes));
    await isolated.stop();
    expect((await Promise.all(waiting)).map((verdict) => verdict.headline)).toEqual(Array(4).fill('indeterminate'));
    expect(pids.some(isAlive)).toBe(false);
    expect((await isolated.verify(archived().bytes)).headline).toBe('indeterminate');
  });

  it.runIf(process.platform === 'linux')('does not hand the environment and its secrets to the child', async () => {
    process.env['MEJA_TEST_SECRET'] = 'rahasia';
    const isolated = await started();
    delete process.env['MEJA_TEST_SECRET'];
    expect(readFileSync(`/proc/${firstPid(isolated)}/environ`, 'latin1')).not.toContain('rahasia');
  });

  it('says so when its trust anchors cannot be read, and blames no file', async () => {
    verifier = createVerifier({ trustDirs: [join(directory, 'tidak-ada')], clock: () => NOW });
    await expect(verifier.start()).rejects.toThrow('The PDF verifier does not start');
    await expect(verifier.verify(archived().bytes)).rejects.toThrow('The PDF verifier does not start');
  });
});
