// Messages in and out through the Baileys transport, on a socket that the test plays.
import type { WAMessage } from '@whiskeysockets/baileys';
import { proto } from '@whiskeysockets/baileys';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Outbound } from '../../src/app/ports.ts';
import { OperationalError } from '../../src/app/ports.ts';
import { isIdOf, messageIdOf } from '../../src/channels/whatsapp/baileys/message-id.ts';
import type { PlayedSocket, Rig } from '../helpers/whatsapp-baileys.ts';
import { createRig, playedSockets, SARI, SARI_LID, SELF, SELF_LID, waMessage } from '../helpers/whatsapp-baileys.ts';

const CHAT = 'whatsapp:628120000011';
const LID_CHAT = 'whatsapp:lid.200000000000011';
const HELLO: Outbound = { text: 'Selamat datang', choices: [{ id: 'menu=apply', label: 'Ajukan' }] };
const { Type } = proto.Message.ProtocolMessage;

describe('the Baileys transport', () => {
  let rig: Rig;
  let sockets: ReturnType<typeof playedSockets>;
  let socket: PlayedSocket;

  beforeEach(async () => {
    sockets = playedSockets();
    rig = createRig({ connect: sockets.connect });
    await rig.start();
    await expect.poll(() => sockets.all.length, { interval: 2 }).toBe(1);
    socket = (sockets.all[0] as PlayedSocket).open();
  });
  afterEach(() => rig.transport.stop());

  /** What comes of these messages; a last one shows that all before it has been dealt with. */
  async function hear(...messages: WAMessage[]) {
    rig.received.length = 0;
    for (const message of messages) socket.upsert('notify', message);
    socket.upsert('notify', waMessage({ conversation: 'akhir' }));
    await expect.poll(() => rig.received.at(-1)?.text, { interval: 2 }).toBe('akhir');
    return rig.received.slice(0, -1).map(({ id: _id, messageId: _m, at: _at, from: _from, ...point }) => point);
  }

  describe('receiving', () => {
    it('hands on texts, with the message they answer', async () => {
      const contextInfo = { stanzaId: '3EB0AABBCC', participant: SELF };
      const said = await hear(
        waMessage({ conversation: 'Halo' }),
        waMessage({ extendedTextMessage: { text: '2', contextInfo } }),
        waMessage({ ephemeralMessage: { message: { extendedTextMessage: { text: 'sementara' } } } }),
        waMessage({ conversation: 'x'.repeat(30_000) }),
      );
      expect(said).toEqual([
        { text: 'Halo' },
        { text: '2', quoted: '3EB0AABBCC' },
        { text: 'sementara' },
        { text: 'x'.repeat(20_001) },
      ]);
    });

    it('tells what it is when it cannot be read', async () => {
      const said = await hear(
        waMessage({ audioMessage: { ptt: true } }),
        waMessage({ stickerMessage: {} }),
        waMessage({ contactMessage: { displayName: 'Hendra', vcard: 'BEGIN:VCARD' } }),
        waMessage({ contactsArrayMessage: { contacts: [] } }),
        waMessage({ locationMessage: { degreesLatitude: 3.3 } }),
        waMessage({ liveLocationMessage: {} }),
        waMessage({ videoMessage: {} }),
        waMessage({ pollCreationMessageV3: {} }),
        waMessage(undefined, { isViewOnce: true }),
      );
      const kinds = 'voice sticker contact contact location location unknown unknown unknown'.split(' ');
      expect(said).toEqual(kinds.map((other) => ({ other })));
    });

    it('says that a message was edited, whichever way WhatsApp tells it', async () => {
      const key = { remoteJid: SARI, fromMe: false, id: '3A01' };
      const protocolMessage = { key, type: Type.MESSAGE_EDIT, editedMessage: { conversation: 'Hallo' } };
      const said = await hear(
        waMessage({ protocolMessage }),
        waMessage({ editedMessage: { message: { protocolMessage } } }),
      );
      expect(said).toEqual([{ other: 'edited' }, { other: 'edited' }]);
    });

    it('answers nothing to what nobody waits to have answered', async () => {
      const key = { remoteJid: SARI, id: '3A01' };
      const said = await hear(
        waMessage({ protocolMessage: { key, type: Type.REVOKE } }),
        waMessage({ protocolMessage: { type: Type.EPHEMERAL_SETTING, ephemeralExpiration: 86_400 } }),
        waMessage({ reactionMessage: { key, text: '👍' } }),
        waMessage({ albumMessage: { expectedImageCount: 2 } }),
        waMessage({ messageContextInfo: {} }),
        waMessage(undefined),
        waMessage({ conversation: 'di grup' }, { remoteJid: '120363000000000001@g.us', participant: SARI }),
        waMessage({ conversation: 'status' }, { remoteJid: 'status@broadcast', participant: SARI }),
        waMessage({ conversation: 'kabar' }, { remoteJid: '120363000000000001@newsletter' }),
        waMessage({ conversation: 'catatan' }, { remoteJid: SELF, fromMe: true }),
      );
      expect(said).toEqual([]);
      const ignore = socket.config.shouldIgnoreJid ?? (() => false);
      expect(['120363000000000001@g.us', 'status@broadcast', '1@newsletter'].map(ignore)).toEqual([true, true, true]);
      expect([SARI, SARI_LID].map(ignore)).toEqual([false, false]);
    });

    it('takes what waited on the server during a long absence, with the time it was written at', async () => {
      socket.upsert('append', waMessage({ conversation: 'bulan lalu' }), waMessage({ conversation: 'kemarin' }));
      await expect.poll(() => rig.received.length, { interval: 2 }).toBe(2);
      expect(rig.received.map(({ text }) => text)).toEqual(['bulan lalu', 'kemarin']);
      expect(rig.received[0]?.at).toBe(new Date(1_795_000_000_000).toISOString());
    });

    it('takes what the library holds back when the connection ends: WhatsApp will not bring it again', async () => {
      socket.heldBack.push(waMessage({ conversation: 'tepat sebelum putus' }));
      socket.close(428);
      await expect.poll(() => rig.received.map(({ text }) => text)).toEqual(['tepat sebelum putus']);
    });

    it('gives the same message the same id, however often and by whichever way it comes', async () => {
      const message = waMessage({ conversation: 'Halo' });
      for (const type of ['notify', 'append', 'notify'] as const) socket.upsert(type, message);
      await expect.poll(() => rig.received.length, { interval: 2 }).toBe(3);
      expect(new Set(rig.received.map(({ id }) => id)).size).toBe(1);
      expect(rig.received[0]?.id).toMatch(/^whatsapp:[0-9a-f]{32}$/);
    });

    it('keeps the order of a chat, and tries again what the desk could not deal with', async () => {
      const tried: string[] = [];
      rig.onMessage = async ({ text = '' }) => {
        tried.push(text);
        if (text === 'satu' && tried.length < 4) throw new OperationalError('unavailable', { retryable: true });
      };
      for (const conversation of ['satu', 'dua', 'tiga']) socket.upsert('notify', waMessage({ conversation }));
      await expect.poll(() => rig.received.length, { interval: 2 }).toBe(3);
      expect(tried).toEqual(['satu', 'satu', 'satu', 'satu', 'dua', 'tiga']);
    });

    it('leaves what a dying process had in hand to the next one, in order', async () => {
      await rig.store.keepInbox('baileys:old', 'written by an older version');
      await rig.store.keepInbox('somebody-else', '{}');
      rig.onMessage = () => new Promise(() => {});
      const [one, two] = [waMessage({ conversation: 'satu' }), waMessage({ conversation: 'dua' })];
      socket.upsert('notify', one, two);
      await expect.poll(async () => (await rig.store.readInbox(9)).length, { interval: 2 }).toBe(4);
      // It is killed: nobody renews its lease.
      await rig.store.dropLease('whatsapp:whatsapp', rig.holder);
      const next = createRig({ connect: sockets.connect, holder: 'next' }, rig.store);
      await next.start();
      await expect.poll(() => next.received.length, { interval: 2 }).toBe(2);
      expect(next.received.map(({ text, messageId }) => [text, messageId])).toEqual([
        ['satu', one.key.id],
        ['dua', two.key.id],
      ]);
      const left = async () => (await rig.store.readInbox(9)).map(({ id }) => id);
      await expect.poll(left, { interval: 2 }).toEqual(['baileys:old', 'somebody-else']);
      await next.transport.stop();
      rig = next;
    });

    it('leaves with each message both addresses of who wrote it', async () => {
      rig.onMessage = () => new Promise(() => {});
      socket.upsert('notify', waMessage({ conversation: 'satu' }, { remoteJid: SARI_LID, remoteJidAlt: SARI }));
      await expect.poll(async () => (await rig.store.readInbox(9)).length, { interval: 2 }).toBe(1);
      await rig.store.dropLease('whatsapp:whatsapp', rig.holder);
      const next = createRig({ connect: sockets.connect, holder: 'next' }, rig.store);
      next.known.add(CHAT);
      await next.start();
      await expect.poll(() => next.received.map(({ from }) => from), { interval: 2 }).toEqual([CHAT]);
      await next.transport.stop();
      rig = next;
    });

    it('leaves all of it, also when that is more than the inbox tells of at once', async () => {
      rig.onMessage = () => new Promise(() => {});
      const texts = Array.from({ length: 250 }, (_, index) => `pesan ${index}`);
      socket.upsert('append', ...texts.map((conversation) => waMessage({ conversation })));
      await expect.poll(async () => (await rig.store.readInbox(999)).length, { interval: 2 }).toBe(250);
      await rig.store.dropLease('whatsapp:whatsapp', rig.holder);
      const next = createRig({ connect: sockets.connect, holder: 'next' }, rig.store);
      await next.start();
      await expect.poll(() => next.received.map(({ text }) => text), { interval: 5 }).toEqual(texts);
      await next.transport.stop();
      rig = next;
    });

    it('takes nothing up twice that it still has in hand when the connection is back', async () => {
      let release = (): void => {};
      const times: unknown[] = [];
      rig.onMessage = ({ text }) => {
        times.push(text);
        return new Promise((resolve) => (release = resolve));
      };
      socket.upsert('notify', waMessage({ conversation: 'satu' }));
      await expect.poll(async () => (await rig.store.readInbox(9)).length, { interval: 2 }).toBe(1);
      socket.close(428);
      await expect.poll(() => sockets.all.length, { interval: 2 }).toBe(2);
      socket = (sockets.all[1] as PlayedSocket).open();
      await new Promise((resolve) => setTimeout(resolve, 20));
      release();
      await expect.poll(async () => rig.store.readInbox(9), { interval: 2 }).toEqual([]);
      expect(times).toEqual(['satu']);
    });

    it('finishes what it has in hand when it is stopped, and keeps the rest', async () => {
      let release = (): void => {};
      rig.onMessage = () => new Promise((resolve) => (release = resolve));
      socket.upsert('notify', waMessage({ conversation: 'satu' }), waMessage({ conversation: 'dua' }));
      await expect.poll(async () => (await rig.store.readInbox(9)).length, { interval: 2 }).toBe(2);
      const stopping = rig.transport.stop();
      await new Promise((resolve) => setTimeout(resolve, 20));
      release();
      await stopping;
      expect(rig.received.map(({ text }) => text)).toEqual(['satu']);
      expect(await rig.store.readInbox(9)).toHaveLength(1);
    });

    it('gives a message up that breaks the desk every time, and goes on with the next', async () => {
      rig.onMessage = async ({ text = '' }) => {
        if (text === 'racun') throw new TypeError('a bug of ours');
      };
      expect(await hear(waMessage({ conversation: 'racun' }), waMessage({ conversation: 'sehat' }))).toEqual([
        { text: 'sehat' },
      ]);
      expect(rig.logged.filter((line) => line.startsWith('error'))).toHaveLength(1);
    });
  });

  describe('addresses', () => {
    async function from(key: Partial<WAMessage['key']>): Promise<string | undefined> {
      const before = rig.received.length;
      socket.upsert('notify', waMessage({ conversation: 'Halo' }, key));
      await expect.poll(() => rig.received.length, { interval: 2 }).toBe(before + 1);
      return rig.received.at(-1)?.from;
    }

    it('are the linked id where there is one, else the number', async () => {
      expect(await from({ remoteJid: SARI })).toBe(CHAT);
      expect(await from({ remoteJid: '628120000011:7@s.whatsapp.net' })).toBe(CHAT);
      expect(await from({ remoteJid: SARI_LID })).toBe(LID_CHAT);
      expect(await from({ remoteJid: SARI_LID, remoteJidAlt: SARI })).toBe(LID_CHAT);
      expect(await from({ remoteJid: SARI, remoteJidAlt: SARI_LID })).toBe(LID_CHAT);
      socket.lids.set(SARI, SARI_LID);
      expect(await from({ remoteJid: SARI })).toBe(LID_CHAT);
    });

    it('are those of the chat that is there already', async () => {
      rig.known.add(CHAT);
      expect(await from({ remoteJid: SARI_LID, remoteJidAlt: SARI })).toBe(CHAT);
      socket.lids.set(SARI, SARI_LID);
      expect(await from({ remoteJid: SARI_LID })).toBe(CHAT);
      rig.known.add(LID_CHAT);
      expect(await from({ remoteJid: SARI, remoteJidAlt: SARI_LID })).toBe(LID_CHAT);
    });
  });

  describe('what comes from our own account', () => {
    const own = (conversation: string, id: string) =>
      waMessage({ conversation }, { remoteJid: SARI_LID, remoteJidAlt: SELF, fromMe: true, id });

    it('is a human who has taken over, when it was typed on the telephone', async () => {
      const sticker = waMessage({ stickerMessage: {} }, { fromMe: true, id: '3EB0FFFF' });
      const paper = waMessage({ documentMessage: { fileName: 'a.pdf' } }, { fromMe: true });
      socket.upsert('append', own('Saya bantu ya, Bu', '3A77'));
      await expect.poll(() => rig.received[0], { interval: 2 }).toMatchObject({ from: LID_CHAT, human: true });
      const toNumber = waMessage({ conversation: 'Ya' }, { remoteJid: SARI, remoteJidAlt: SELF_LID, fromMe: true });
      socket.upsert('append', toNumber);
      await expect.poll(() => rig.received[1], { interval: 2 }).toMatchObject({ from: CHAT, human: true });
      expect(await hear(own('Baik', '3A78'), sticker, paper)).toEqual([
        { text: 'Baik', human: true },
        { other: 'sticker', human: true },
        { other: 'unknown', human: true },
      ]);
    });

    it('is nothing new, when it is what we have sent: in this life or, by the outbox, in an earlier one', async () => {
      const sent = await rig.transport.send(LID_CHAT, HELLO, 'out-1');
      const earlier = messageIdOf(LID_CHAT, 'out-0');
      rig.outbox.set(`${LID_CHAT} ${earlier}`, HELLO);
      expect(await hear(own('Selamat datang', sent), own('Selamat datang', earlier))).toEqual([]);
    });
  });

  describe('sending', () => {
    it('writes choices as numbers, without a preview, and resolves to the id when WhatsApp has it', async () => {
      const id = await rig.transport.send(CHAT, HELLO, 'out-1');
      expect(id).toBe(messageIdOf(CHAT, 'out-1'));
      const content = { text: 'Selamat datang\n\n1. Ajukan', linkPreview: null };
      expect(socket.sent).toEqual([{ jid: SARI, content, id }]);
    });

    it('gives a message the same id on every try, and another chat another one', async () => {
      const [one, two] = [await rig.transport.send(CHAT, HELLO, 'k'), await rig.transport.send(CHAT, HELLO, 'k')];
      expect(one).toBe(two);
      expect(await rig.transport.send(LID_CHAT, HELLO, 'k')).not.toBe(one);
    });

    it('goes to the linked id of a number where one is known', async () => {
      socket.lids.set(SARI, '200000000000011:0@lid');
      await rig.transport.send(CHAT, HELLO, 'out-1');
      await rig.transport.send(LID_CHAT, HELLO, 'out-2');
      expect(socket.sent.map(({ jid }) => jid)).toEqual([SARI_LID, SARI_LID]);
    });

    it('sends a file as a document, its words under it, or after it when they are long', async () => {
      const file = { id: 'f-1', name: 'tanda-terima.pdf', type: 'pdf', size: 3, sha256: '' } as const;
      await rig.transport.send(CHAT, { ...HELLO, file }, 'out-1');
      await rig.transport.send(CHAT, { text: 'tanda-terima.pdf', choices: [], file }, 'out-2');
      const last = await rig.transport.send(CHAT, { text: 'k'.repeat(2_000), choices: [], file }, 'out-3');
      const document = { document: Buffer.from('isi'), mimetype: 'application/pdf', fileName: 'tanda-terima.pdf' };
      expect(socket.sent.map(({ content }) => content)).toEqual([
        { ...document, caption: 'Selamat datang\n\n1. Ajukan' },
        document,
        document,
        { text: 'k'.repeat(2_000), linkPreview: null },
      ]);
      expect(last).toBe(socket.sent[3]?.id);
      expect(new Set(socket.sent.map(({ id }) => id)).size).toBe(4);
      // Both are known as ours again by the line's key, also after a restart.
      expect(socket.sent.map(({ id }) => isIdOf(CHAT, 'out-3', id))).toEqual([false, false, true, true]);
    });

    it.each([
      ['463', 'rate_limited', 6 * 3_600_000],
      ['429', 'rate_limited', 60_000],
      ['479', 'unavailable', undefined],
    ])('is told of it, when WhatsApp answers with %s', async (answer, code, retryAfter) => {
      socket.answer = answer;
      const refused = expect.objectContaining({ code, retryable: true, retryAfter });
      await expect(rig.transport.send(CHAT, HELLO, 'out-1')).rejects.toEqual(refused);
      expect(rig.troubles).toEqual(code === 'rate_limited' ? [Number(answer)] : []);
    });

    it('does not count as sent what is not acknowledged, in time or because the line breaks', async () => {
      socket.answer = null;
      const unavailable = expect.objectContaining({ code: 'unavailable', retryable: true });
      await expect(rig.transport.send(CHAT, HELLO, 'out-1')).rejects.toEqual(unavailable);
      const broken = expect(rig.transport.send(CHAT, HELLO, 'out-2')).rejects.toEqual(unavailable);
      await expect.poll(() => socket.sent.length, { interval: 2 }).toBe(2);
      socket.close(428);
      await broken;
      await expect(rig.transport.send(CHAT, HELLO, 'out-3')).rejects.toEqual(unavailable);
      expect(socket.sent).toHaveLength(2);
    });

    it('says again what a telephone could not decrypt, from the outbox', async () => {
      const sent = messageIdOf(CHAT, 'out-0');
      rig.outbox.set(`${CHAT} ${sent}`, HELLO);
      const ask = socket.config.getMessage ?? (async () => undefined);
      expect(await ask({ remoteJid: SARI, id: sent })).toEqual({ conversation: 'Selamat datang\n\n1. Ajukan' });
      expect(await ask({ remoteJid: SARI_LID, id: sent })).toBeUndefined();
      socket.lids.set(SARI, SARI_LID);
      expect(await ask({ remoteJid: SARI_LID, id: sent })).toBeDefined();
      expect(await ask({ remoteJid: SARI, id: 'unknown' })).toBeUndefined();
    });
  });
});
