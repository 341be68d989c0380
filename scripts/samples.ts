// `npm run samples -- [--profile NAME] [--out DIR]`: writes the invented papers of a profile to a folder.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadProfile } from '../src/sop/load-profile.ts';
import { sampleApplicant } from './sample-applicant.ts';
import { samplePapers } from './sample-papers.ts';

const { values } = parseArgs({
  options: { out: { type: 'string', default: 'data/samples' }, profile: { type: 'string', default: 'tarakan' } },
});
const profile = loadProfile(values.profile);
mkdirSync(values.out, { recursive: true });
for (const paper of samplePapers(profile)) {
  const bytes = await paper.bytes();
  writeFileSync(join(values.out, paper.name), bytes);
  console.log(`${join(values.out, paper.name)}  ${Math.ceil(bytes.length / 1000)} KB  ${paper.label.id}`);
}
const { name, nip, nik, grade, position, office, mail, phone } = sampleApplicant(profile);
console.log(`\nPemohon: ${[name, nip, nik, grade, position, office, mail, phone].join(' | ')}`);
