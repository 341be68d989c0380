import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProfileError, parseProfile } from '../../src/sop/load-profile.ts';

const TARAKAN = readFileSync('src/sop/profiles/tarakan.yaml', 'utf8');
const TANJUNGPINANG = readFileSync('src/sop/profiles/tanjungpinang.yaml', 'utf8');

/** The lines of the message below its first one. */
function refusal(text: string): readonly string[] {
  try {
    parseProfile(text, 'my.yaml');
  } catch (error) {
    if (error instanceof ProfileError) return error.message.split('\n').slice(1);
    throw error;
  }
  return [];
}

/** A shipped profile with a passage replaced (the first from `after` on), and the line the replacement begins at. */
function changed(
  text: string,
  passage: string,
  by: string,
  after = '',
): { readonly text: string; readonly line: number } {
  const start = text.indexOf(after);
  const at = text.indexOf(passage, start);
  if (start < 0 || at < 0) throw new Error(`"${passage}" is not there`);
  const line = text.slice(0, at).split('\n').length + (by.startsWith('\n') ? 1 : 0);
  return { text: text.slice(0, at) + by + text.slice(at + passage.length), line };
}

/** The only decision of Tarakan's fifth step that leads on. */
const REGISTER = `          - kind: register
            label: { id: Lengkap dan terkirim ke BSrE, en: Complete and sent to BSrE }
`;

const phases = (second: string): string => `registration:
  - { phase: I, from: 2027-03-01, for: { id: Eselon II, en: Eselon II } }
  - { ${second}, for: { id: Eselon III, en: Eselon III } }
services:
`;

interface Case {
  readonly because: string;
  readonly passage: string;
  readonly by: string;
  readonly after?: string;
  readonly of?: string;
  /** Lines from the replacement to the one named in the message. */
  readonly below?: number;
  readonly says: string;
}

