// The three letters that the demo offers for the check of a document.
import { describe, expect, it } from 'vitest';
import { signedSamples } from '../../scripts/sample-signed.ts';
import { loadTrust, trustOf } from '../../src/pdf/trust.ts';
import { START, makeWorld } from '../helpers/world.ts';
import type { World } from '../helpers/world.ts';

const YEAR = 365 * 86_400_000;
const samples = signedSamples(START);

async function answers(world: World): Promise<string[]> {
  const told: string[] = [];
  for (const paper of samples.papers) {
    const [line] = await world.say('publik', { file: paper.name, bytes: await paper.bytes() });
    told.push(line?.message.text ?? '');
  }
  return told;
}

describe('the signed samples', () => {
  it.each([
    ['when the demo begins', 0],
    ['when its clock was moved on by two years', 2 * YEAR],
  ])('are a valid, an altered and an unsigned letter %s', async (_when, later) => {
    const world = await makeWorld({ trust: trustOf([Buffer.from(samples.anchor)]) });
    await world.pass(later);
    const [good, altered, plain] = await answers(world);
    expect(good).toContain('✅ *SAH.*');
    expect(good).toContain('*Contoh Kepala Dinas, M.Si.*, Pemerintah Kota Contoh (diterbitkan oleh PSrE CONTOH)');
    expect(good).toContain('✅ Tanda tangan memiliki stempel waktu');
    expect(good).toContain('✅ Tanda tangan mendukung LTV');
    expect(altered).toContain('❌ *TIDAK SAH.*');
    expect(altered).toContain('❌ Isi dokumen berubah sejak ditandatangani');
    expect(plain).toContain('*Tidak ada tanda tangan elektronik*');
  });

  it('are trusted by nobody else', async () => {
    const [good] = await answers(await makeWorld({ trust: loadTrust() }));
    expect(good).toContain('⚠️ *BELUM DAPAT DIPASTIKAN.*');
  });

  it('say in their authority that it is none', () => {
    const certificate = trustOf([Buffer.from(samples.anchor)]).anchors[0];
    expect(certificate?.name).toContain('CONTOH');
  });
});
