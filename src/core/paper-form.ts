// What stands on a paper that the desk writes for a person to sign. Letters to an Indonesian authority are Indonesian in every chat, so
// their words are here and not in the catalogues.
import { fieldsAsked, papersAsked } from './asked.ts';
import { formatDate } from './calendar.ts';
import { formatNip } from './nip.ts';
import { localDateAt } from './office-time.ts';
import type { Instant } from './person.ts';
import type { Field, PaperKind, PaperTemplate, Profile, Service } from './profile.ts';

/** A line with a name before it; without a value it is left to be filled in by hand. */
export interface FormRow {
  readonly label: string;
  readonly value?: string;
}

export type FormBlock =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'rows'; readonly rows: readonly FormRow[] }
  /** Numbered from 1. */
  | { readonly kind: 'list'; readonly items: readonly string[] };

/** Who signs: what he is, and his name and NIP where they are known. */
export interface FormSignature {
  readonly title: string;
  readonly name?: string;
  readonly nip?: string;
}

/** A paper as plain data, from top to bottom, in Indonesian. */
export interface PaperForm {
  /** Of the file, e.g. `surat-permohonan.pdf`. */
  readonly name: string;
  readonly at: Instant;
  readonly letterhead: readonly string[];
  /** In the middle, in capitals; a letter has a number and a subject instead. */
  readonly title?: string;
  /** `Nomor`, and of a letter what is enclosed and what it is about. */
  readonly head: readonly FormRow[];
  readonly addressee: readonly string[];
  readonly body: readonly FormBlock[];
  /** Place and day, above the last signature. */
  readonly dateline: string;
  /** One stands on the right, two side by side. */
  readonly signatures: readonly FormSignature[];
}

export interface FormInput {
  readonly profile: Profile;
  readonly service: Service;
  readonly kind: PaperKind & { readonly template: PaperTemplate };
  /** Of the service's fields, by key, as core's checks give them. */
  readonly answers: Readonly<Record<string, string>>;
  readonly now: Instant;
}

/** The paper for these answers. What is not answered is left out; what others have to fill in is left blank. */
export function paperForm(input: FormInput): PaperForm {
  const { profile, service, kind, answers, now } = input;
  const fields = fieldsAsked(service, answers);
  const words = WORDS[kind.template]({
    subject: lowerFirst(service.title.id),
    agency: profile.agency.name.id,
    head: `Kepala ${answers[OFFICE] || 'Perangkat Daerah'}`,
    person: rowsOf(
      fields.filter(({ kind: field }) => field !== 'phone'),
      answers,
    ),
    everything: rowsOf(fields, answers),
    enclosed: papersAsked(service, answers)
      .filter(({ key, optional }) => key !== kind.key && !optional)
      .map(({ label }) => label.id),
    applicant: { title: 'Pemohon', ...known('name', 'name', input), ...known('nip', 'nip', input) },
  });
  return {
    name: `${kind.key.replaceAll('_', '-')}.pdf`,
    at: now,
    letterhead: profile.agency.letterhead.length > 0 ? profile.agency.letterhead : [profile.agency.name.id],
    dateline: `${placeOf(profile)}, ${formatDate(localDateAt(now, profile.office), 'id')}`,
    ...words,
  };
}

/** Key of the field that names where a person works, in every profile that asks for it. */
const OFFICE = 'perangkat_daerah';

/** What the words of a paper are about. */
interface Matter {
  /** E.g. `penerbitan sertifikat elektronik`. */
  readonly subject: string;
  readonly agency: string;
  /** Title of the head of the person's office. */
  readonly head: string;
  readonly person: readonly FormRow[];
  readonly everything: readonly FormRow[];
  /** Names of the other papers. */
  readonly enclosed: readonly string[];
  readonly applicant: FormSignature;
}

type Words = Pick<PaperForm, 'title' | 'head' | 'addressee' | 'body' | 'signatures'>;

const NUMBER: FormRow = { label: 'Nomor' };
const SIGNER: FormBlock = { kind: 'rows', rows: [{ label: 'Nama' }, { label: 'NIP' }, { label: 'Jabatan' }] };

