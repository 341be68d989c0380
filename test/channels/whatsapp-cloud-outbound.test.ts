// What the bot says on WhatsApp through the Cloud API: buttons, lists, numbers, files, templates, and what Meta refuses.
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Choice, FileRef, OperationalError } from '../../src/app/ports.ts';
import { createCloudCounter } from '../helpers/graph-double-counter.ts';
import type { CloudCounter, CounterOptions } from '../helpers/graph-double-counter.ts';
import type { DoublePerson } from '../helpers/graph-double-people.ts';
import type { Message } from '../helpers/graph-double-rules.ts';
import { openGraphDouble } from '../helpers/graph-double.ts';
import type { GraphDouble } from '../helpers/graph-double.ts';
import { sampleFile } from '../helpers/sample-files.ts';

const SARI = 'whatsapp:6281200000011';
const HOUR = 60 * 60_000;

let double: GraphDouble;
let counter: CloudCounter;
let sari: DoublePerson;
let trouble: number[];

async function open(options: CounterOptions = {}): Promise<void> {
  trouble = [];
  counter = createCloudCounter(double, { onTrouble: (code) => void trouble.push(code), ...options });
  await counter.start();
}

beforeEach(async () => {
  double = await openGraphDouble();
  sari = double.person('6281200000011');
  await open();
});

afterEach(async () => {
  await counter.transport.stop();
  await double.close();
});

function choices(...labels: string[]): Choice[] {
  return labels.map((label, index) => ({ id: `pilihan=${index + 1}`, label }));
}

function sent(): Message[] {
  return double.sent.map(({ message }) => message);
}

async function failure(sending: Promise<unknown>): Promise<OperationalError> {
  return sending.then(
    () => Promise.reject(new Error('it was sent')),
    (error: unknown) => error as OperationalError,
  );
}

describe('a text', () => {
  it('goes to the number, with no preview of links, and has the id that WhatsApp gave it', async () => {
    const id = await counter.send(SARI, { text: 'Halo *Sari*, lihat https://contoh.go.id' });
    expect(double.sent).toMatchObject([{ id, to: '+6281200000011' }]);
    expect(sent()).toMatchObject([
      { type: 'text', text: { body: 'Halo *Sari*, lihat https://contoh.go.id', preview_url: false } },
    ]);
  });

  it('that is too long goes out in parts, in order, and the id is that of the last', async () => {
    const text = Array.from({ length: 60 }, (_, index) => `Paragraf ${index}. ${'kata '.repeat(40)}`).join('\n\n');
    const id = await counter.send(SARI, { text });
    expect(sari.shown().length).toBeGreaterThan(2);
    expect(double.sent.at(-1)?.id).toBe(id);
    const told = sari
      .shown()
      .map((each) => each.text)
      .join(' ');
    expect(told.split(/\s+/)).toEqual(text.trim().split(/\s+/));
  });

  it('goes on after the parts that WhatsApp took when it is tried again', async () => {
    const text = `${'a'.repeat(4000)}\n\n${'b'.repeat(4000)}\n\n${'c'.repeat(4000)}`;
    await counter.send(SARI, { text: 'pembuka' });
    const first = counter.send(SARI, { text }, 'k');
    // The second part meets a failure.
    while (double.sent.length < 2) await new Promise((resolve) => setImmediate(resolve));
    double.fail({ status: 500, code: 131000 });
    expect(await failure(first)).toMatchObject({ code: 'unavailable', retryable: true });
    await counter.send(SARI, { text }, 'k');
    expect(sari.shown().map((each) => each.text[0])).toEqual(['p', 'a', 'b', 'c']);
  });
});

