// What people send on WhatsApp, as the Cloud API brings it and as the desk gets it.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashOf } from '../helpers/graph-double-account.ts';
import { createCloudCounter, silence, until } from '../helpers/graph-double-counter.ts';
import type { CloudCounter } from '../helpers/graph-double-counter.ts';
import { NOW_SECONDS, deliveryOf } from '../helpers/graph-double-people.ts';
import type { DoublePerson } from '../helpers/graph-double-people.ts';
import { openGraphDouble } from '../helpers/graph-double.ts';
import type { GraphDouble } from '../helpers/graph-double.ts';
import { sampleFile } from '../helpers/sample-files.ts';

const PHONE = '6281200000011';
const BSUID = 'ID.13491208655302741919';

let double: GraphDouble;
let counter: CloudCounter;
let sari: DoublePerson;

beforeEach(async () => {
  double = await openGraphDouble();
  sari = double.person(PHONE);
  counter = createCloudCounter(double);
  await counter.start();
});

afterEach(async () => {
  await counter.transport.stop();
  await double.close();
});

/** What the desk makes of one message of that type. */
async function received(type: string, content: Record<string, unknown> = {}): Promise<object | undefined> {
  expect(await sari.send(type, content)).toBe(200);
  await counter.settled();
  await silence(10);
  return counter.arrived.at(-1);
}

