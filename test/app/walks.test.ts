// A thousand random walks: never stuck, never a crash, never a lost paper. A failure names its seed, and the same seed walks again.
import { it } from 'vitest';
import { loadProfile } from '../../src/sop/load-profile.ts';
import { walk } from '../helpers/walk.ts';

const PROFILES = [loadProfile('tarakan'), loadProfile('tanjungpinang')];
const WALKS = 1000;
const FIRST = Number(process.env['WALK_SEED'] ?? 1);

it('come to no end that an honest person could not go on from', { timeout: 120_000 }, async () => {
  for (let seed = FIRST; seed < FIRST + WALKS; seed += 1) {
    const profile = PROFILES[seed % PROFILES.length];
    if (profile) await walk(seed, profile);
  }
});