describe('choices', () => {
  it('are up to three buttons', async () => {
    await counter.send(SARI, { text: 'Lanjut?', choices: choices('Ya', 'Tidak', 'Tanya petugas sekarang') });
    await counter.send(SARI, { text: 'Lanjut?', choices: choices('Ya', 'Tidak', 'Tanya petugas') });
    expect(sent().map((message) => message.type === 'interactive' && message.interactive.type)).toEqual([
      'list',
      'button',
    ]);
    await sari.tap('pilihan=2');
    await counter.count(1);
    expect(counter.arrived[0]).toMatchObject({ choice: 'pilihan=2', from: SARI });
  });

  it('are a list of up to ten when there are more, or longer ones, whole in their description', async () => {
    const labels = ['Sekretariat Daerah', 'Dinas Komunikasi dan Informatika', ...'CDEFGHIJ'];
    await counter.send(SARI, { text: 'Perangkat Daerah?', choices: choices(...labels) });
    expect(sent()).toMatchObject([
      {
        interactive: {
          type: 'list',
          body: { text: 'Perangkat Daerah?' },
          action: {
            button: 'Pilih',
            sections: [
              {
                rows: [
                  { id: 'pilihan=1', title: 'Sekretariat Daerah' },
                  { id: 'pilihan=2', title: 'Dinas Komunikasi dan…', description: 'Dinas Komunikasi dan Informatika' },
                  ...[...'CDEFGHIJ'].map((title) => ({ title })),
                ],
              },
            ],
          },
        },
      },
    ]);
    await sari.tap('pilihan=2');
    await counter.count(1);
    expect(counter.arrived[0]).toMatchObject({ choice: 'pilihan=2' });
  });

  it('has the list opened in the language of the person', async () => {
    await counter.transport.stop();
    await open({ languageOf: () => Promise.resolve('en') });
    await counter.send(SARI, { text: 'Grade?', choices: choices(...'ABCD') });
    expect(sent()).toMatchObject([{ interactive: { action: { button: 'Choose' } } }]);
  });

  it.each([
    ['there are eleven', choices(...'ABCDEFGHIJK')],
    ['four are too long for a list', choices('A', 'B', 'C', `D ${'panjang '.repeat(10)}`)],
    ['one of two is too long for either', choices('A', `B ${'panjang '.repeat(10)}`)],
    [
      'two read the same when they are cut',
      choices('Dinas Pekerjaan Umum dan Tata Ruang', 'Dinas Pekerjaan Umum dan Perumahan', 'C', 'D'),
    ],
    ['two are the same', choices('Ya', 'Ya')],
    ['one reads nothing', choices('Ya', ' ')],
    [
      'two mean the same',
      [
        { id: 'a', label: 'Ya' },
        { id: 'a', label: 'Tidak' },
      ],
    ],
  ])('are numbered when %s', async (_why, given) => {
    await counter.send(SARI, { text: 'Pilih satu', choices: given });
    expect(sent()).toHaveLength(1);
    const [shown] = sari.shown();
    expect(shown?.choices).toEqual([]);
    expect(shown?.text.split('\n').slice(2)).toEqual(
      given
        .map(({ label }, index) => `${index + 1}. ${label.trim()}`.trimEnd())
        .map((line) => expect.stringContaining(line)),
    );
  });

  it('are numbered under a text that is too long for buttons, on from the numbers before', async () => {
    const text = 'Penjelasan. '.repeat(100).trim();
    await counter.send(SARI, { text, choices: choices('Ya', 'Tidak'), firstNumber: 4 });
    expect(sari.shown()[0]?.text).toBe(`${text}\n\n4. Ya\n5. Tidak`);
  });

  it('are never longer than Meta takes, whatever the text', async () => {
    for (const length of [1, 1023, 1024, 1025, 4090, 4096, 4097, 9000])
      await counter.send(SARI, {
        text: 'x'.repeat(length),
        choices: choices('Ya', 'Tidak', 'Nanti saja, terima kasih'),
      });
    expect(double.violations).toEqual([]);
  });

  it('of a person who is written to in two-unit characters fit as well', async () => {
    await counter.send(SARI, {
      text: '😀'.repeat(600),
      choices: choices('😀'.repeat(11), '😁'.repeat(13), '😂'.repeat(40)),
    });
    await counter.send(SARI, { text: '😀', choices: choices('😀'.repeat(11), '😁'.repeat(13), 'ok') });
    expect(sent()).toMatchObject([{ type: 'text' }, { interactive: { type: 'list' } }]);
    expect(JSON.stringify(sent()[1])).not.toMatch(/\\ud[89ab]../i);
  });

  it('with an id that is too long come back by a token', async () => {
    const long = `orang=${'x'.repeat(300)}`;
    await counter.send(SARI, {
      text: 'Siapa?',
      choices: [
        { id: long, label: 'Budi' },
        { id: 'lain', label: 'Lain' },
      ],
    });
    const [token = ''] = sari.shown()[0]?.ids ?? [];
    expect(token).toMatch(/^c:[\w-]{22}$/);
    await sari.tap(token);
    await counter.count(1);
    expect(counter.arrived[0]?.choice).toBe(long);
  });

  it('by a token that nobody knows any more are handed on as they are', async () => {
    const button_reply = { id: `c:${'x'.repeat(22)}`, title: 'Budi' };
    await sari.send('interactive', { interactive: { type: 'button_reply', button_reply } });
    await counter.count(1);
    expect(counter.arrived[0]?.choice).toBe(`c:${'x'.repeat(22)}`);
  });
});

