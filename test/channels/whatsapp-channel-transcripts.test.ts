// Every golden transcript on WhatsApp: where it taps a button, the number that the rendered message shows is typed, and all goes as before.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDeskWorld } from '../helpers/transcript-world.ts';
import { playTranscript, readTranscript } from '../helpers/transcript.ts';
import type { Transcript } from '../helpers/transcript.ts';
import { createPhones } from '../helpers/whatsapp-phones.ts';

const FOLDER = join(import.meta.dirname, '..', 'conversations');
const NAMES = readdirSync(FOLDER).filter((name) => name.endsWith('.txt'));

/** Without the taps on buttons that were never shown: nobody can do that on WhatsApp. */
function possible({ acts, ...rest }: Transcript): Transcript {
  return {
    ...rest,
    acts: acts.filter((act) => act.kind !== 'send' || !('tap' in act.sent && act.sent.tap[0] === '!')),
  };
}

/** What does not go yet, and why. */
const NOT_YET: Readonly<Record<string, string>> = {
  'apply.back-and-change.txt': 'the number of an option that opens something is taken for an answer',
  'apply.english.txt': 'the same',
  'decide.two-at-once.txt': 'what is quoted is not looked at',
};

describe('the conversations on WhatsApp', () => {
  it.each(NAMES.filter((name) => !(name in NOT_YET)))('go as %s tells', play);
  it.fails.each(Object.keys(NOT_YET))('do not yet go as %s tells', play);

  async function play(name: string): Promise<void> {
    const transcript = possible(readTranscript(readFileSync(join(FOLDER, name), 'utf8')));
    const world = await openDeskWorld(transcript.settings, createPhones());
    const played = await playTranscript(transcript, world);
    expect(world.problems()).toEqual([]);
    expect(played).toBe(await playTranscript(transcript, await openDeskWorld(transcript.settings)));
  }
});
