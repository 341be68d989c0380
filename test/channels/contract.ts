// What every channel must do, whatever carries its messages. Each channel's test says how a person uses it.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Channel, Inbound, Outbound } from '../../src/app/ports.ts';
import { OperationalError } from '../../src/app/ports.ts';

/** A channel and the people on its other side. People are called `a` and `b`. */
export interface ChannelHarness {
  readonly channel: Channel;
  /** Sends as the person's client would; with the same `mark` it is the same message, sent again. Resolves once it was taken. */
  say(person: 'a' | 'b', text: string, mark?: string): Promise<void>;
  choose(person: 'a' | 'b', choice: string): Promise<void>;
  /** Where there are no buttons: what a person types to choose that. Then it is the desk that understands it. */
  readonly typed?: (choice: string) => string;
  upload(person: 'a' | 'b', file: { name: string; bytes: Uint8Array }): Promise<void>;
  /** The address that messages of this person come from. */
  addressOf(person: 'a' | 'b'): Inbound['from'];
  /** Puts the bot's message where the use cases would have (the chat's log), then hands it to the channel. */
  deliver(person: 'a' | 'b', message: Outbound, key: string): Promise<void>;
  /** What the person's client shows of the bot's messages, oldest first. */
  shown(person: 'a' | 'b'): Promise<readonly { text: string; choices: readonly string[] }[]>;
  close(): Promise<void>;
}

const PAPER = { name: 'surat.pdf', bytes: new TextEncoder().encode('%PDF-1.7 contoh') };

export function describeChannel(name: string, open: () => Promise<ChannelHarness>): void {
  describe(`the ${name} channel as a channel`, () => {
    let harness: ChannelHarness;
    let arrived: Inbound[];
    let handle: (inbound: Inbound) => Promise<void>;

    beforeEach(async () => {
      harness = await open();
      arrived = [];
      handle = () => Promise.resolve();
      await harness.channel.start(async (inbound) => {
        arrived.push(inbound);
        await handle(inbound);
      });
    });
    afterEach(() => harness.close());

    it('has its own name', () => {
      expect(harness.channel.name).toBe(name);
    });

    it('brings a text with who said it and when', async () => {
      await harness.say('a', 'Selamat pagi');
      expect(arrived).toHaveLength(1);
      expect(arrived[0]).toMatchObject({ from: harness.addressOf('a'), text: 'Selamat pagi' });
      expect(arrived[0]?.from.startsWith(`${name}:`)).toBe(true);
      expect(arrived[0]?.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      expect(arrived[0]).not.toHaveProperty('choice');
      expect(arrived[0]).not.toHaveProperty('file');
    });

    it('tells people apart', async () => {
      await harness.say('a', 'satu');
      await harness.say('b', 'dua');
      await harness.say('a', 'tiga');
      expect(arrived.map(({ from }) => from)).toEqual([
        harness.addressOf('a'),
        harness.addressOf('b'),
        harness.addressOf('a'),
      ]);
      expect(new Set(arrived.map(({ id }) => id)).size).toBe(3);
    });

    it('gives a message that comes twice the same id', async () => {
      await harness.say('a', 'halo', 'm1');
      await harness.say('a', 'halo', 'm1');
      expect(arrived.length).toBeGreaterThan(0);
      expect(new Set(arrived.map(({ id }) => id)).size).toBe(1);
    });

    it('brings a choice by its id, or what was typed for it', async () => {
      await harness.deliver(
        'a',
        { text: 'Golongan?', choices: [{ id: 'golongan=III/a', label: 'III/a' }] },
        'question',
      );
      await harness.choose('a', 'golongan=III/a');
      expect(arrived).toHaveLength(1);
      const brought = harness.typed ? { text: harness.typed('golongan=III/a') } : { choice: 'golongan=III/a' };
      expect(arrived[0]).toMatchObject({ from: harness.addressOf('a'), ...brought });
    });

    it('announces a file and hands over its bytes', async () => {
      let bytes: Uint8Array | undefined;
      handle = async ({ file }) => {
        if (file) bytes = await harness.channel.download(file, 1_000_000);
      };
      await harness.upload('a', PAPER);
      const { name, size = PAPER.bytes.length } = arrived[0]?.file ?? { name: '' };
      // Not every channel says how large it is.
      expect({ name, size }).toEqual({ name: 'surat.pdf', size: PAPER.bytes.length });
      expect(bytes).toEqual(PAPER.bytes);
    });

    it('refuses to hand over more than it is asked for', async () => {
      let error: unknown;
      handle = async ({ file }) => {
        if (file) error = await harness.channel.download(file, 5).catch((caught: unknown) => caught);
      };
      await harness.upload('a', PAPER);
      expect(error).toBeInstanceOf(OperationalError);
      expect(error).toMatchObject({ code: 'too_large', retryable: false });
    });

    it('delivers again what could not be dealt with', async () => {
      let tries = 0;
      handle = () => (++tries === 1 ? Promise.reject(new Error('not now')) : Promise.resolve());
      await harness.say('a', 'coba lagi');
      expect(tries).toBe(2);
      expect(arrived[1]).toEqual(arrived[0]);
    });

    it('shows the person what the bot says, with its choices', async () => {
      await harness.say('a', 'halo');
      await harness.deliver('a', { text: 'Selamat datang', choices: [] }, 'k1');
      await harness.deliver('a', { text: 'Lanjut?', choices: [{ id: 'ya', label: 'Ya, lanjut' }] }, 'k2');
      expect(await harness.shown('a')).toEqual([
        { text: 'Selamat datang', choices: [] },
        { text: 'Lanjut?', choices: ['Ya, lanjut'] },
      ]);
      expect(await harness.shown('b')).toEqual([]);
    });

    it('brings nothing after it was stopped', async () => {
      await harness.channel.stop();
      await harness.say('a', 'masih ada?').catch(() => undefined);
      expect(arrived).toEqual([]);
    });
  });
}