describe('a file', () => {
  const pdf: FileRef = { id: 'f1', name: 'Surat "Tugas".pdf', type: 'pdf', size: 1, sha256: '' };
  const photo: FileRef = { id: 'f2', name: 'ktp.jpg', type: 'jpeg', size: 1, sha256: '' };
  const files = {
    f1: new Uint8Array(sampleFile('pdf')),
    f2: new Uint8Array(sampleFile('jpeg', 5_000)),
    f3: new Uint8Array(5_000_001),
  };

  beforeEach(async () => {
    await counter.transport.stop();
    await open({ files });
  });

  it('is uploaded and sent as a document with its name and what is said of it', async () => {
    await counter.send(SARI, { text: 'Ini *suratnya*', file: pdf });
    expect(sent()).toMatchObject([
      { type: 'document', document: { filename: 'Surat "Tugas".pdf', caption: 'Ini *suratnya*' } },
    ]);
    expect(sari.shown()[0]?.file?.bytes).toEqual(files.f1);
    expect(double.calls).toEqual(['POST media', 'POST messages']);
  });

  it('is an image when it is one, with its name under it', async () => {
    await counter.send(SARI, { text: 'ktp.jpg', file: photo });
    expect(sent()).toMatchObject([{ type: 'image', image: { caption: 'ktp.jpg' } }]);
    expect(sari.shown()[0]?.file?.bytes).toEqual(files.f2);
  });

  it('stands before the words when they are too long for it, or when there is something to choose', async () => {
    await counter.send(SARI, { text: 'kata '.repeat(300), file: pdf });
    const id = await counter.send(SARI, { text: 'Benar?', file: pdf, choices: choices('Ya', 'Tidak') });
    expect(sent().map(({ type }) => type)).toEqual(['document', 'text', 'document', 'interactive']);
    expect(double.sent.at(-1)?.id).toBe(id);
  });

  it('that was erased is gone, and one that Meta takes from nobody is too large', async () => {
    expect(await failure(counter.send(SARI, { text: 'x', file: { ...pdf, id: 'erased' } }))).toMatchObject({
      code: 'gone',
      retryable: false,
    });
    expect(await failure(counter.send(SARI, { text: 'x', file: { ...photo, id: 'f3' } }))).toMatchObject({
      code: 'too_large',
      retryable: false,
      limitBytes: 5_000_000,
    });
    expect(double.calls).toEqual([]);
  });
});

