// A real Baileys client before crabline's WhatsApp server: text in and out, queued messages after a lost line, linked ids.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Rig } from '../helpers/whatsapp-baileys.ts';
import { createRig, QUICK, SARI, SARI_LID } from '../helpers/whatsapp-baileys.ts';
import type { Crabline } from '../helpers/whatsapp-crabline.ts';
import { startCrabline } from '../helpers/whatsapp-crabline.ts';
import type { WhatsAppStory, Writer } from '../helpers/whatsapp-baileys-story.ts';
import { createWriter, openWhatsAppStory } from '../helpers/whatsapp-baileys-story.ts';
import type { MediaServer } from '../helpers/whatsapp-media-server.ts';
import { startMediaServer } from '../helpers/whatsapp-media-server.ts';
import { sampleFile } from '../helpers/sample-files.ts';
import { honestAnswer } from '../helpers/story.ts';
import { readTexts } from '../helpers/world.ts';

const CHAT = 'whatsapp:628120000011';
const LID_CHAT = 'whatsapp:lid.200000000000011';

/** A real handshake takes a busy machine a while. */
const PATIENT = { ...QUICK, ackMs: 5_000, leaseMs: 1_500 };

describe('before crabline, a real Baileys client', () => {
  let crabline: Crabline;
  let rig: Rig;

  beforeEach(async () => {
    crabline = await startCrabline();
    const { connect, webSocketUrl } = crabline;
    rig = createRig({ connect, webSocketUrl, timing: { ...QUICK, ackMs: 5_000, backoffMs: [200], leaseMs: 30_000 } });
    await crabline.pair(rig.store);
    rig.known.add(CHAT);
    await rig.start();
    await isConnected();
  });

  afterEach(async () => {
    await rig.transport.stop();
    await crabline.stop();
  });

  async function isConnected(): Promise<void> {
    await expect.poll(() => rig.transport.link().state, { timeout: 10_000, interval: 10 }).toBe('connected');
  }

  async function texts(count: number): Promise<(string | undefined)[]> {
    await expect.poll(() => rig.received.length, { timeout: 10_000, interval: 10 }).toBeGreaterThanOrEqual(count);
    return rig.received.map(({ text }) => text);
  }

  it('receives a text and answers it, and the answer has been acknowledged', async () => {
    await crabline.write(SARI, 'Halo');
    expect(await texts(1)).toEqual(['Halo']);
    expect(rig.received[0]).toMatchObject({ from: CHAT, text: 'Halo' });
    const choices = [{ id: 'menu=apply', label: 'Ajukan' }];
    const sent = await rig.transport.send(CHAT, { text: 'Selamat datang', choices }, 'out-1');
    expect(sent).toMatch(/^3EB0[0-9A-F]{18}$/);
    expect(crabline.events()).toContain('Selamat datang\\n\\n1. Ajukan');
    expect(crabline.events()).toContain(sent);
  });

  it('keeps its session: what was written while the line was down arrives when it is back', async () => {
    await crabline.write(SARI, 'satu');
    await texts(1);
    await crabline.sockets.at(-1)?.ws.close();
    await expect.poll(() => rig.transport.link().state).toBe('disconnected');
    await crabline.write(SARI, 'dua');
    await crabline.write(SARI, 'tiga');
    expect(await texts(3)).toEqual(['satu', 'dua', 'tiga']);
    await isConnected();
    await rig.transport.send(CHAT, { text: 'Masih di sini', choices: [] }, 'out-2');
    expect(crabline.sockets).toHaveLength(2);
    expect(rig.alerts).toEqual([]);
  });

  it('goes on after a restart of the process with the session that was kept', async () => {
    await rig.transport.send(CHAT, { text: 'Sebelum', choices: [] }, 'out-1');
    await rig.transport.stop();
    await crabline.write(SARI, 'selama mati');
    const { connect, webSocketUrl } = crabline;
    rig = createRig({ connect, webSocketUrl, timing: PATIENT }, rig.store);
    await rig.start();
    expect(await texts(1)).toEqual(['selama mati']);
    await isConnected();
    await rig.transport.send(LID_CHAT, { text: 'Sesudah', choices: [] }, 'out-2');
    expect(crabline.events()).toContain('Sesudah');
  });

  it('has one connection though two processes want it; what comes after the first one ended, the second one gets', async () => {
    const { connect, webSocketUrl } = crabline;
    const second = createRig({ connect, webSocketUrl, timing: PATIENT }, rig.store);
    second.known.add(CHAT);
    await second.start();
    await crabline.write(SARI, 'satu');
    expect(await texts(1)).toEqual(['satu']);
    expect(crabline.sockets).toHaveLength(1);
    await rig.transport.stop();
    await crabline.write(SARI, 'dua');
    await expect.poll(() => second.received.map(({ text }) => text), { timeout: 10_000 }).toEqual(['dua']);
    await expect.poll(() => second.transport.link().state, { timeout: 10_000 }).toBe('connected');
    await second.transport.send(CHAT, { text: 'Diambil alih', choices: [] }, 'out-1');
    expect(crabline.events()).toContain('Diambil alih');
    await second.transport.stop();
  });

  it('knows a sender by his linked id, and answers to it', async () => {
    await crabline.write(SARI_LID, 'Halo');
    await texts(1);
    expect(rig.received[0]).toMatchObject({ from: LID_CHAT, text: 'Halo' });
    await rig.transport.send(LID_CHAT, { text: 'Selamat datang', choices: [] }, 'out-1');
    expect(crabline.events()).toContain(`"to":"${SARI_LID}"`);
  });

  it('writes nothing about people, keys or words into the log', async () => {
    await crabline.write(SARI, 'Rahasia saya');
    await texts(1);
    await rig.transport.send(CHAT, { text: 'Jawaban', choices: [] }, 'out-1');
    const log = rig.logged.join('\n');
    for (const secret of ['6281200000', 'Rahasia', 'Jawaban', '@s.whatsapp.net']) expect(log).not.toContain(secret);
  });
});