const CASES: readonly Case[] = [
  {
    because: 'two phases of one name',
    passage: 'services:\n',
    by: phases('phase: I, from: 2027-03-15'),
    below: 2,
    says: 'registration[2].phase: "I" is there twice',
  },
  {
    because: 'a phase that begins no later than the one before it',
    passage: 'services:\n',
    by: phases('phase: II, from: 2027-03-01'),
    below: 2,
    says: 'registration[2].from: must be later than 2027-03-01, when the phase before it begins',
  },
  {
    because: 'a phase on a day that does not exist',
    passage: 'services:\n',
    by: phases('phase: II, from: 2027-03-32'),
    below: 2,
    says: 'registration[2].from: must be a real date like 2026-08-17',
  },
  {
    because: 'a phase without a short name',
    passage: 'services:\n',
    by: phases('phase: kedua belas, from: 2027-03-15'),
    below: 2,
    says: 'registration[2].phase: must be a short name like I, II or III',
  },
  {
    because: 'an unknown kind of service',
    passage: 'kind: renew',
    by: 'kind: renewal',
    says: 'services.pembaruan.kind: must be one of issue, renew, reissue, revoke, change_data, bulk, none; did you mean "renew"?',
  },
  {
    because: 'a request for many that an applicant may ask for',
    passage: 'asked_by: [kepala_perangkat_daerah]',
    by: 'asked_by: [pemohon, kepala_perangkat_daerah]',
    below: NaN,
    says: 'services.penerbitan_kolektif: a service of kind bulk needs asked_by with roles of officers alone',
  },
  {
    because: 'a request for many without a list',
    passage: '        sheet: people\n',
    by: '',
    below: NaN,
    says: 'services.penerbitan_kolektif: a service of kind bulk needs one paper with sheet, which everybody hands in',
  },
  {
    because: 'a request for many whose people nobody decides',
    passage: '          - decide_people\n',
    by: '',
    below: NaN,
    says: 'services.penerbitan_kolektif: a service of kind bulk needs the decision "decide_people"',
  },
  {
    because: 'a request for many whose list is given back',
    passage: '- decide_people',
    by: '- decide_people\n          - return_papers',
    below: NaN,
    says: 'services.penerbitan_kolektif: a service of kind bulk cannot decide "return_papers"',
  },
  {
    because: 'a list in a service of another kind',
    passage: 'kind: bulk',
    by: 'kind: issue',
    below: NaN,
    says: 'services.penerbitan_kolektif: a paper with sheet, or the decision "decide_people", needs kind: bulk',
  },
  {
    because: 'a spreadsheet that nobody reads',
    passage: 'types: [pdf, jpeg, png]',
    by: 'types: [pdf, xlsx]',
    below: NaN,
    says: 'xlsx and csv are for papers with sheet, and for these alone',
  },
  {
    because: 'a service that issues and is said not to',
    passage: 'kind: issue',
    by: 'kind: none',
    below: NaN,
    says: 'services.penerbitan.steps: the service penerbitan is of kind none and cannot decide "issue"',
  },
  {
    because: 'a revocation that is not said to be one',
    passage: 'kind: revoke',
    by: 'kind: none',
    below: NaN,
    says: 'services.pencabutan.steps: the service pencabutan decides "revoke" and needs kind: revoke',
  },
  {
    because: 'a renewal that renews nothing',
    passage: 'kind: revoke',
    by: 'kind: renew',
    below: NaN,
    says: 'services.pencabutan.steps: the service pencabutan decides "revoke" and needs kind: revoke',
  },
  {
    because: 'a service for revoking that revokes nothing',
    passage: 'kind: reissue',
    by: 'kind: revoke',
    below: NaN,
    says: 'services.penerbitan_kembali.steps: the service penerbitan_kembali is of kind revoke and cannot decide "issue"',
  },
  {
    because: 'a revocation without its ground',
    passage: '            ground: dasar_pencabutan\n',
    by: '',
    below: -1,
    says: 'services.pencabutan.steps[5].decisions[1]: "revoke" needs ground, the field that names the ground',
  },
  {
    because: 'a ground that is no choice',
    passage: 'ground: dasar_pencabutan',
    by: 'ground: keterangan',
    says: 'services.pencabutan.steps[5].decisions[1].ground: "keterangan" is no field of kind choice that everybody answers',
  },
  {
    because: 'a ground where nothing is revoked',
    passage: '- kind: register',
    by: '- ground: dasar_pencabutan\n            kind: register',
    says: 'services.penerbitan.steps[5].decisions[1].ground: belongs to decisions of kind revoke only',
  },
  {
    because: 'somebody unknown who may ask',
    passage: 'asked_by: [pemohon, kepala_perangkat_daerah]',
    by: 'asked_by: [pemohon, kepala_perangkat]',
    says: 'services.pencabutan.asked_by[2]: unknown actor "kepala_perangkat"; did you mean "kepala_perangkat_daerah"?',
  },
  {
    because: 'a role that may ask twice',
    passage: 'asked_by: [pemohon, kepala_perangkat_daerah]',
    by: 'asked_by: [pemohon, pemohon]',
    says: 'services.pencabutan.asked_by[2]: "pemohon" is there twice',
  },
  {
    because: 'somebody outside who may ask',
    of: TANJUNGPINANG,
    passage: 'asked_by: [pemohon, kepala_perangkat_daerah]',
    by: 'asked_by: [pemohon, bsre]',
    says: 'services.pencabutan.asked_by[2]: "bsre" acts outside the product and cannot ask',
  },
  {
    because: 'a condition on a field that is asked later',
    passage: 'when: { yang_berubah: [nik] }',
    by: 'when: { jabatan: [nik] }',
    says: 'services.perubahan_data.fields[4].when.jabatan: unknown field "jabatan"; known are yang_berubah, nama, nip; a condition looks at fields before it',
  },
  {
    because: 'a condition on a field that is no choice',
    passage: 'when: { yang_berubah: [nik] }',
    by: 'when: { nama: [nik] }',
    says: 'services.perubahan_data.fields[4].when.nama: "nama" is no field of kind choice',
  },
  {
    because: 'a condition on an option that nobody can choose',
    passage: 'when: { yang_berubah: [nik, nama] }',
    by: 'when: { yang_berubah: [nik, namaa] }',
    says: 'services.perubahan_data.papers[1].when.yang_berubah[2]: unknown option "namaa"; did you mean "nama"?',
  },
  {
    because: 'a field that has the name of a question of the dialogue',
    passage: 'key: golongan',
    by: 'key: consent',
    says: 'services.penerbitan.fields[4].key: "consent" is a question of the dialogue itself',
  },
  {
    because: 'an actor nobody knows',
    passage: 'actor: verifikator',
    by: 'actor: verifkator',
    says: 'services.penerbitan.steps[5].actor: unknown actor "verifkator"; did you mean "verifikator"?',
  },
  {
    because: 'an unreachable step',
    passage: 'decisions: [dispose]',
    by: 'decisions: [{ kind: dispose, next: pendataan }]',
    below: 3,
    says: 'services.penerbitan.steps[3]: no way leads to step "disposisi_kepala_bidang"',
  },
  {
    because: 'a missing text',
    passage: 'title: { id: Disposisi Kepala Dinas, en: Review by the Head of Office }',
    by: 'title: { id: Disposisi Kepala Dinas }',
    says: 'services.penerbitan.steps[2].title.en: is missing',
  },
  {
    because: 'an empty text',
    passage: 'label: { id: Jabatan, en: Position }',
    by: "label: { id: '  ', en: Position }",
    says: 'services.penerbitan.fields[5].label.id: must not be empty',
  },
  {
    because: 'two steps of one name',
    passage: '- id: penyerahan',
    by: '- id: passphrase',
    says: 'services.penerbitan.steps[7].id: "passphrase" is there twice',
  },
  {
    because: 'two fields of one name',
    passage: 'key: nik',
    by: 'key: nip',
    says: 'services.penerbitan.fields[3].key: "nip" is there twice',
  },
  {
    because: 'two papers of one name',
    passage: '- key: sk_terakhir',
    by: '- key: ktp',
    says: 'services.penerbitan.papers[4].key: "ktp" is there twice',
  },
  {
    because: 'a paper called like a field',
    passage: '- key: sk_terakhir',
    by: '- key: jabatan',
    says: 'services.penerbitan.papers[4].key: "jabatan" is already the name of a field',
  },
  ...['0', '-15', '100000', '1.5', 'lima belas', 'null', '.inf'].map((minutes) => ({
    because: `${minutes} minutes`,
    passage: 'minutes: 15',
    by: `minutes: ${minutes}`,
    says: 'services.penerbitan.steps[1].minutes: must be a whole number of office minutes from 1 to 14400',
  })),
  {
    because: 'neither minutes nor days',
    passage: '        minutes: 15\n',
    by: '',
    below: -6,
    says: 'services.penerbitan.steps[1]: needs either minutes or days',
  },
  {
    because: 'both minutes and days',
    passage: 'minutes: 15',
    by: 'minutes: 15\n        days: 1',
    below: -6,
    says: 'services.penerbitan.steps[1]: needs either minutes or days',
  },
  {
    because: 'a validity of no years',
    passage: 'valid_years: 2',
    by: 'valid_years: 0',
    says: 'certificate.valid_years: must be a whole number of years from 1 to 10',
  },
  {
    because: 'an expiry notice given twice',
    passage: '[30, 20,',
    by: '[30, 30,',
    below: 0,
    says: 'certificate.expiry_notices[2]: "30" is there twice',
  },
  {
    because: 'an unknown decision',
    passage: '- return_papers',
    by: '- return_paper',
    says: 'services.penerbitan.steps[5].decisions[2]: must be one of submit, dispose, complete, register, verify_activation, confirm, issue, revoke, decide_people, return_papers, reject, or { kind, next, label, ground } with such a kind; did you mean "return_papers"?',
  },
  {
    because: 'a decision that leads to an unknown step',
    passage: 'decisions: [dispose]',
    by: 'decisions: [{ kind: dispose, next: disposisi_kepala_bidan }]',
    says: 'services.penerbitan.steps[2].decisions[1].next: unknown step "disposisi_kepala_bidan"; did you mean "disposisi_kepala_bidang"?',
  },
  {
    because: 'a step with no decision that leads on',
    passage: REGISTER,
    by: '',
    below: -1,
    says: 'services.penerbitan.steps[5].decisions: has no decision that leads on',
  },
  {
    because: 'no way to the end',
    passage: 'decisions: [issue]',
    by: 'decisions: [{ kind: issue, next: pemeriksaan }]',
    below: -7,
    says: 'services.penerbitan.steps[7]: no way leads from step "penyerahan" to the end',
  },
  {
    because: 'a rejection that leads elsewhere',
    passage: '- reject',
    by: '- { kind: reject, next: passphrase }',
    says: 'services.penerbitan.steps[5].decisions[3].next: "reject" leads to no other step',
  },
  {
    because: 'an officer who hands in',
    passage: 'actor: pemohon',
    by: 'actor: verifikator',
    below: -1,
    says: 'services.penerbitan.steps[1]: the first step must be of somebody who asks for it, with "submit" as its only decision',
  },
  {
    because: 'a first step that is no submission',
    passage: 'decisions: [submit]',
    by: 'decisions: [complete]',
    below: -7,
    says: 'services.penerbitan.steps[1]: the first step must be of somebody who asks for it, with "submit" as its only decision',
  },
  {
    because: 'a second submission',
    passage: 'decisions: [dispose]',
    by: 'decisions: [submit]',
    says: 'services.penerbitan.steps[2].decisions[1]: only the first step is a submission',
  },
  {
    because: 'an applicant who rejects',
    passage: 'decisions:',
    after: 'id: aktivasi_akun',
    by: 'decisions:\n          - reject',
    below: 1,
    of: TANJUNGPINANG,
    says: 'services.penerbitan.steps[5].decisions[1]: an applicant cannot decide "reject"',
  },
  {
    because: 'an applicant who issues',
    passage: 'kind: confirm',
    after: 'id: pemberitahuan',
    by: 'kind: issue',
    of: TANJUNGPINANG,
    says: 'services.penerbitan.steps[9].decisions[1]: an applicant cannot decide "issue"',
  },
  {
    because: 'nothing that issues',
    passage: 'decisions: [issue]',
    by: 'decisions: [complete]',
    below: NaN,
    says: 'services.penerbitan.steps: the service penerbitan never decides "issue"',
  },
  {
    because: 'a way past the issue',
    passage: 'decisions: [issue]',
    by: 'decisions: [issue, complete]',
    below: NaN,
    says: 'services.penerbitan.steps: the service penerbitan can come to its end without "issue"',
  },
  {
    because: 'a decision given twice',
    passage: 'decisions: [issue]',
    by: 'decisions: [issue, issue]',
    says: 'services.penerbitan.steps[7].decisions[2]: "issue" is there twice',
  },
  {
    because: 'an unknown key',
    passage: 'mail_domains:',
    by: 'mail_domain:',
    says: 'mail_domain: unknown key "mail_domain"; did you mean "mail_domains"?',
  },
  {
    because: 'an invalid time zone',
    passage: 'Asia/Makassar',
    by: 'Asia/Tarakan',
    says: 'office.time_zone: is no time zone; Indonesia has Asia/Jakarta, Asia/Makassar and Asia/Jayapura',
  },
  {
    because: 'the letters of another zone',
    passage: 'zone_label: WITA',
    by: 'zone_label: WIB',
    says: 'office.zone_label: Asia/Makassar is WITA, not WIB',
  },
  {
    because: 'overlapping hours',
    passage: "['07:30-12:00', '13:00-16:00']",
    by: "['07:30-12:00', '11:00-16:00']",
    says: 'office.hours.monday: "11:00-16:00" overlaps or touches the span before it, or is out of order',
  },
  {
    because: 'hours that end before they begin',
    passage: "['07:30-12:00', '13:00-16:00']",
    by: "['16:00-07:30']",
    says: 'office.hours.monday: "16:00-07:30" ends before it begins',
  },
  {
    because: 'a time that does not exist',
    passage: "['07:30-12:00', '13:00-16:00']",
    by: "['07:30-25:00']",
    says: 'office.hours.monday: "07:30-25:00" has a time that does not exist',
  },
  {
    because: 'a holiday that does not exist',
    passage: 'national_holidays: true',
    by: 'holidays: [{ date: 2026-02-30, name: Hari jadi kota }]',
    says: 'office.holidays[1].date: must be a real date like 2026-08-17',
  },
  {
    because: 'a holiday given twice',
    passage: 'national_holidays: true',
    by: 'holidays: [{ date: 2026-01-01, name: Hari jadi kota }, { date: 2026-01-01, name: Tahun Baru }]',
    says: 'office.holidays[2].date: "2026-01-01" is there twice',
  },
  {
    because: 'a mail domain that is none',
    passage: '[tarakankota.go.id]',
    by: "['@tarakankota.go.id']",
    says: 'mail_domains[1]: must be a domain in small letters, like tarakankota.go.id',
  },
  {
    because: 'an external actor whose deeds nobody records',
    passage: '    recorded_by: verifikator\n',
    by: '',
    below: -4,
    of: TANJUNGPINANG,
    says: 'actors.bsre: acts outside the product and needs recorded_by',
  },
  {
    because: 'an external actor recorded by the applicant',
    passage: 'recorded_by: verifikator',
    by: 'recorded_by: pemohon',
    of: TANJUNGPINANG,
    says: 'actors.bsre.recorded_by: "pemohon" is not an officer',
  },
  {
    because: 'an unknown superior',
    passage: 'superior: kepala_dinas',
    by: 'superior: kepala_dians',
    says: 'actors.kepala_bidang.superior: unknown actor "kepala_dians"; did you mean "kepala_dinas"?',
  },
  {
    because: 'a superior of itself',
    passage: 'superior: kepala_dinas',
    by: 'superior: kepala_bidang',
    says: 'actors.kepala_bidang.superior: "kepala_bidang" ends up as a superior of itself',
  },
  {
    because: 'two kinds of applicant',
    passage: 'kepala_dinas: { kind: officer',
    by: 'kepala_dinas: { kind: applicant',
    below: -2,
    says: 'actors: must hold exactly one actor of kind applicant, not 2',
  },
  {
    because: 'a choice without options',
    passage: 'kind: golongan',
    by: 'kind: choice',
    below: -1,
    says: 'services.penerbitan.fields[4]: a field of kind choice needs two options or more',
  },
  {
    because: 'suggestions where none are used',
    passage: 'kind: text',
    after: 'key: perangkat_daerah',
    by: 'kind: name',
    below: NaN,
    says: 'services.penerbitan.fields[6].suggestions: belongs to fields of kind text only',
  },
  {
    because: 'an unknown kind of field',
    passage: 'kind: office_mail',
    by: 'kind: office_email',
    says: 'services.penerbitan.fields[7].kind: must be one of name, nip, nik, golongan, office_mail, phone, text, choice, date; did you mean "office_mail"?',
  },
  {
    because: 'a paper of a size no channel takes',
    passage: 'max_mb: 5',
    by: 'max_mb: 500',
    says: 'services.penerbitan.papers[1].max_mb: must be at most 20',
  },
  {
    because: 'a name with capitals',
    passage: '- id: pemeriksaan',
    by: '- id: Pemeriksaan',
    says: 'services.penerbitan.steps[5].id: must be a name of small letters, digits and _ that begins with a letter',
  },
  {
    because: 'a mail address that is none',
    passage: 'mail: dkisp@tarakankota.go.id',
    by: 'mail: dkisp',
    says: 'contacts.mail: must be a mail address',
  },
];