describe('the 24 hours after a message', () => {
  const template = { name: 'kabar_permohonan', codes: { id: 'id', en: 'en' } } as const;
  const LONG_AGO = '2026-11-22T00:59:59.000Z';

  beforeEach(() => {
    double.templates.set('kabar_permohonan', ['id', 'en']);
    counter.heard.set(SARI, LONG_AGO);
  });

  it('end to the second', async () => {
    counter.heard.set(SARI, '2026-11-22T01:00:00.001Z');
    await counter.send(SARI, { text: 'masih' });
    counter.heard.set(SARI, '2026-11-22T01:00:00.000Z');
    expect(await failure(counter.send(SARI, { text: 'lewat' }))).toMatchObject({ code: 'rate_limited' });
  });

  it('begin with what the person has just written, before the desk has noted it', async () => {
    counter.heard.set(SARI, undefined);
    await sari.say('halo');
    await counter.count(1);
    await counter.send(SARI, { text: 'Selamat datang' });
    expect(sari.shown()).toHaveLength(1);
  });

  it('without a template nothing is said after them, and an answer neither', async () => {
    for (const message of [{ text: 'Kabar', unasked: true }, { text: 'Jawaban' }] as const)
      expect(await failure(counter.send(SARI, message))).toMatchObject({
        code: 'rate_limited',
        retryable: true,
        retryAfter: HOUR,
      });
    expect(double.calls).toEqual([]);
  });

  it('with a template what nobody asked for goes out in it, on one line with its choices', async () => {
    await counter.transport.stop();
    await open({ template });
    counter.heard.set(SARI, LONG_AGO);
    const text = 'Permohonan *TTE-7K3M9Q*\n\n\tdikembalikan.     Alasan:\r\nKTP buram';
    const id = await counter.send(SARI, {
      text,
      unasked: true,
      choices: choices('Ganti berkas', 'Status'),
      firstNumber: 3,
    });
    expect(double.sent).toEqual([
      {
        id,
        to: '+6281200000011',
        message: {
          messaging_product: 'whatsapp',
          recipient_type: 'individual',
          to: '+6281200000011',
          type: 'template',
          template: {
            name: 'kabar_permohonan',
            language: { code: 'id' },
            components: [
              {
                type: 'body',
                parameters: [
                  {
                    type: 'text',
                    text: 'Permohonan *TTE-7K3M9Q* dikembalikan. Alasan: KTP buram Balas: 3 Ganti berkas; 4 Status',
                  },
                ],
              },
            ],
          },
        },
      },
    ]);
  });

  it('a long notice is cut to what a template takes', async () => {
    await counter.transport.stop();
    await open({ template });
    counter.heard.set(SARI, undefined);
    await counter.send(SARI, { text: '😀'.repeat(700), unasked: true });
    const [shown] = sari.shown();
    expect(shown?.text).toMatch(/^(?:😀)+…$/u);
    expect(shown?.text.length).toBeLessThanOrEqual(1024);
  });

  it('an answer or a file waits even where there is a template', async () => {
    await counter.transport.stop();
    const file: FileRef = { id: 'f1', name: 'surat.pdf', type: 'pdf', size: 1, sha256: '' };
    await open({ template, files: { f1: sampleFile('pdf') } });
    counter.heard.set(SARI, LONG_AGO);
    for (const message of [{ text: 'Jawaban' }, { text: 'Berkas', unasked: true, file }] as const)
      expect(await failure(counter.send(SARI, message))).toMatchObject({ code: 'rate_limited', retryAfter: HOUR });
    expect(double.calls).toEqual([]);
  });

  it('count as over when Meta says so', async () => {
    await counter.transport.stop();
    await open({ template });
    double.enforceWindow(() => '2026-11-23T01:00:00.000Z');
    expect(await failure(counter.send(SARI, { text: 'Jawaban' }))).toMatchObject({
      code: 'rate_limited',
      retryable: true,
      retryAfter: HOUR,
    });
    await counter.send(SARI, { text: 'Kabar', unasked: true });
    expect(sent().map(({ type }) => type)).toEqual(['template']);
    expect(trouble).toEqual([]);
  });
});

describe('whatever the desk may say', () => {
  const bits = fc.constantFrom(
    'a',
    ' ',
    '\n',
    '\t',
    '\r\n',
    '*',
    '_',
    '~',
    '`',
    '😀',
    'é',
    '\u202e',
    '\0',
    'Dinas Kesehatan ',
    '     ',
  );
  const words = (most: number) => fc.array(bits, { maxLength: most }).map((each) => each.join(''));
  const choice = fc.record({ id: words(60), label: words(30) });
  const message = fc.record({
    text: words(900).map((text) => `x${text}`),
    choices: fc.array(choice, { maxLength: 12 }),
    firstNumber: fc.integer({ min: 1, max: 40 }),
  });

  it.each([false, true])('is taken by Meta, after 24 hours: %s', async (late) => {
    await counter.transport.stop();
    await open({ template: { name: 'kabar', codes: { id: 'id', en: 'en' } } });
    double.templates.set('kabar', ['id']);
    if (late) counter.heard.set(SARI, undefined);
    await fc.assert(
      fc.asyncProperty(message, async (given) => {
        await counter.send(SARI, { ...given, unasked: true });
        expect(double.violations).toEqual([]);
      }),
      { numRuns: 150, seed: 20_261_123 },
    );
    expect(new Set(sent().map(({ type }) => type))).toEqual(new Set(late ? ['template'] : ['text', 'interactive']));
  });
});

