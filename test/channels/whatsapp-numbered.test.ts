// The bot's messages as WhatsApp text: numbers instead of buttons, no marks but our own, no part too long.
import { describe, expect, it } from 'vitest';
import type { Outbound } from '../../src/app/ports.ts';
import { MAX_TEXT, numberedParts, numberedText, plainText } from '../../src/channels/whatsapp/numbered.ts';

function withChoices(text: string, labels: readonly string[], firstNumber?: number): Outbound {
  const choices = labels.map((label, index) => ({ id: `c${index}`, label }));
  return { text, choices, ...(firstNumber === undefined ? {} : { firstNumber }) };
}

describe('a message with choices', () => {
  it('is the text, an empty line and one numbered line for each choice', () => {
    expect(numberedText(withChoices('Sudah benar?', ['Ya, benar', 'Perbaiki']))).toBe(
      'Sudah benar?\n\n1. Ya, benar\n2. Perbaiki',
    );
  });

  it('begins its numbers where the message says', () => {
    expect(numberedText(withChoices('Giliran Bapak/Ibu.', ['Kerjakan', 'Nanti'], 4))).toBe(
      'Giliran Bapak/Ibu.\n\n4. Kerjakan\n5. Nanti',
    );
  });

  it('keeps a label on its one line', () => {
    expect(numberedText(withChoices('Pilih', ['Ya\n2. Tidak']))).toBe('Pilih\n\n1. Ya 2. Tidak');
  });

  it('is only the list when it says nothing else', () => {
    expect(numberedText(withChoices('', ['Ya']))).toBe('1. Ya');
  });
});

describe('the words of a file', () => {
  const file = { id: 'f1', name: 'surat.pdf', type: 'pdf', size: 10, sha256: '00' } as const;

  it('are none when they are its name', () => {
    expect(numberedParts({ text: 'surat.pdf', choices: [], file })).toEqual([]);
    expect(numberedText({ text: 'surat.pdf', choices: [], file })).toBe('');
  });

  it('are the text otherwise', () => {
    expect(numberedParts({ text: 'Tanda terima', choices: [], file })).toEqual(['Tanda terima']);
  });
});

describe('marks', () => {
  it('of our own stay', () => {
    expect(plainText('Permohonan *TTE-7K3M9Q* _selesai_.')).toBe('Permohonan *TTE-7K3M9Q* _selesai_.');
  });

  it.each([
    ['~dicoret~', '∼dicoret∼'],
    ['a*b dan *c', 'a*b dan ∗c'],
    ['*a*b*', '∗a*b∗'],
    ['```kode```', "'''kode'''"],
    ['`x`', "'x'"],
    ['_tidak', 'ˍtidak'],
    ['*tebal ~di dalam~*', '*tebal ∼di dalam∼*'],
  ])('that %s would set by accident are not set', (given, plain) => {
    expect(plainText(given)).toBe(plain);
  });

  it.each(['foto_ktp_sari.jpg', '5 * 3 * 2', 'sari_contoh@dinas.example', 'https://tte.example/_a_/~b~?c=*d*'])(
    'leave %s as it is',
    (text) => {
      expect(plainText(text)).toBe(text);
    },
  );
});

describe('what cannot be seen', () => {
  it('does not get through, but for new lines', () => {
    expect(plainText('a\u0000b\u202Egpj.exe\u2066\u200F\tc\r\nd\u0085')).toBe('abgpj.exec\nd');
  });

  it('leaves joined emoji whole', () => {
    expect(plainText('👩‍💼 ok')).toBe('👩‍💼 ok');
  });
});

describe('a message that is too long', () => {
  const long = Array.from({ length: 60 }, (_, index) => `Alinea ${index} ${'kata '.repeat(30).trim()}.`).join('\n\n');

  it('is cut at paragraphs into parts that are not', () => {
    const parts = numberedParts({ text: long, choices: [] });
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) expect(part.length).toBeLessThanOrEqual(MAX_TEXT);
    expect(parts.join('\n\n')).toBe(long);
  });

  it('keeps its list in one piece under the last part, or apart', () => {
    const labels = Array.from({ length: 9 }, (_, index) => `Pilihan ${index + 1} ${'x'.repeat(200)}`);
    const parts = numberedParts(withChoices(long, labels));
    expect(
      parts
        .at(-1)
        ?.split('\n')
        .filter((line) => /^\d+\. Pilihan/.test(line)),
    ).toHaveLength(9);
  });

  it('cuts a list that is too long only between its lines', () => {
    const labels = Array.from({ length: 40 }, (_, index) => `Pilihan ${index + 1} ${'x'.repeat(280)}`);
    const parts = numberedParts(withChoices('Pilih', labels));
    expect(parts.length).toBeGreaterThan(2);
    for (const part of parts) expect(part.length).toBeLessThanOrEqual(MAX_TEXT);
    const lines = parts.flatMap((part) => part.split('\n')).filter((line) => /^\d/.test(line));
    expect(lines.map((line) => Number.parseInt(line, 10))).toEqual(labels.map((_, index) => index + 1));
    for (const line of lines) expect(line.length).toBeGreaterThan(280);
  });

  it('cuts a label nobody could read', () => {
    expect(numberedText(withChoices('Pilih', ['y'.repeat(5000)])).length).toBeLessThan(320);
  });
});
