// A thousand random walks: never stuck, never a crash, never a lost paper. A failure names its seed, and the same seed walks again.
import { it } from 'vitest';
import type { Profile } from '../../src/core/profile.ts';
import { loadProfile } from '../../src/sop/load-profile.ts';
import { walk } from '../helpers/walk.ts';

const WALKS = 1000;

/** The same procedure with a short form whose last paper may be left out: short walks come further in it. */
function shortened(profile: Profile): Profile {
  const services = Object.entries(profile.services).map(([key, service]) => {
    const fields = service.fields.filter((field) => ['nama', 'nip', 'nik', 'perangkat_daerah'].includes(field.key));
    const papers = service.papers.slice(-2).map((paper, index) => ({ ...paper, optional: index === 1 }));
    return [key, { ...service, fields, papers }];
  });
  return { ...profile, version: `short-${profile.key}`, services: Object.fromEntries(services) as Profile['services'] };
}

it('come to no end that an honest person could not go on from', { timeout: 300_000 }, async () => {
  const whole = [loadProfile('tarakan'), loadProfile('tanjungpinang')];
  const profiles = [...whole, ...whole.map(shortened), ...whole.map(shortened)];
  for (let seed = 1; seed <= WALKS; seed += 1) {
    const profile = profiles[seed % profiles.length];
    if (profile) await walk(seed, profile);
  }
});