describe('a refusal of Meta', () => {
  it.each([
    [
      { status: 401, code: 190 },
      { code: 'unauthorized', retryable: true },
    ],
    [
      { status: 403, code: 200 },
      { code: 'unauthorized', retryable: true },
    ],
    [
      { status: 403, code: 131031 },
      { code: 'unauthorized', retryable: true },
    ],
    [
      { status: 400, code: 4 },
      { code: 'rate_limited', retryable: true },
    ],
    [
      { status: 400, code: 80007 },
      { code: 'rate_limited', retryable: true },
    ],
    [
      { status: 429, code: 130429, retryAfter: 30 },
      { code: 'rate_limited', retryable: true, retryAfter: 30_000 },
    ],
    [
      { status: 400, code: 131048 },
      { code: 'rate_limited', retryable: true },
    ],
    [
      { status: 400, code: 131056 },
      { code: 'rate_limited', retryable: true },
    ],
    [
      { status: 400, code: 131026 },
      { code: 'blocked', retryable: false },
    ],
    [
      { status: 500, code: 131000 },
      { code: 'unavailable', retryable: true },
    ],
    [
      { status: 503, code: 131016 },
      { code: 'unavailable', retryable: true },
    ],
    [
      { status: 400, code: 2 },
      { code: 'unavailable', retryable: true },
    ],
    [
      { status: 400, code: 100 },
      { code: 'unavailable', retryable: false },
    ],
    [
      { status: 404, code: 132001 },
      { code: 'unavailable', retryable: false },
    ],
  ])('is told as what it means: %o', async (fault, expected) => {
    double.fail(fault);
    const error = await failure(counter.send(SARI, { text: 'RAHASIA' }));
    expect(error).toMatchObject({ name: 'OperationalError', ...expected });
    expect(`${String(error.cause)} ${JSON.stringify(counter.logged)}`).not.toMatch(/RAHASIA|62812|EAAB/);
    await counter.send(SARI, { text: 'lagi' });
    expect(sari.shown().map(({ text }) => text)).toEqual(['lagi']);
  });

  it('trips the breaker when it is about the whole account, not when it is about one chat', async () => {
    for (const code of [130429, 131056, 4, 131026, 190]) {
      double.fail({ status: 400, code });
      await failure(counter.send(SARI, { text: 'x' }));
    }
    expect(trouble).toEqual([429, 429]);
  });

  it('that loses a message is an error in the log, one that is waited out is not', async () => {
    double.fail({ status: 500, code: 131000 });
    await failure(counter.send(SARI, { text: 'x' }));
    expect(counter.logged).toEqual([]);
    double.fail({ status: 400, code: 100 });
    await failure(counter.send(SARI, { text: 'x' }));
    expect(counter.logged).toEqual([
      { level: 'error', text: 'Meta refused a message', data: { status: 400, code: 100 } },
    ]);
  });

  it.each(['broken', 'gateway', 'silent'] as const)('is not what a line that is %s says', async (fault) => {
    await counter.transport.stop();
    await open({ timing: { callMs: 100 } });
    double.fail(fault);
    const error = await failure(counter.send(SARI, { text: 'x' }));
    expect(error).toMatchObject({ code: 'unavailable', retryable: true });
    expect(String(error.cause)).not.toMatch(/127\.0\.0\.1|EAAB/);
  });

  it('of a wrong token shows at the first message, and nothing was asked of Meta before', async () => {
    await counter.transport.stop();
    await open({ token: 'EAAB-another-token-0123456789' });
    expect(double.calls).toEqual([]);
    expect(await failure(counter.send(SARI, { text: 'x' }))).toMatchObject({ code: 'unauthorized', retryable: true });
    expect(counter.logged).toMatchObject([{ level: 'error', data: { code: 190 } }]);
  });
});