describe('an applicant on WhatsApp', () => {
  let crabline: Crabline;
  let media: MediaServer;
  let story: WhatsAppStory;
  let sari: Writer;

  beforeEach(async () => {
    [crabline, media] = await Promise.all([startCrabline(), startMediaServer()]);
    story = await openWhatsAppStory(crabline, media.root);
    sari = createWriter(story, crabline, SARI_LID);
  });
  afterEach(async () => {
    await story.stop();
    await Promise.all([crabline.stop(), media.stop()]);
  });

  async function paper(key: string) {
    const document = { document: Buffer.from(sampleFile('pdf')), mimetype: 'application/pdf', fileName: `${key}.pdf` };
    return media.message(document, SARI_LID);
  }

  it('hands in a whole request with four papers by numbers, words and files, over a restart, and an officer hears of it', async () => {
    const { fields, papers } = Object.values(story.desk.profile.services)[0] ?? { fields: [], papers: [] };
    const head = createWriter(story, crabline, '200000000000099@lid');
    const code = await story.addOfficer('officer-1', 'Hendra Wijaya', 'kepala_dinas');
    await head.say(code);
    await sari.say('menu');
    await sari.choose('menu=apply');
    await sari.say('setuju');
    for (const field of fields) await sari.say(honestAnswer(field, story.desk.profile));
    await story.restart();
    expect(papers).toHaveLength(4);
    const [first] = papers;
    const broken = await paper(first?.key ?? '');
    const bytes = media.files.get(media.pathOf(broken));
    bytes?.writeUInt8(bytes.readUInt8(100) ^ 1, 100);
    const refusal = await sari.send(broken);
    const gone = readTexts().t('id', 'file.unavailable', { file: `${first?.key}.pdf` });
    expect(refusal.map(({ text }) => text).join('\n')).toContain(gone);
    for (const { key } of papers) await sari.send(await paper(key));
    const [done] = await sari.choose('summary=submit');
    const number = /TTE-\d{6}/.exec(done?.text ?? '')?.[0] ?? '';
    expect(await story.store.findApplication(number)).toMatchObject({
      state: 'in_progress',
      papers: papers.map(({ key }) => expect.objectContaining({ key })),
    });
    await story.upkeep();
    const heard = (await story.store.readLog(head.address, 0)).map(({ message }) => message.text).join('\n');
    expect(heard).toContain(number);
    // What the people read went through the client's own encryption and was acknowledged.
    expect(crabline.events()).toContain(number);
    expect(story.rig.logged.filter((line) => line.startsWith('error'))).toEqual([]);
  });
});