describe('a message on WhatsApp', () => {
  it('with a text comes with who wrote it, when, and an id that shows no number', async () => {
    const mark = `wamid.HBgN${Buffer.from(PHONE).toString('base64')}FQIA`;
    await sari.say('Selamat pagi', { mark, at: NOW_SECONDS + 5 });
    await counter.count(1);
    expect(counter.arrived).toEqual([
      {
        id: expect.stringMatching(/^whatsapp:[0-9a-f]{32}$/),
        from: `whatsapp:${PHONE}`,
        text: 'Selamat pagi',
        at: '2026-11-23T01:00:05.000Z',
      },
    ]);
  });

  it('in reply to one of ours says which', async () => {
    await sari.say('ya', { quoted: 'wamid.ours' });
    await counter.count(1);
    expect(counter.arrived[0]).toMatchObject({ text: 'ya', quoted: 'wamid.ours' });
  });

  it('that was forwarded is a text like any other', async () => {
    expect(await received('text', { text: { body: 'terusan' }, context: { forwarded: true } })).toMatchObject({
      text: 'terusan',
    });
    expect(counter.arrived[0]).not.toHaveProperty('quoted');
  });

  it('names the button or the row that was chosen', async () => {
    const button_reply = { id: 'summary=submit', title: 'Kirim' };
    expect(await received('interactive', { interactive: { type: 'button_reply', button_reply } })).toMatchObject({
      choice: 'summary=submit',
    });
    const list_reply = { id: 'golongan=III/a', title: 'III/a', description: 'Penata Muda' };
    expect(await received('interactive', { interactive: { type: 'list_reply', list_reply } })).toMatchObject({
      choice: 'golongan=III/a',
    });
    expect(counter.arrived[1]).not.toHaveProperty('text');
  });

  it('by the button of a template is what the button reads', async () => {
    const button = { payload: 'anything', text: 'Lihat status' };
    expect(await received('button', { button, context: { from: '6281100000000', id: 'wamid.t' } })).toMatchObject({
      text: 'Lihat status',
      quoted: 'wamid.t',
    });
  });

  it('announces a document with its name, and hands over its bytes', async () => {
    const bytes = new Uint8Array(sampleFile('pdf'));
    await sari.document('Surat Permohonan.pdf', bytes);
    await counter.count(1);
    const file = counter.arrived[0]?.file;
    expect(file?.name).toBe('Surat Permohonan.pdf');
    expect(await counter.transport.download(file ?? { ref: '', name: '' }, 1_000_000)).toEqual(bytes);
  });

  it('gives a photo a name', async () => {
    await sari.photo(sampleFile('jpeg', 5_000));
    await counter.count(1);
    expect(counter.arrived[0]?.file?.name).toBe(`foto-${NOW_SECONDS}.jpg`);
    const image = { id: '1', mime_type: 'image/png', sha256: hashOf(new Uint8Array()), caption: 'KTP saya' };
    expect(await received('image', { image })).toMatchObject({ file: { name: `foto-${NOW_SECONDS}.png` } });
    expect(counter.arrived[1]).not.toHaveProperty('text');
  });

  it.each([
    ['a voice note', 'audio', { audio: { id: '1', mime_type: 'audio/ogg; codecs=opus', voice: true } }, 'voice'],
    ['a sticker', 'sticker', { sticker: { id: '1', mime_type: 'image/webp', animated: false } }, 'sticker'],
    ['a contact card', 'contacts', { contacts: [{ name: { formatted_name: 'Budi' }, phones: [] }] }, 'contact'],
    ['a place', 'location', { location: { latitude: 3.3, longitude: 117.6 } }, 'location'],
    [
      'an edited message',
      'edit',
      { edit: { original_message_id: 'wamid.1', message: { type: 'text', text: { body: 'baru' } } } },
      'edited',
    ],
    [
      'an edited message of somebody whose app Meta cannot read',
      'unsupported',
      { errors: [{ code: 131051, title: 'Message type unknown' }], unsupported: { type: 'edit' } },
      'edited',
    ],
    [
      'a kind that Meta itself cannot read',
      'unsupported',
      { errors: [{ code: 131051, title: 'Message type unknown' }], unsupported: { type: 'poll_creation' } },
      'unknown',
    ],
    ['a film', 'video', { video: { id: '1', mime_type: 'video/mp4' } }, 'unknown'],
    ['a kind that is yet to come', 'hologram', { hologram: { id: '1' } }, 'unknown'],
    [
      'the answer to a form of WhatsApp',
      'interactive',
      { interactive: { type: 'nfm_reply', nfm_reply: {} } },
      'unknown',
    ],
    ['a text that is none', 'text', { text: { body: 5 } }, 'unknown'],
    ['a document without an id', 'document', { document: { filename: 'x.pdf' } }, 'unknown'],
  ])('that is %s is told to be that', async (_what, type, content, other) => {
    const inbound = await received(type, content);
    expect(inbound).toMatchObject({ from: `whatsapp:${PHONE}`, other });
    expect(Object.keys(inbound ?? {}).toSorted()).toEqual(['at', 'from', 'id', 'other']);
  });

  it.each([
    ['a heart under one of ours', 'reaction', { reaction: { message_id: 'wamid.1', emoji: '❤️' } }],
    ['one taken back', 'revoke', { revoke: { original_message_id: 'wamid.1' } }],
    ['one taken back of somebody whose app Meta cannot read', 'unsupported', { unsupported: { type: 'revoke' } }],
    ['a changed number', 'system', { system: { type: 'user_changed_number', wa_id: '6281200000099', body: '…' } }],
    ['a chat that was opened', 'request_welcome', {}],
    ['one in a group', 'text', { text: { body: 'halo semua' }, group_id: 'Y2FwaV9ncm91cA' }],
  ])('that is %s is nothing to answer', async (_what, type, content) => {
    expect(await received(type, content)).toBeUndefined();
    expect(await counter.store.readInbox(1)).toEqual([]);
  });

  it('of somebody who hides the number comes from the id that he has with this business', async () => {
    const hidden = double.person(BSUID);
    await hidden.say('halo', { mark: 'wamid.h' });
    await counter.count(1);
    expect(counter.arrived[0]).toMatchObject({
      from: `whatsapp:${BSUID}`,
      text: 'halo',
    });
    await counter.send(`whatsapp:${BSUID}`, { text: 'Selamat datang' });
    expect(hidden.shown().map(({ text }) => text)).toEqual(['Selamat datang']);
  });

  it('is found by the contact beside it when it does not say itself who wrote', async () => {
    const message = { id: 'wamid.c', timestamp: String(NOW_SECONDS), type: 'text', text: { body: 'x' } };
    await double.bring(deliveryOf({ contacts: [{ profile: { name: 'Sari' }, wa_id: PHONE }], messages: [message] }));
    await double.bring(deliveryOf({ contacts: [{ profile: { name: 'Budi' }, user_id: BSUID }], messages: [message] }));
    await counter.count(2);
    expect(counter.arrived.map(({ from }) => from)).toEqual([`whatsapp:${PHONE}`, `whatsapp:${BSUID}`]);
  });

  it('of nobody in particular is left alone', async () => {
    const message = { id: 'wamid.c', timestamp: String(NOW_SECONDS), type: 'text', text: { body: 'x' } };
    for (const from of ['', 'x@lid', '12', '1'.repeat(40)])
      expect(await double.bring(deliveryOf({ messages: [{ ...message, from }] }))).toBe(200);
    await silence();
    expect(counter.arrived).toEqual([]);
    expect(counter.logged).toHaveLength(4);
    expect(counter.logged[0]).toEqual({
      level: 'warn',
      text: 'a message came from nobody who can be answered',
      data: { messages: 1 },
    });
  });

  it('comes with others in one delivery, each once and in order', async () => {
    const message = (id: string) => ({
      id,
      from: PHONE,
      timestamp: String(NOW_SECONDS),
      type: 'text',
      text: { body: id },
    });
    await double.bring(deliveryOf({ messages: ['satu', 'dua', 'tiga'].map((id) => message(id)) }));
    await counter.count(3);
    expect(counter.arrived.map(({ text }) => text)).toEqual(['satu', 'dua', 'tiga']);
  });
});

