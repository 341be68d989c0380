// The player of golden transcripts, and the files that people send in them.
import { fileTypeFromBuffer } from 'file-type';
import { describe, expect, it } from 'vitest';
import type { Outbound } from '../src/app/ports.ts';
import { sampleFile } from './helpers/sample-files.ts';
import { playTranscript, readTranscript, writeMessage } from './helpers/transcript.ts';
import type { Sent, TranscriptWorld } from './helpers/transcript.ts';

const SCRIPT = `# The straight way
# profile: tarakan
# person: pemohon

> Halo
  dan satu lagi

  baris
< this line is golden and will go
  with its continuation
  [1] Nope

# The head has two of them at once.
@kadis > (act:1)
& @kadis2 > (act:1)

~ +3 days
> [file surat.pdf 120kB pdf]
= TTE-000009 gone
`;

/** Says back what it hears, to everybody at once on taps. */
function echoWorld(): TranscriptWorld {
  let said: { seat: string | undefined; message: Outbound }[] = [];
  let state = 0;
  const words = (sent: Sent): string =>
    'text' in sent ? sent.text : 'tap' in sent ? `tapped ${sent.tap}` : `${sent.file.name} ${sent.file.bytes.length}`;
  return {
    async send(messages) {
      state = 1;
      for (const { seat, sent } of messages) {
        said.push({ seat, message: { text: words(sent), choices: [{ id: 'a', label: 'Ya' }] } });
      }
      if (messages.length > 1) said.push({ seat: undefined, message: { text: `${messages.length}`, choices: [] } });
    },
    async change(change) {
      state = 2;
      said.push({ seat: undefined, message: { text: change, choices: [] } });
    },
    heard() {
      const heard = said;
      said = [];
      return heard;
    },
    states: async () => (state === 0 ? [] : [`TTE-000001 state ${state}`]),
  };
}

describe('a transcript', () => {
  it('is read as its settings and its script; what is golden is left out', () => {
    const { settings, acts } = readTranscript(SCRIPT);
    expect(settings).toEqual({ profile: 'tarakan', person: 'pemohon' });
    expect(
      acts.map((act) => (act.kind === 'send' ? [act.seat, act.together, Object.keys(act.sent)] : act.change)),
    ).toEqual([
      [undefined, false, ['text']],
      ['kadis', false, ['tap']],
      ['kadis2', true, ['tap']],
      '+3 days',
      [undefined, false, ['file']],
    ]);
    expect(acts[0]).toMatchObject({ sent: { text: 'Halo\ndan satu lagi\n\nbaris' } });
  });

  it('is written anew with what was heard, its script and comments unchanged', async () => {
    expect(await playTranscript(readTranscript(SCRIPT), echoWorld())).toBe(`# The straight way
# profile: tarakan
# person: pemohon

> Halo
  dan satu lagi

  baris
< Halo
  dan satu lagi

  baris
  [1] Ya
= TTE-000001 state 1

# The head has two of them at once.
@kadis > (act:1)
& @kadis2 > (act:1)
@kadis < tapped act:1
  [1] Ya
@kadis2 < tapped act:1
  [1] Ya
< 2

~ +3 days
< +3 days
= TTE-000001 state 2

> [file surat.pdf 120kB pdf]
< surat.pdf 120000
  [1] Ya
= TTE-000001 state 1
`);
  });

  it('comes out the same when it is played again', async () => {
    const once = await playTranscript(readTranscript(SCRIPT), echoWorld());
    expect(await playTranscript(readTranscript(once), echoWorld())).toBe(once);
  });

  it('shows a file the bot sends', () => {
    const file = { id: 'f', name: 'bukti.pdf', type: 'pdf', size: 1, sha256: '' } as const;
    expect(writeMessage(undefined, { text: 'Ini', choices: [], file })).toBe('< Ini\n  [file bukti.pdf]');
  });

  it('may hold characters that cannot be seen, by their numbers', () => {
    expect(readTranscript('> a{U+202E}b\n').acts[0]).toMatchObject({ sent: { text: 'a\u202Eb' } });
  });

  it('is refused when a line of it means nothing', () => {
    expect(() => readTranscript('Halo\n> Hai\n')).toThrow('Halo');
    expect(() => readTranscript('> [file surat.pdf large pdf2]\n')).toThrow('[file NAME 120kB');
    expect(() => readTranscript('> Hai\n\n# and then\n')).toThrow('# and then');
  });
});

describe('the files that people send', () => {
  it.each([
    ['pdf', 'application/pdf'],
    ['jpeg', 'image/jpeg'],
    ['png', 'image/png'],
    ['exe', 'application/x-msdownload'],
  ] as const)('of kind %s are just that, at any size', async (kind, mime) => {
    for (const size of [0, 1000, 70_000, 195_301, 2_000_003]) {
      const bytes = sampleFile(kind, size);
      expect((await fileTypeFromBuffer(bytes))?.mime).toBe(mime);
      if (size > 0) expect(bytes.length).toBe(size);
    }
  });

  it('may be empty, or cut off', () => {
    expect(sampleFile('empty')).toHaveLength(0);
    const text = Buffer.from(sampleFile('damaged', 5000)).toString('latin1');
    expect(text).toHaveLength(5000);
    expect(text).toMatch(/^%PDF-/);
    expect(text).not.toContain('%%EOF');
  });
});
