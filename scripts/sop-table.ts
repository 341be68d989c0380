// `npm run sop-table`: prints what every agency's services ask for, as the table that stands in README.
import { pathToFileURL } from 'node:url';
import type { Profile, Service } from '../src/core/profile.ts';
import { loadProfile, shippedProfiles } from '../src/sop/load-profile.ts';

const HEAD = ['agency', 'service', 'steps', 'papers', 'office time'];

/** A table in Markdown: a row for each service of each shipped profile, in the order of the files. */
export function sopTable(): string {
  const rows = shippedProfiles()
    .map((name) => loadProfile(name))
    .flatMap((profile) => Object.values(profile.services).map((service) => rowOf(profile, service)));
  return [HEAD, HEAD.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function rowOf(profile: Profile, { key, steps, papers }: Service): readonly string[] {
  return [
    profile.key,
    `\`${key}\``,
    String(steps.length),
    papers.map((paper) => paper.label.id).join(', '),
    timeOf(steps),
  ];
}

/** What the steps may take in all, e.g. "135 min + 2 days". */
function timeOf(steps: Service['steps']): string {
  const sum = (of: (step: Service['steps'][number]['allowed']) => number): number =>
    steps.reduce((total, { allowed }) => total + of(allowed), 0);
  const minutes = sum((allowed) => ('minutes' in allowed ? allowed.minutes : 0));
  const days = sum((allowed) => ('days' in allowed ? allowed.days : 0));
  return days === 0 ? `${minutes} min` : `${minutes} min + ${days} ${days === 1 ? 'day' : 'days'}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.log(sopTable());
