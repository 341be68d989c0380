// The bot's words as Telegram shows them: cut, marked up, escaped, with buttons that carry no state.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FileRef, LogEntry } from '../../src/app/ports.ts';
import { actionToken, choiceOf } from '../../src/channels/action-token.ts';
import { splitText } from '../../src/channels/marked-text.ts';
import { escapeHtml, toHtml } from '../../src/channels/telegram/format.ts';
import { partsOf } from '../../src/channels/telegram/outbound.ts';
import { parseHtml } from '../helpers/telegram-double-html.ts';

const FILE: FileRef = { id: 'f1', name: 'bukti.pdf', type: 'pdf', size: 3, sha256: '0'.repeat(64) };

describe('a text for Telegram', () => {
  it('has *bold* and _italic_ as HTML', () => {
    expect(toHtml('Nomor *TTE-7K3M9Q* _(baru)_')).toBe('Nomor <b>TTE-7K3M9Q</b> <i>(baru)</i>');
  });

  it('leaves single marks, and marks within words, as they are', () => {
    expect(toHtml('3 * 4, snake_case_name, *tebal\nbaru*')).toBe('3 * 4, snake_case_name, *tebal\nbaru*');
  });

  it('escapes everything that could be read as HTML, in bold too', () => {
    expect(toHtml('*<b>Budi & Co</b>*')).toBe('<b>&lt;b&gt;Budi &amp; Co&lt;/b&gt;</b>');
  });

  it('leaves links whole', () => {
    expect(toHtml('https://bsre.example/a_b_c?x=1&y=2')).toBe('https://bsre.example/a_b_c?x=1&amp;y=2');
  });

  it('is valid HTML whatever is in it, and says the same', () => {
    const words = fc.string({
      unit: fc.constantFrom('*', '_', '<', '>', '&', '"', ' ', '\n', 'a', '/', 'b', '&amp;', 'https://x'),
    });
    fc.assert(
      fc.property(words, (text) => {
        const shown = parseHtml(toHtml(text));
        expect(shown.replaceAll(/[*_]/g, '')).toBe(text.replaceAll(/[*_]/g, ''));
      }),
    );
    expect(parseHtml(escapeHtml('<&>"'))).toBe('<&>"');
  });
});

describe('a long text', () => {
  it('stays whole when it fits to the letter', () => {
    expect(splitText('x'.repeat(4096), 4096)).toHaveLength(1);
    expect(splitText('x'.repeat(4097), 4096)).toHaveLength(2);
  });

  it('is cut at the end of a paragraph', () => {
    const paragraph = 'Satu kalimat pendek. '.repeat(60).trim();
    const parts = splitText(Array.from({ length: 7 }, () => paragraph).join('\n\n'), 4096);
    expect(parts).toHaveLength(3);
    for (const part of parts) expect(part.split('\n\n').every((each) => each === paragraph)).toBe(true);
  });

  it('is cut at the end of a line, a sentence or a word when there is no paragraph', () => {
    expect(splitText('aaaa bbbb\ncccc dddd', 12)).toEqual(['aaaa bbbb', 'cccc dddd']);
    expect(splitText('Aaaa bb. Cccc dd ee', 12)).toEqual(['Aaaa bb.', 'Cccc dd ee']);
    expect(splitText('aaaaaa bbbbbb cccccc', 14)).toEqual(['aaaaaa bbbbbb', 'cccccc']);
  });

  it('is never cut through a character', () => {
    for (const part of splitText('🙏'.repeat(30), 7)) expect(part).toMatch(/^(?:🙏)+$/u);
  });

  it('loses no word, and no part is too long', () => {
    const words = fc.array(fc.constantFrom('satu', 'dua,', 'tiga.', '\n', '\n\n', '🙏', 'x'.repeat(30)), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(words, fc.integer({ min: 10, max: 60 }), (given, most) => {
        const text = given.join(' ');
        const parts = splitText(text, most);
        expect(parts.every((part) => part.length <= most && part.trim() !== '')).toBe(true);
        expect(parts.join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
      }),
    );
  });
});

describe('a line of the bot', () => {
  it('has its choices under the last part only', () => {
    const parts = partsOf({ text: 'a '.repeat(3000), choices: [{ id: 'ya', label: 'Ya' }] }, 'k');
    expect(parts.map(({ keyboard }) => keyboard?.inline_keyboard.length)).toEqual([undefined, 1]);
  });

  it('puts short choices side by side, two by two, and long ones below each other', () => {
    const choices = ['Ya', 'Tidak', 'Kembali', 'Batalkan permohonan ini'].map((label) => ({ id: label, label }));
    const [part] = partsOf({ text: 'Lanjut?', choices }, 'k');
    expect(part?.keyboard?.inline_keyboard.map((row) => row.map(({ text }) => text))).toEqual([
      ['Ya', 'Tidak'],
      ['Kembali'],
      ['Batalkan permohonan ini'],
    ]);
  });

  it('cuts labels that no telephone shows whole', () => {
    const [part] = partsOf({ text: '?', choices: [{ id: 'x', label: 'Kepala '.repeat(20) }] }, 'k');
    const label = part?.keyboard?.inline_keyboard[0]?.[0]?.text ?? '';
    expect(label.length).toBeLessThanOrEqual(64);
    expect(label.endsWith('…')).toBe(true);
  });

  it('has the words under its file when they are short, and after it when they are not', () => {
    expect(partsOf({ text: 'Bukti', choices: [], file: FILE }, 'k')).toMatchObject([{ kind: 'file', html: 'Bukti' }]);
    expect(partsOf({ text: 'x'.repeat(1025), choices: [], file: FILE }, 'k')).toMatchObject([
      { kind: 'file', html: '' },
      { kind: 'text' },
    ]);
  });

  it('does not repeat the name of its file', () => {
    expect(partsOf({ text: FILE.name, choices: [], file: FILE }, 'k')).toMatchObject([{ kind: 'file', html: '' }]);
  });
});

describe('the token of a choice', () => {
  const line = (key: string, ids: readonly string[]): LogEntry => ({
    seq: 1,
    from: 'bot',
    at: '2026-11-23T01:00:00.000Z',
    message: { text: '?', choices: ids.map((id) => ({ id, label: id })) },
    key,
  });

  it('is short, and says nothing of the choice', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 4 }), (key, choice) => {
        const token = actionToken(key, choice);
        expect(Buffer.byteLength(token)).toBe(24);
        expect(token).toMatch(/^c:[\w-]{22}$/);
      }),
    );
    expect(actionToken('k', 'decide=reject')).not.toContain('reject');
  });

  it('leads back to its choice under its own line', () => {
    const log = [line('k1', ['ya', 'tidak']), line('k2', ['ya'])];
    expect(choiceOf(log, actionToken('k1', 'ya'))).toEqual({ choice: 'ya', key: 'k1' });
    expect(choiceOf(log, actionToken('k2', 'ya'))).toEqual({ choice: 'ya', key: 'k2' });
    expect(choiceOf(log, actionToken('k2', 'tidak'))).toBeUndefined();
    expect(choiceOf([], actionToken('k1', 'ya'))).toBeUndefined();
  });
});
