import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkField } from '../../src/core/check-field.ts';
import { crossCheck } from '../../src/core/cross-check.ts';
import { addOfficeMinutes } from '../../src/core/office-time.ts';
import type { SopStep } from '../../src/core/profile.ts';
import { ProfileError, loadProfile, parseProfile, shippedProfiles } from '../../src/sop/load-profile.ts';

const folder = mkdtempSync(join(tmpdir(), 'profile-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function stepsOf(name: string): readonly SopStep[] {
  return loadProfile(name).services['penerbitan']?.steps ?? [];
}

function table(steps: readonly SopStep[]): readonly string[] {
  return steps.map(({ actor, allowed, decisions }) => {
    const time = 'minutes' in allowed ? `${allowed.minutes} min` : `${allowed.days} d`;
    return `${actor} ${time} ${decisions.map(({ kind }) => kind).join('/')}`;
  });
}

describe('the procedure of Tarakan', () => {
  it('has the seven steps of its SOP', () => {
    expect(table(stepsOf('tarakan'))).toEqual([
      'pemohon 15 min submit',
      'kepala_dinas 15 min dispose',
      'kepala_bidang 15 min dispose',
      'statistisi 15 min dispose',
      'verifikator 10 min register/return_papers/reject',
      'verifikator 20 min confirm',
      'verifikator 10 min issue',
    ]);
  });

  it('asks for the four papers of its SOP', () => {
    const papers = loadProfile('tarakan').services['penerbitan']?.papers ?? [];
    expect(papers.map(({ key }) => key)).toEqual(['surat_permohonan', 'formulir_bsre', 'ktp', 'sk_terakhir']);
  });

  it('is timed by the clocks of WITA', () => {
    const { office } = loadProfile('tarakan');
    expect(addOfficeMinutes('2026-11-20T03:20:00.000Z', 15, office)).toBe('2026-11-20T05:05:00.000Z');
  });
});

describe('the procedure of Tanjungpinang', () => {
  it('has the nine steps of its SOP', () => {
    expect(table(stepsOf('tanjungpinang'))).toEqual([
      'pemohon 15 min submit',
      'kepala_dinas 15 min dispose',
      'kepala_bidang 15 min dispose',
      'verifikator 30 min register/return_papers/reject',
      'pemohon 15 min confirm',
      'verifikator 15 min verify_activation/reject',
      'pemohon 15 min confirm',
      'bsre 1 d issue/reject',
      'pemohon 1 d confirm',
    ]);
  });

  it('has the verifikator record what BSrE did', () => {
    expect(loadProfile('tanjungpinang').actors['bsre']).toMatchObject({ kind: 'external', recordedBy: 'verifikator' });
  });
});

describe.each(shippedProfiles())('the shipped profile %s', (name) => {
  const profile = loadProfile(name);
  const service = profile.services['penerbitan'];

  it('is called like its file', () => {
    expect(profile.key).toBe(name);
  });

  it('gives 37.5 office hours in a week', () => {
    const minutes = profile.office.week.flat().reduce((sum, { from, to }) => sum + to - from, 0);
    expect(minutes).toBe(37.5 * 60);
  });

  it('gives examples that pass their own check and agree with each other', () => {
    const context = { today: '2026-11-20', mailDomains: profile.mailDomains };
    const answers: Record<string, string> = {};
    for (const field of service?.fields ?? []) {
      for (const example of Object.values(field.example)) {
        const check = checkField(field, example, context);
        expect(check, `${field.key}: ${example}`).toMatchObject({ ok: true, doubts: [] });
        if (check.ok) answers[field.key] = check.value;
      }
    }
    expect(crossCheck(answers, service?.fields ?? [], context.today)).toEqual([]);
  });

  it('says where its document has every step, and follows the rows of an SOP', () => {
    for (const [at, { source }] of (service?.steps ?? []).entries()) {
      expect(source).toMatch(/^(?:SOP baris|Pasal|Metadata kegiatan) \d/);
      if (source.startsWith('SOP')) expect(source).toBe(`SOP baris ${at + 1}`);
    }
  });

  it('names no mobile number and no personal mail address', () => {
    const text = readFileSync(`src/sop/profiles/${name}.yaml`, 'utf8');
    expect(text).not.toMatch(/(?:\+62|\b0)8(?!12-0000-0001)\d[\d -]{6,}/);
    expect(text).not.toMatch(/@(?:gmail|yahoo)/);
  });
});

describe("one's own profile", () => {
  const text = readFileSync('src/sop/profiles/tarakan.yaml', 'utf8');

  it('is read by its path', () => {
    const path = join(folder, 'my-town.yaml');
    writeFileSync(path, text.replace('key: tarakan', 'key: my-town'));
    expect(loadProfile(path).key).toBe('my-town');
  });

  it('may have line ends and a byte order mark of Windows', () => {
    const windows = `\uFEFF${text.replaceAll('\n', '\r\n')}`;
    expect(parseProfile(windows, 'my.yaml')).toEqual(loadProfile('tarakan'));
  });

  it('may repeat a text by an alias', () => {
    const aliased = text
      .replace('title: { id: Kepala Dinas,', 'title: &head { id: Kepala Dinas,')
      .replace(/title: \{ id: Statistisi Ahli Muda.*\}/, 'title: *head');
    expect(parseProfile(aliased, 'my.yaml').actors['statistisi']?.title.id).toBe('Kepala Dinas');
  });

  it.each([
    ['that is missing', './nowhere/my.yaml', /cannot be read: ENOENT/],
    ['that is a folder', './src/', /cannot be read: EISDIR/],
    ['without a path', 'tarkan', /unknown profile "tarkan"; did you mean "tarakan"\?/],
    ['named like an attack', '..', /unknown profile/],
  ])('%s is a ProfileError', (_, name, reason) => {
    expect(() => loadProfile(name)).toThrow(ProfileError);
    expect(() => loadProfile(name)).toThrow(reason);
  });

  it('far too large is not parsed', () => {
    const path = join(folder, 'large.yaml');
    writeFileSync(path, `# ${'x'.repeat(1_000_001)}`);
    expect(() => loadProfile(path)).toThrow(/larger than 1000000 bytes/);
  });
});

describe('the version of a profile', () => {
  const text = readFileSync('src/sop/profiles/tarakan.yaml', 'utf8');
  const { version } = loadProfile('tarakan');

  it('is twelve hex digits', () => {
    expect(version).toMatch(/^[0-9a-f]{12}$/);
  });

  it('stays when only comments or the order of keys change', () => {
    const reordered = text
      .replace(/^mail_domains: .*\n/m, '')
      .concat('\n# a comment\nmail_domains: [tarakankota.go.id]\n');
    expect(parseProfile(reordered, 'my.yaml').version).toBe(version);
  });

  it('changes with any word of the data', () => {
    expect(parseProfile(text.replace('minutes: 20', 'minutes: 21'), 'my.yaml').version).not.toBe(version);
    expect(parseProfile(text.replace('Silakan lengkapi', 'Mohon lengkapi'), 'my.yaml').version).not.toBe(version);
  });
});
