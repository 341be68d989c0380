// Files that people send on WhatsApp: genuine messages of the library, their files on a loopback server.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WAMessage } from '@whiskeysockets/baileys';
import type { IncomingFile } from '../../src/app/ports.ts';
import { OperationalError } from '../../src/app/ports.ts';
import type { PlayedSocket, Rig } from '../helpers/whatsapp-baileys.ts';
import { createRig, playedSockets } from '../helpers/whatsapp-baileys.ts';
import type { MediaServer } from '../helpers/whatsapp-media-server.ts';
import { startMediaServer } from '../helpers/whatsapp-media-server.ts';

const PDF = Buffer.from(`%PDF-1.7 ${'Surat permohonan '.repeat(9_000)}%%EOF`);
const MOST = 1_000_000;
const DOCUMENT = { document: PDF, mimetype: 'application/pdf', fileName: 'surat permohonan.pdf' };

describe('a file sent on WhatsApp', () => {
  let media: MediaServer;
  let rig: Rig;
  let socket: PlayedSocket;
  let sockets: ReturnType<typeof playedSockets>;
  let files: IncomingFile[];
  let outcomes: (Uint8Array | OperationalError)[];
  let most: number;

  beforeEach(async () => {
    media = await startMediaServer();
    sockets = playedSockets();
    rig = createRig({ connect: sockets.connect, mediaRoot: media.root });
    [files, outcomes, most] = [[], [], MOST];
    rig.onMessage = async ({ file }) => {
      if (!file) return;
      files.push(file);
      outcomes.push(
        await rig.transport.download(file, most).catch((error: unknown) => {
          if (error instanceof OperationalError) return error;
          throw error;
        }),
      );
    };
    await rig.start();
    await expect.poll(() => sockets.all.length).toBe(1);
    socket = (sockets.all[0] as PlayedSocket).open();
  });
  afterEach(async () => {
    await rig.transport.stop();
    await media.stop();
  });

  async function send(...messages: WAMessage[]): Promise<void> {
    const before = rig.received.length;
    socket.upsert('notify', ...messages);
    await expect.poll(() => rig.received.length, { interval: 5 }).toBe(before + messages.length);
  }

  function changed(message: WAMessage, change: Record<string, unknown>): WAMessage {
    return { ...message, message: { documentMessage: { ...message.message?.documentMessage, ...change } } };
  }

  const refused = (code: string) => expect.objectContaining({ code, retryable: false });

  it('arrives whole, with its name and size', async () => {
    await send(await media.message(DOCUMENT));
    expect(files).toEqual([{ ref: expect.any(String), name: 'surat permohonan.pdf', size: PDF.length }]);
    expect(Buffer.from(outcomes[0] as Uint8Array).equals(PDF)).toBe(true);
  });

  it('arrives with a caption around it, and as a picture', async () => {
    const jpeg = Buffer.from('/9j/4AAQSkZJRgABAQAAAQABAAD/2Q==', 'base64');
    await send(await media.message({ ...DOCUMENT, caption: 'SK terakhir saya' }));
    await send(await media.message({ image: jpeg, jpegThumbnail: 'AAAA' }));
    expect(files.map(({ name }) => name)).toEqual(['surat permohonan.pdf', expect.stringMatching(/^foto-\w+\.jpg$/)]);
    expect(outcomes.map((bytes) => (bytes as Uint8Array).length)).toEqual([PDF.length, jpeg.length]);
  });

  it('is refused with one bit flipped, wherever it is', async () => {
    for (const at of [0, 17, 70_000, PDF.length]) {
      const message = await media.message(DOCUMENT);
      const bytes = media.files.get(media.pathOf(message)) as Buffer;
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      await send(message);
    }
    expect(outcomes).toEqual(Array(4).fill(refused('gone')));
  });

  it('is refused when it is another file than announced, or of another length', async () => {
    const [one, other] = [
      await media.message(DOCUMENT),
      await media.message({ ...DOCUMENT, document: Buffer.from('x') }),
    ];
    await send(changed(one, { fileSha256: other.message?.documentMessage?.fileSha256 }));
    await send(changed(one, { fileSha256: undefined }));
    await send(changed(one, { fileLength: PDF.length - 1 }));
    await send(changed(one, { fileLength: 10 }));
    expect(outcomes).toEqual(Array(4).fill(refused('gone')));
  });

  it('over the limit is refused before a byte is asked for', async () => {
    most = PDF.length - 1;
    await send(await media.message(DOCUMENT));
    expect(outcomes).toEqual([expect.objectContaining({ code: 'too_large', limitBytes: most })]);
    expect(media.asked).toEqual([]);
  });

  it('over the limit without saying so is read no further than that', async () => {
    most = 1_000;
    await send(changed(await media.message(DOCUMENT), { fileLength: undefined }));
    expect(outcomes).toEqual([refused('too_large')]);
  });

  it('is uploaded anew, once, when its link is dead', async () => {
    const message = await media.message(DOCUMENT);
    const old = media.pathOf(message);
    media.files.set('/anew', media.files.get(old) as Buffer);
    media.files.delete(old);
    socket.onReupload = (stale) => Object.assign(stale.message?.documentMessage ?? {}, { directPath: '/anew' });
    await send(message);
    expect(Buffer.from(outcomes[0] as Uint8Array).equals(PDF)).toBe(true);
    expect(media.asked).toEqual([old, '/anew']);
  });

  it('is gone when it is not there after that either, or is not uploaded', async () => {
    const message = await media.message(DOCUMENT);
    media.files.clear();
    await send(message);
    socket.onReupload = () => {
      throw new Error('the telephone has it no longer');
    };
    await send(message);
    media.status = 410;
    await send(message);
    expect(outcomes).toEqual(Array(3).fill(refused('gone')));
    expect(socket.reuploads).toBe(3);
  });

  it('waits for better times while the server is out of order', async () => {
    media.status = 503;
    await send(await media.message(DOCUMENT));
    expect(outcomes).toEqual([expect.objectContaining({ code: 'unavailable', retryable: true })]);
  });

  it('is fetched from no other server than the known one', async () => {
    const message = await media.message(DOCUMENT);
    const elsewhere = ['@evil.example/x', '.evil.example/x', 'https://evil.example/x', '', null];
    for (const directPath of elsewhere) await send(changed(message, { directPath, url: '' }));
    expect(outcomes).toEqual(elsewhere.map(() => refused('gone')));
    await send(changed(message, { directPath: '', url: `https://evil.example${media.pathOf(message)}` }));
    expect(outcomes.at(-1)).toHaveLength(PDF.length);
    expect(media.asked).toEqual([media.pathOf(message)]);
  });

  it('among five at once: all are handed on together, four at most in memory', async () => {
    let inHand = 0;
    let most = 0;
    rig.onMessage = async ({ file }) => {
      if (!file) return;
      await rig.transport.download(file, MOST);
      inHand += 1;
      most = Math.max(most, inHand);
      await new Promise((resolve) => setTimeout(resolve, 20));
      inHand -= 1;
    };
    const names = ['a.pdf', 'b.pdf', 'c.pdf', 'd.pdf', 'e.pdf'];
    await send(...(await Promise.all(names.map((fileName) => media.message({ ...DOCUMENT, fileName })))));
    expect(new Set(rig.received.map(({ file }) => file?.name))).toEqual(new Set(names));
    expect(most).toBe(4);
  });

  it('that a dying process had in hand is had by the next one', async () => {
    await rig.transport.stop();
    rig = createRig({ connect: sockets.connect, mediaRoot: media.root });
    rig.onMessage = () => new Promise(() => {});
    await rig.start();
    await expect.poll(() => sockets.all.length).toBe(2);
    sockets.all.at(-1)?.upsert('notify', await media.message({ ...DOCUMENT, caption: 'SK saya' }));
    await expect.poll(async () => (await rig.store.readInbox(9)).length).toBe(1);
    const next = createRig({ connect: sockets.connect, mediaRoot: media.root, holder: 'next' }, rig.store);
    next.onMessage = async ({ file }) => {
      if (file) outcomes.push(await next.transport.download(file, MOST));
    };
    await rig.store.dropLease('whatsapp:whatsapp', rig.holder);
    await next.start();
    await expect.poll(() => outcomes.length).toBe(1);
    expect(Buffer.from(outcomes[0] as Uint8Array).equals(PDF)).toBe(true);
    await next.transport.stop();
  });

  it('is not had any more once its message has been dealt with', async () => {
    await send(await media.message(DOCUMENT));
    await expect(rig.transport.download(files[0] as IncomingFile, MOST)).rejects.toEqual(refused('gone'));
  });
});