function garble(line: string, by: string): string {
  if (by === 'lose') return '';
  if (by === 'double') return `${line}\n${line}`;
  if (by === 'indent') return ` ${line}`;
  return line.includes(':') ? `${line.slice(0, line.indexOf(':') + 1)} ${by}` : by;
}

describe('a profile is refused with file, line and reason', () => {
  it.each(CASES)('for $because', ({ passage, by, after, of, below = 0, says }) => {
    const { text, line } = changed(of ?? TARAKAN, passage, by, after);
    const found = refusal(text);
    const expected = Number.isNaN(below)
      ? expect.stringMatching(/^ {2}my\.yaml:\d+: /)
      : `  my.yaml:${line + below}: ${says}`;
    expect(found).toContainEqual(expected);
    expect(found.join('\n')).toContain(`: ${says}`);
  });

  it('when the office never opens', () => {
    const text = TARAKAN.replace(/ {2}hours:\n(?: {4}.*\n)+?(?= {2}national_holidays)/, '  hours: {}\n');
    expect(refusal(text).join('\n')).toContain('office.hours: the office never opens');
  });

  it('when a whole section is missing', () => {
    const text = TARAKAN.replace(/^retention:\n(?: {2}.*\n)+/m, '');
    expect(refusal(text)).toEqual(['  my.yaml: retention: is missing']);
  });

  it('for every problem at once, in the order of the lines', () => {
    const text = TARAKAN.replace('valid_years: 2', 'valid_years: 0')
      .replace('zone_label: WITA', 'zone_label: WIT')
      .replace('actor: statistisi', 'actor: statistik')
      .replace('decisions: [submit]', 'decisions: [submit]\n        colour: red');
    const found = refusal(text);
    expect(found.map((line) => line.replace(/^.*?:\d+: ([^:]+):.*$/, '$1'))).toEqual([
      'office.zone_label',
      'certificate.valid_years',
      'services.penerbitan.steps[1].colour',
      'services.penerbitan.steps[4].actor',
    ]);
    const lines = found.map((line) => Number(/:(\d+):/.exec(line)?.[1]));
    expect(lines).toEqual(lines.toSorted((one, other) => one - other));
  });

  it.each([
    ['nothing', '', /must be/],
    ['a list', '- a\n- b\n', /must be/],
    ['a sentence', 'halo', /must be/],
    ['broken YAML', 'key: [a\nagency: }', /my\.yaml:\d+: not valid YAML/],
    ['a key given twice', 'key: a\nkey: b\n', /my\.yaml:2: not valid YAML/],
    ['two documents', 'key: a\n---\nkey: b\n', /not valid YAML/],
    ['an unknown alias', 'key: *nobody\n', /my\.yaml.*nobody/],
    ['__proto__', '__proto__: { a: 1 }\n', /__proto__/],
  ])('when it holds %s', (_, text, reason) => {
    expect(refusal(text).join('\n')).toMatch(reason);
  });

  it('never by another kind of error, whatever lines are lost, doubled or garbled', () => {
    const lines = TANJUNGPINANG.split('\n');
    const change = fc.record({
      at: fc.nat(lines.length - 1),
      by: fc.constantFrom('lose', 'double', 'indent', 'null', '5', '[]', '{}', '~: [', '&a', '*a'),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const copy = [...lines];
        for (const { at, by } of changes) copy[at] = garble(copy[at] ?? '', by);
        expect(Array.isArray(refusal(copy.join('\n')))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('when aliases would blow it up', () => {
    const bomb = Array.from({ length: 12 }, (_, level) => {
      const items = level === 0 ? ['lol', 'lol'] : Array.from({ length: 10 }, () => `*l${level - 1}`);
      return `l${level}: &l${level} [${items.join(', ')}]`;
    });
    expect(refusal(bomb.join('\n')).join('\n')).toMatch(/alias/i);
  });
});
