// A file that ends the verifying process: the answer is left open, and the desk goes on.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createVerifier } from '../../src/pdf/isolated.ts';
import { validPaper } from '../helpers/checked-papers.ts';
import { pemOf } from '../helpers/test-ca.ts';
import { testPki } from '../helpers/test-pki.ts';
import { makeWorld } from '../helpers/world.ts';
import type { World } from '../helpers/world.ts';

async function answer(world: World, bytes: Uint8Array): Promise<string> {
  const lines = await world.say('publik', { file: 'surat.pdf', bytes });
  return lines.map(({ message }) => message.text).join('\n');
}

describe('a verifier that dies over a file', () => {
  const directory = mkdtempSync(join(tmpdir(), 'meja-check-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  it('leaves the answer open, and the bot goes on', async () => {
    writeFileSync(join(directory, 'akar-uji.pem'), pemOf(testPki().root));
    const world = await makeWorld();
    const verifier = createVerifier({ trustDirs: [directory], clock: () => world.now() });
    let murders = 1;
    const checkPdf: World['desk']['checkPdf'] = (bytes) => {
      const verdict = verifier.verify(bytes);
      if (murders-- > 0) for (const pid of verifier.pids()) process.kill(pid, 'SIGKILL');
      return verdict;
    };
    Object.assign(world.desk, { checkPdf });
    try {
      await verifier.start();
      const first = await answer(world, validPaper());
      expect(first).toContain('⚠️ *BELUM DAPAT DIPASTIKAN.*');
      expect(first).not.toMatch(/SAH|Tanda Tangan #/);
      expect(await answer(world, validPaper())).toContain('✅ *SAH.*');
      expect(world.logged).toEqual([]);
    } finally {
      await verifier.stop();
    }
  });

  it('says sorry once when it cannot even start, and keeps nothing', async () => {
    const world = await makeWorld();
    const verifier = createVerifier({ trustDirs: [join(directory, 'tidak-ada')], clock: () => world.now() });
    Object.assign(world.desk, { checkPdf: (bytes: Uint8Array) => verifier.verify(bytes) });
    expect(await answer(world, validPaper())).toContain('terjadi gangguan');
    expect((await world.say('publik', 'menu'))[0]?.message.text).toContain('Silakan pilih');
    await verifier.stop();
  });
});