const WORDS: Readonly<Record<PaperTemplate, (matter: Matter) => Words>> = {
  permohonan: ({ subject, agency, head, person, enclosed, applicant }) => ({
    head: letterHead(`Permohonan ${subject}`, enclosed),
    addressee: addressee(agency),
    body: [
      text('Dengan hormat,'),
      text('Yang bertanda tangan di bawah ini:'),
      { kind: 'rows', rows: person },
      text(`dengan ini mengajukan permohonan ${subject} untuk keperluan kedinasan.`),
      ...enclosures(enclosed),
      text('Demikian permohonan ini disampaikan. Atas perhatian Bapak/Ibu, diucapkan terima kasih.'),
    ],
    signatures: [{ title: `Mengetahui,\n${head}` }, applicant],
  }),

  rekomendasi: ({ subject, agency, head, person }) => ({
    title: 'SURAT REKOMENDASI',
    head: [NUMBER],
    addressee: addressee(agency),
    body: [
      text('Yang bertanda tangan di bawah ini:'),
      SIGNER,
      text('memberikan rekomendasi kepada:'),
      { kind: 'rows', rows: person },
      text(
        `untuk ${subject}. Nama tersebut benar pegawai di lingkungan kami dan memerlukannya untuk melaksanakan tugas kedinasan.`,
      ),
      text('Demikian surat rekomendasi ini dibuat untuk dipergunakan sebagaimana mestinya.'),
    ],
    signatures: [{ title: head }],
  }),

  formulir_bsre: ({ subject, everything, applicant }) => ({
    title: `FORMULIR PERMOHONAN ${subject.toUpperCase()}`,
    head: [],
    addressee: [],
    body: [
      text('Data pemohon:'),
      { kind: 'rows', rows: everything },
      text('Dengan menandatangani formulir ini saya menyatakan bahwa:'),
      // Duties and prohibitions of an owner: Perbup Tanah Bumbu on electronic certificates (2020), art. 19 and 20.
      {
        kind: 'list',
        items: [
          'data yang saya berikan benar dan dapat dipertanggungjawabkan;',
          'sertifikat elektronik dan passphrase saya gunakan sendiri, saya jaga kerahasiaannya, dan tidak saya kuasakan kepada siapa pun;',
          'saya segera mengajukan pencabutan bila ada dugaan penyalahgunaan;',
          'saya memahami dan menyetujui ketentuan penggunaan sertifikat elektronik.',
        ],
      },
    ],
    signatures: [applicant],
  }),

  pencabutan: ({ agency, head, person, enclosed }) => ({
    head: letterHead('Permohonan pencabutan sertifikat elektronik', enclosed),
    addressee: addressee(agency),
    body: [
      text('Dengan hormat,'),
      text('Bersama ini kami mengajukan permohonan pencabutan sertifikat elektronik atas nama:'),
      { kind: 'rows', rows: person },
      ...enclosures(enclosed),
      text('Demikian permohonan ini disampaikan. Atas perhatian Bapak/Ibu, diucapkan terima kasih.'),
    ],
    signatures: [{ title: head }],
  }),

  // Perbup Tanah Bumbu (2020), art. 15 (4): signed by the direct superior.
  pernyataan_atasan: ({ person, subject, agency }) => ({
    title: 'SURAT KETERANGAN ATASAN LANGSUNG',
    head: [NUMBER],
    addressee: addressee(agency),
    body: [
      text('Yang bertanda tangan di bawah ini:'),
      SIGNER,
      text('selaku atasan langsung menerangkan bahwa:'),
      { kind: 'rows', rows: person },
      text(
        `benar kehilangan, mengalami kerusakan, atau tidak dapat mengakses kunci privat dan sertifikat elektroniknya, sehingga memerlukan ${subject}.`,
      ),
      text('Demikian surat keterangan ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya.'),
    ],
    signatures: [{ title: 'Atasan langsung' }],
  }),
};

function text(words: string): FormBlock {
  return { kind: 'text', text: words };
}

function letterHead(about: string, enclosed: readonly string[]): FormRow[] {
  return [
    NUMBER,
    { label: 'Lampiran', value: enclosed.length === 0 ? '-' : `${enclosed.length} berkas` },
    { label: 'Hal', value: about },
  ];
}

function addressee(agency: string): string[] {
  return [`Yth. Kepala ${agency}`, 'di Tempat'];
}

function enclosures(enclosed: readonly string[]): FormBlock[] {
  return enclosed.length === 0 ? [] : [text('Bersama surat ini dilampirkan:'), { kind: 'list', items: enclosed }];
}

/** What was answered, as it is written in letters. */
function rowsOf(fields: readonly Field[], answers: FormInput['answers']): FormRow[] {
  return fields.flatMap((field) => {
    const answer = answers[field.key];
    return answer ? [{ label: field.label.id, value: written(field, answer) }] : [];
  });
}

function written(field: Field, answer: string): string {
  const option = field.options.find(({ id }) => id === answer);
  if (option) return option.label.id;
  if (field.kind === 'nip') return formatNip(answer);
  return field.kind === 'date' ? formatDate(answer, 'id') : answer;
}

/** The first answer of that kind, under the name that a signature has for it. */
function known(
  part: 'name' | 'nip',
  kind: Field['kind'],
  { service, answers }: FormInput,
): Partial<Record<'name' | 'nip', string>> {
  const field = service.fields.find((each) => each.kind === kind);
  const answer = field && answers[field.key];
  return field && answer ? { [part]: written(field, answer) } : {};
}

/** A city's name is where it lies; the seat of a regency or a province is another town, which is left blank. */
function placeOf({ agency }: Profile): string {
  return /^Pemerintah Kota (.+)$/i.exec(agency.government)?.[1] ?? '.'.repeat(20);
}

/** "Penerbitan" as it stands within a sentence; "TTE" stays. */
function lowerFirst(title: string): string {
  return /^\p{Lu}\p{Ll}/u.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}
