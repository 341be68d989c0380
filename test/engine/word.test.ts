import { describe, expect, it } from 'vitest';
import { readWord } from '../../src/engine/word.ts';

function read(text: string): string | undefined {
  const said = readWord(text);
  return said && `${said.word} ${said.argument}`.trim();
}

describe('a word that works at every step', () => {
  it.each([
    ['menu', 'menu'],
    ['Menu utama', 'menu'],
    ['main menu', 'menu'],
    ['kembali', 'back'],
    ['back', 'back'],
    ['ubah', 'change'],
    ['change', 'change'],
    ['batal', 'cancel'],
    ['cancel', 'cancel'],
    ['lanjut', 'resume'],
    ['continue', 'resume'],
    ['status', 'status'],
    ['check status', 'status'],
    ['bantuan', 'help'],
    ['help', 'help'],
    ['?', 'help'],
    ['petugas', 'human'],
    ['antrean', 'queue'],
    ['antrian', 'queue'],
    ['queue', 'queue'],
    ['halo', 'start'],
    ['P', 'start'],
    ['Selamat pagi!', 'start'],
    ['good morning', 'start'],
  ])('is known in both languages: %s', (text, word) => {
    expect(read(text)).toBe(word);
  });

  it.each(['MENU', '  menu  ', '/menu', 'menu.', 'Menu!!', 'menu\n', 'Menu   Utama'])(
    'is known however it is typed: %j',
    (text) => {
      expect(read(text)).toBe('menu');
    },
  );

  it.each([
    ['ubah 3', 'change 3'],
    ['Ubah 3.', 'change 3'],
    ['/ubah 12', 'change 12'],
    ['ganti 3', 'change 3'],
    ['ubah no 3', 'change 3'],
    ['ubah no. 3', 'change 3'],
    ['ubah nomor 3', 'change 3'],
    ['change 3', 'change 3'],
    ['edit 10', 'change 10'],
  ])('takes the number of an answer along: %s', (text, said) => {
    expect(read(text)).toBe(said);
  });

  it.each([
    ['english', 'language english'],
    ['Bahasa Inggris', 'language bahasa inggris'],
    ['bahasa indonesia', 'language bahasa indonesia'],
    ['bahasa', 'language bahasa'],
    ['language', 'language language'],
  ])('says which language was named: %s', (text, said) => {
    expect(read(text)).toBe(said);
  });
});

describe('an answer that merely contains such a word', () => {
  it.each([
    '',
    '   ',
    '...',
    'menu makan',
    'kembali ke pertanyaan tadi',
    'Analis Status Kepegawaian',
    'Petugas Operator',
    'Dinas Bahasa',
    'saya batal berangkat',
    'ubah tiga',
    'ubah 1000',
    'status 3',
    'menu 2',
    'cancel_yes',
    'Sinta Melati',
    'III/d',
    'constructor',
    '__proto__',
  ])('stays an answer: %j', (text) => {
    expect(readWord(text)).toBeUndefined();
  });
});
