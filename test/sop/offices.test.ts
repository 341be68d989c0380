// The list of all Perangkat Daerah and the publication in a profile of one's own.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadProfile, parseProfile, ProfileError, shippedProfiles } from '../../src/sop/load-profile.ts';

const TARAKAN = readFileSync('src/sop/profiles/tarakan.yaml', 'utf8');

function withOffices(lines: string): string {
  return `${TARAKAN}\noffices:\n${lines}`;
}

function refusal(text: string): string {
  try {
    parseProfile(text, 'my.yaml');
  } catch (error) {
    if (error instanceof ProfileError) return error.message.split('\n').slice(1).join('\n');
    throw error;
  }
  return '';
}

describe('the list of all Perangkat Daerah', () => {
  it('is read with areas, other names, and what became of whom', () => {
    const text =
      withOffices(`  - { name: Dinas Alfa, area: Utara, also: [DISALFA], until: 2026-06-30, into: Dinas Alfa Beta }
  - { name: Dinas Alfa Beta, area: Utara, from: 2026-07-01 }
`);
    expect(parseProfile(text, 'my.yaml').offices).toEqual([
      { name: 'Dinas Alfa', area: 'Utara', also: ['DISALFA'], until: '2026-06-30', into: 'Dinas Alfa Beta' },
      { name: 'Dinas Alfa Beta', area: 'Utara', from: '2026-07-01' },
    ]);
  });

  it.each([
    [
      'names one twice',
      '  - { name: Dinas A, area: X }\n  - { name: DINAS A, area: Y }\n',
      /offices: "DINAS A" ada dua kali/,
    ],
    [
      'lets one go into another that is not on it',
      '  - { name: Dinas A, area: X, until: 2026-06-30, into: Dinas B }\n',
      /offices: "Dinas A" menjadi "Dinas B", yang tidak ada dalam daftar/,
    ],
    ['has no area', '  - { name: Dinas A }\n', /offices\[1\]\.area: is missing/],
    [
      'has a day that there is not',
      '  - { name: Dinas A, area: X, until: 2026-02-30 }\n',
      /offices\[1\]\.until: must be a real/,
    ],
    ['has an unknown key', '  - { name: Dinas A, area: X, untill: 2026-02-28 }\n', /did you mean "until"\?/],
    ['is empty', '  []\n', /offices: must hold at least one/],
    ['is a text', '  Dinas A\n', /offices: must be a list/],
  ])('is refused where it %s', (_, lines, reason) => {
    expect(refusal(withOffices(lines))).toMatch(reason);
  });

  it('is another version of the profile', () => {
    const text = withOffices('  - { name: Dinas A, area: X }\n');
    expect(parseProfile(text, 'my.yaml').version).not.toBe(loadProfile('tarakan').version);
  });
});

describe('the publication', () => {
  it('may be left out', () => {
    const without = TARAKAN.replace(/^publication:\n(?: .*\n)+/m, '');
    expect(parseProfile(without, 'my.yaml').publication).toBeUndefined();
  });

  it('is refused without a position that answers for it', () => {
    expect(refusal(TARAKAN.replace(/^ {4}position: .*\n/m, ''))).toMatch(
      /publication\.responsible\.position: is missing/,
    );
  });
});

describe.each(shippedProfiles())('the shipped profile %s', (name) => {
  it('has no list of Perangkat Daerah, since its document has none', () => {
    expect(loadProfile(name).offices).toBeUndefined();
  });

  it('says who answers for the publication, by position', () => {
    const { publication, agency } = loadProfile(name);
    expect(publication?.title).toBe(`Kompilasi Data Sertifikat Elektronik yang Diterbitkan di ${agency.government}`);
    expect(publication?.responsible.position).toMatch(/^Kepala Bidang /);
  });
});
