// Every golden transcript on WhatsApp: where it taps a button, the number that the rendered message shows is typed, and all goes as before.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDeskWorld } from '../helpers/transcript-world.ts';
import { playTranscript, readTranscript } from '../helpers/transcript.ts';
import type { Transcript, TranscriptWorld } from '../helpers/transcript.ts';
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

type Heard = ReturnType<TranscriptWorld['heard']>[number];

/** What is said unasked goes out together there: who of two people hears first does not count, nor in how many messages. */
function together(world: TranscriptWorld): TranscriptWorld {
  const seatOf = ({ seat = '' }: Heard): string => seat;
  return {
    ...world,
    heard: () =>
      world
        .heard()
        .toSorted((a, b) => seatOf(a).localeCompare(seatOf(b)))
        .reduce<Heard[]>((said, next) => {
          const last = said.at(-1);
          if (!last?.message.unasked || !next.message.unasked || last.seat !== next.seat) return [...said, next];
          const text = `${last.message.text}\n\n${next.message.text}`;
          const message = { ...last.message, text, choices: [...last.message.choices, ...next.message.choices] };
          return [...said.slice(0, -1), { ...last, message }];
        }, []),
  };
}

describe('the conversations on WhatsApp', () => {
  it.each(NAMES)('go as %s tells', async (name) => {
    const transcript = possible(readTranscript(readFileSync(join(FOLDER, name), 'utf8')));
    const world = await openDeskWorld(transcript.settings, createPhones());
    const played = await playTranscript(transcript, together(world));
    expect(world.problems()).toEqual([]);
    expect(played).toBe(await playTranscript(transcript, together(await openDeskWorld(transcript.settings))));
  });
});