describe('the Graph double', () => {
  const post = (body: object) =>
    fetch(`${double.root}/v23.0/106540352242922/messages`, {
      method: 'POST',
      headers: { Authorization: 'Bearer EAAB-token-of-nobody-0123456789', 'Content-Type': 'application/json' },
      body: JSON.stringify({ messaging_product: 'whatsapp', to: '+6281200000011', ...body }),
    });
  const buttons = (replies: object[], text = 'x') => ({
    type: 'interactive',
    interactive: {
      type: 'button',
      body: { text },
      action: { buttons: replies.map((reply) => ({ type: 'reply', reply })) },
    },
  });
  const list = (rows: object[], button = 'Pilih') => ({
    type: 'interactive',
    interactive: { type: 'list', body: { text: 'x' }, action: { button, sections: [{ rows }] } },
  });
  const template = (text: string) => ({
    type: 'template',
    template: {
      name: 'x',
      language: { code: 'id' },
      components: [{ type: 'body', parameters: [{ type: 'text', text }] }],
    },
  });
  const rows = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `${index}`, title: `${index}` }));

  it.each([
    ['a body of 4097', { type: 'text', text: { body: 'x'.repeat(4097) } }],
    ['an empty body', { type: 'text', text: { body: '' } }],
    ['a field that Meta does not know', { type: 'text', text: { body: 'x', colour: 'red' } }],
    ['four buttons', buttons(rows(4))],
    ['a button of 21', buttons([{ id: 'a', title: 'x'.repeat(21) }])],
    ['a button id of 257', buttons([{ id: 'x'.repeat(257), title: 'a' }])],
    [
      'equal button ids',
      buttons([
        { id: 'a', title: 'a' },
        { id: 'a', title: 'b' },
      ]),
    ],
    [
      'equal button titles',
      buttons([
        { id: 'a', title: 'a' },
        { id: 'b', title: 'a' },
      ]),
    ],
    ['a body of 1025 over buttons', buttons([{ id: 'a', title: 'a' }], 'x'.repeat(1025))],
    ['eleven rows', list(rows(11))],
    ['a row of 25', list([{ id: 'a', title: 'x'.repeat(25) }])],
    ['a row id of 201', list([{ id: 'x'.repeat(201), title: 'a' }])],
    ['a description of 73', list([{ id: 'a', title: 'a', description: 'x'.repeat(73) }])],
    [
      'equal row ids',
      list([
        { id: 'a', title: 'a' },
        { id: 'a', title: 'b' },
      ]),
    ],
    ['a list button of 21', list(rows(1), 'x'.repeat(21))],
    ['a line break in a template', template('satu\ndua')],
    ['a tab in a template', template('satu\tdua')],
    ['five spaces in a template', template('satu     dua')],
    ['a template that was never approved', template('x')],
    ['a file that was never uploaded', { type: 'document', document: { id: '1' } }],
    ['both kinds of recipient', { type: 'text', text: { body: 'x' }, recipient: 'ID.1' }],
    ['a number without a plus', { type: 'text', text: { body: 'x' }, to: '6281200000011' }],
  ])('refuses %s, and the test fails for it', async (_what, body) => {
    expect((await post(body)).ok).toBe(false);
    expect(double.violations.splice(0)).toHaveLength(1);
  });

  it('takes what is just within the limits', async () => {
    double.templates.set('x', ['id']);
    const within = [
      { type: 'text', text: { body: 'x'.repeat(4096) } },
      buttons([{ id: 'x'.repeat(256), title: 'x'.repeat(20) }], 'x'.repeat(1024)),
      list([...rows(9), { id: 'x'.repeat(200), title: 'x'.repeat(24), description: 'x'.repeat(72) }], 'x'.repeat(20)),
      template(`x    ${'x'.repeat(1019)}`),
    ];
    for (const body of within) expect((await post(body)).status).toBe(200);
    expect(double.sent).toHaveLength(4);
  });
});