describe('five files at once', () => {
  it('are handed on together, and what is said after them waits for all', async () => {
    const going: (() => void)[] = [];
    counter.handle = ({ file }) => (file ? new Promise((resolve) => void going.push(resolve)) : Promise.resolve());
    const bytes = sampleFile('pdf');
    await Promise.all(['1', '2', '3', '4', '5'].map((name) => sari.document(`${name}.pdf`, bytes)));
    await sari.say('selesai');
    await counter.count(5);
    await silence(20);
    expect(counter.arrived.map(({ file, text }) => file?.name ?? text)).toEqual([
      '1.pdf',
      '2.pdf',
      '3.pdf',
      '4.pdf',
      '5.pdf',
    ]);
    for (const go of going) go();
    await counter.count(6);
    expect(counter.arrived[5]?.text).toBe('selesai');
  });

  it('are in memory four at a time', async () => {
    const going: (() => void)[] = [];
    let fetched = 0;
    counter.handle = async ({ file }) => {
      if (!file) return;
      await counter.transport.download(file, 1_000_000);
      fetched += 1;
      await new Promise<void>((resolve) => void going.push(resolve));
    };
    const bytes = sampleFile('pdf');
    await Promise.all(['1', '2', '3', '4', '5'].map((name) => sari.document(`${name}.pdf`, bytes)));
    await counter.count(5);
    await until(async () => fetched === 4);
    await silence(30);
    expect(fetched).toBe(4);
    going[0]?.();
    await until(async () => fetched === 5);
    for (const go of going) go();
    await counter.settled();
  });
});

describe('a status', () => {
  const statusOf = (status: string, errors?: object[]) =>
    deliveryOf({
      contacts: [{ wa_id: PHONE, user_id: BSUID }],
      statuses: [
        { id: 'wamid.not-known-yet', status, timestamp: '1', recipient_id: PHONE, ...(errors ? { errors } : {}) },
      ],
    });

  it.each(['sent', 'delivered', 'read', 'played'])(
    'that a message was %s may come before the message is known',
    async (status) => {
      expect(await double.bring(statusOf(status))).toBe(200);
      await silence(10);
      expect(counter.arrived).toEqual([]);
      expect(counter.logged).toEqual([]);
      expect(await counter.store.readInbox(1)).toEqual([]);
    },
  );

  it.each([131026, 131049, 130472, 131047])('of a failure is logged by its code alone: %i', async (code) => {
    const error = { code, title: 'x', message: `to ${PHONE}`, error_data: { details: `to ${PHONE}` } };
    expect(await double.bring(statusOf('failed', [error]))).toBe(200);
    expect(counter.logged).toEqual([{ level: 'warn', text: 'Meta could not deliver a message', data: { code } }]);
  });

  it('comes together with a message', async () => {
    const message = { id: 'wamid.d', from: PHONE, timestamp: String(NOW_SECONDS), type: 'text', text: { body: 'x' } };
    const status = { id: 'wamid.e', status: 'read', timestamp: '1', recipient_id: PHONE };
    expect(await double.bring(deliveryOf({ messages: [message], statuses: [status] }))).toBe(200);
    await counter.count(1);
  });
});
