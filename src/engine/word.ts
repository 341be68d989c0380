// The words that work at every step, in both languages, with or without a slash before them.
import { tidy } from '../core/typed-text.ts';
import type { OfficersWord, Word } from './conversation.ts';

const WORDS: Readonly<Record<Word, readonly string[]>> = {
  menu: ['menu', 'menu utama', 'main menu', 'beranda'],
  start: [
    'halo',
    'hallo',
    'hai',
    'hi',
    'hello',
    'p',
    'assalamualaikum',
    'permisi',
    'selamat pagi',
    'selamat siang',
    'selamat sore',
    'selamat malam',
    'good morning',
    'good afternoon',
  ],
  back: ['kembali', 'back', 'sebelumnya', 'mundur'],
  change: ['ubah', 'ganti', 'ralat', 'koreksi', 'change', 'edit', 'jawaban', 'answers'],
  cancel: ['batal', 'batalkan', 'cancel'],
  cancel_yes: [],
  resume: ['lanjut', 'lanjutkan', 'teruskan', 'continue', 'resume'],
  status: ['status', 'cek status', 'status permohonan', 'sampai mana', 'check status'],
  help: ['bantuan', 'help', 'tolong', '?', 'bingung'],
  human: ['petugas', 'hubungi petugas', 'human', 'contact'],
  language: ['bahasa', 'language', 'english', 'bahasa inggris', 'bahasa indonesia', 'indonesian', 'indonesia'],
  link: ['hubungkan', 'hubungkan kanal', 'link'],
  trouble: ['kendala', 'kendala sertifikat', 'gangguan', 'trouble'],
  forgotten: ['lupa passphrase', 'lupa kata sandi', 'lupa password', 'passphrase forgotten', 'forgot passphrase'],
  mute: ['berhenti', 'stop', 'unsubscribe'],
  unmute: ['mulai', 'start'],
  queue: ['antrean', 'antrian', 'queue', 'tugas', 'tasks'],
  statistics: ['statistik', 'statistics'],
  recap: ['rekap', 'rekapitulasi', 'recap'],
  supervision: ['pengawasan', 'supervision'],
  roll: ['daftar pemilik', 'cari', 'find', 'search'],
  report: ['laporan', 'unduh laporan', 'report', 'download report'],
  dashboard: ['dasbor', 'dashboard'],
  close_dashboard: ['tutup dasbor', 'close dashboard'],
};

const OFFICERS: ReadonlySet<Word> = new Set<OfficersWord>([
  'recap',
  'supervision',
  'roll',
  'report',
  'dashboard',
  'close_dashboard',
]);

/** Whether nobody but an officer is to learn that there is such a word. */
export function isOfficersWord(word: Word): boolean {
  return OFFICERS.has(word);
}

const BY_TEXT = new Map(
  Object.entries(WORDS).flatMap(([word, texts]) => texts.map((text) => [text, word as Word] as const)),
);

export function isWord(text: string | undefined): text is Word {
  return text !== undefined && Object.hasOwn(WORDS, text);
}

export interface Said {
  readonly word: Word;
  /** What followed the word: the number in "ubah 3", the language in "english". */
  readonly argument: string;
}

/** The word a text is, if it is one: exact words only, so that an answer which merely contains one stays an answer. */
export function readWord(text: string): Said | undefined {
  // People copy words with the stars that make them bold.
  const said = tidy(text)
    .toLowerCase()
    .replace(/^[/*_~]+|[*_~.!\s]+$/g, '')
    .trim();
  const word = BY_TEXT.get(said);
  if (word) return { word, argument: word === 'language' ? said : '' };
  const numbered = /^(\p{L}+) (?:no(?:mor)?\.? ?|number )?(\d{1,3})$/u.exec(said);
  if (numbered?.[1] && BY_TEXT.get(numbered[1]) === 'change') return { word: 'change', argument: numbered[2] ?? '' };
  return undefined;
}
