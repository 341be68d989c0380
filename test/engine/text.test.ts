import { describe, expect, it } from 'vitest';
import en from '../../locales/en.json' with { type: 'json' };
import id from '../../locales/id.json' with { type: 'json' };
import { createTexts, say } from '../../src/engine/text.ts';

const texts = createTexts({ id, en });

describe('a text', () => {
  it('is given in the language asked for, whatever was asked for before', () => {
    expect(texts.t('en', 'menu.help')).toBe('Help');
    expect(texts.t('id', 'menu.help')).toBe('Bantuan');
    expect(texts.t('en', 'menu.help')).toBe('Help');
  });

  it('is given in Indonesian while the other language lacks it', () => {
    const { 'menu.help': _help, ...rest } = en;
    expect(createTexts({ id, en: rest }).t('en', 'menu.help')).toBe('Bantuan');
  });

  it('has its dots and colons in the key left alone', () => {
    const odd = createTexts({ id: { ...id, 'menu.help': 'a:b {{name}}' }, en: {} });
    expect(odd.t('id', 'menu.help', { name: 'c' })).toBe('a:b c');
  });

  it.each([
    ['id', 0, '0 jam'],
    ['id', 1, '1 jam'],
    ['id', 5, '5 jam'],
    ['en', 0, '0 hours'],
    ['en', 1, '1 hour'],
    ['en', 5, '5 hours'],
  ] as const)('counts as its language does: %s %i', (language, count, said) => {
    expect(texts.t(language, 'duration.hours', { count })).toBe(said);
  });

  it('that has no plural is not disturbed by a count', () => {
    expect(texts.t('en', 'change.no_such', { count: 1 })).toContain('1');
  });
});

describe('what a person typed', () => {
  it.each(['{{number}}', '$t(menu.help)', '<b>&"\'', '$& $1 $$', '*tebal* _miring_', '\\n', ''])(
    'is put into a text as it is: %j',
    (typed) => {
      expect(texts.t('en', 'bad.example', { example: typed, number: 'TTE-7K3M9Q' })).toBe(`Example: ${typed}`);
    },
  );
});

describe('a key', () => {
  it('is known when the Indonesian catalogue has it', () => {
    expect(texts.has('menu.help')).toBe(true);
    expect(texts.has('menu.breakfast')).toBe(false);
  });
});

describe('a text of a profile', () => {
  it('is said in the language of the reader', () => {
    const title = { id: 'Pemohon', en: 'Applicant' };
    expect(say(title, 'id')).toBe('Pemohon');
    expect(say(title, 'en')).toBe('Applicant');
  });
});

describe('the English catalogue', () => {
  it('names the words that can be typed in English, not the Indonesian ones', () => {
    const all = Object.values(en).join('\n');
    for (const word of ['menu', 'back', 'change 3', 'status', 'help', 'cancel', 'language', 'queue'])
      expect(all).toContain(`*${word}*`);
    for (const word of ['kembali', 'ubah', 'bantuan', 'batal', 'antrean']) expect(all).not.toContain(`*${word}`);
  });

  it('calls a button in a text as the button is called', () => {
    expect(en['status.returned']).toContain(`*${en['menu.replace']}*`);
    expect(id['status.returned']).toContain(`*${id['menu.replace']}*`);
  });

  it('closes every bold word that it opens, as the Indonesian one does', () => {
    for (const text of [...Object.values(id), ...Object.values(en)]) {
      expect(text.split('*').length % 2, text).toBe(1);
    }
  });
});
