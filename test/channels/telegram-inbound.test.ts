// What an update of the Bot API amounts to. The payloads are written after https://core.telegram.org/bots/api#update
import { describe, expect, it } from 'vitest';
import { readUpdate } from '../../src/channels/telegram/inbound.ts';

const NOW = '2026-11-23T01:00:00.000Z';
const CHAT = { id: 3_527_065, type: 'private', first_name: 'Sari' };
const FROM = { id: 3_527_065, is_bot: false, first_name: 'Sari', language_code: 'id' };

function message(fields: object): object {
  return { update_id: 12, message: { message_id: 5, date: 1_795_395_600, chat: CHAT, from: FROM, ...fields } };
}

function inboundOf(fields: object): unknown {
  const received = readUpdate(message(fields), NOW);
  return received.kind === 'message' ? received.inbound : received.kind;
}

describe('an update', () => {
  it('with a text is that text, from that chat, at the time Telegram says', () => {
    expect(inboundOf({ text: 'Selamat pagi 🙏' })).toEqual({
      id: 'telegram:12',
      from: 'telegram:3527065',
      text: 'Selamat pagi 🙏',
      messageId: '5',
      at: '2026-11-23T01:00:00.000Z',
    });
  });

  it('keeps what a deep link carries', () => {
    expect(inboundOf({ text: '/start K7QM-2XWP' })).toMatchObject({ text: '/start K7QM-2XWP' });
  });

  it("takes the bot's name from a command", () => {
    expect(inboundOf({ text: '/permohonan@meja_tte_bot 3' })).toMatchObject({ text: '/permohonan 3' });
  });

  it('with a document announces the file, and drops its caption', () => {
    const document = { file_id: 'D1', file_unique_id: 'u', file_name: 'surat pengantar.pdf', file_size: 90_000 };
    const inbound = inboundOf({ document, caption: 'ini suratnya' });
    expect(inbound).toMatchObject({ file: { ref: 'D1', name: 'surat pengantar.pdf', size: 90_000 } });
    expect(inbound).not.toHaveProperty('text');
  });

  it('with a document without name or size still announces it', () => {
    expect(inboundOf({ document: { file_id: 'D1', file_unique_id: 'u' } })).toMatchObject({
      file: { ref: 'D1', name: 'berkas-5' },
    });
  });

  it('with a photo announces the largest of its sizes', () => {
    const photo = [
      { file_id: 'S', width: 90, height: 67, file_size: 1_000 },
      { file_id: 'L', width: 1280, height: 960, file_size: 200_000 },
      { file_id: 'M', width: 320, height: 240, file_size: 20_000 },
    ];
    expect(inboundOf({ photo })).toMatchObject({ file: { ref: 'L', name: 'foto-5.jpg', size: 200_000 } });
  });

  it.each([
    [{ voice: { file_id: 'V' } }, 'voice'],
    [{ audio: { file_id: 'A' } }, 'voice'],
    [{ sticker: { file_id: 'S' } }, 'sticker'],
    [{ contact: { phone_number: '+628110000000', first_name: 'Budi' } }, 'contact'],
    [{ location: { latitude: 3.3, longitude: 117.6 } }, 'location'],
    [{ venue: { title: 'Kantor' }, location: { latitude: 3.3, longitude: 117.6 } }, 'location'],
    [{ video: { file_id: 'V' }, caption: 'lihat' }, 'unknown'],
    [{ animation: { file_id: 'G' }, document: { file_id: 'G' } }, 'unknown'],
    [{ dice: { emoji: '🎲', value: 3 } }, 'unknown'],
    [{ something_yet_to_come: {} }, 'unknown'],
  ])('with %j is something else: %s', (fields, other) => {
    expect(inboundOf(fields)).toMatchObject({ other });
    expect(inboundOf(fields)).not.toHaveProperty('text');
    expect(inboundOf(fields)).not.toHaveProperty('file');
  });

  it.each([
    { pinned_message: { message_id: 1 } },
    { message_auto_delete_timer_changed: { message_auto_delete_time: 86_400 } },
    { write_access_allowed: {} },
  ])('that Telegram says by itself, %j, is nothing', (fields) => {
    expect(inboundOf(fields)).toBe('nothing');
  });

  it('with a changed message says that it was changed', () => {
    const { message: edited } = message({ text: 'baru', edit_date: 1_795_395_700 }) as { message: object };
    expect(readUpdate({ update_id: 13, edited_message: edited }, NOW)).toMatchObject({
      kind: 'message',
      inbound: { id: 'telegram:13', other: 'edited' },
    });
  });

  it('from a group is only good for leaving it', () => {
    const chat = { id: -100_200, type: 'supergroup', title: 'Kantor' };
    expect(readUpdate(message({ chat, new_chat_members: [FROM] }), NOW)).toEqual({ kind: 'group', chat: -100_200 });
  });

  it('from a channel, from a bot or in the name of somebody else is nothing', () => {
    expect(inboundOf({ chat: { id: -100_300, type: 'channel' }, text: 'x' })).toBe('nothing');
    expect(inboundOf({ from: { ...FROM, is_bot: true }, text: 'x' })).toBe('nothing');
    expect(inboundOf({ from: { ...FROM, id: 99 }, text: 'x' })).toBe('nothing');
    expect(inboundOf({ from: undefined, text: 'x' })).toBe('nothing');
  });

  it('with a tap has the token, and the chat when the tapper is who the chat is with', () => {
    const tap = { id: 'q1', from: FROM, message: { message_id: 4, date: 0, chat: CHAT }, data: 'c:abc' };
    expect(readUpdate({ update_id: 14, callback_query: tap }, NOW)).toEqual({
      kind: 'tap',
      id: 'telegram:14',
      query: 'q1',
      token: 'c:abc',
      from: 'telegram:3527065',
      at: NOW,
    });
  });

  it.each([
    ['a stranger', { from: { ...FROM, id: 4 } }],
    ['somebody in a group', { message: { message_id: 4, chat: { id: -1, type: 'group' } } }],
    ['a message that Telegram no longer has', { message: undefined }],
  ])('with a tap by or under %s has no chat', (_who, change) => {
    const tap = { id: 'q1', from: FROM, message: { message_id: 4, date: 1, chat: CHAT }, data: 'c:abc', ...change };
    expect(readUpdate({ update_id: 14, callback_query: tap }, NOW)).not.toHaveProperty('from');
  });

  it.each([{}, null, 'x', { update_id: 'one' }, message({ chat: {} }), message({ text: 5 })])(
    "that is none of Telegram's, %j, is refused",
    (value) => {
      expect(() => readUpdate(value, NOW)).toThrow();
    },
  );

  it('of a kind that was not asked for is nothing', () => {
    expect(readUpdate({ update_id: 15, poll_answer: {} }, NOW)).toEqual({ kind: 'nothing' });
  });
});
