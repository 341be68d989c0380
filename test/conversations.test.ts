// Plays every golden transcript in test/conversations and holds what is said against what is written.
// After a wanted change of words: npm test -- test/conversations.test.ts -u, then read the diff like code.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadProfile, shippedProfiles } from '../src/sop/load-profile.ts';
import { openDeskWorld } from './helpers/transcript-world.ts';
import { playTranscript, readTranscript } from './helpers/transcript.ts';

const FOLDER = join(import.meta.dirname, 'conversations');
const NAMES = readdirSync(FOLDER).filter((name) => name.endsWith('.txt'));

describe('the conversations', () => {
  it.each(NAMES)('go as %s tells', async (name) => {
    const path = join(FOLDER, name);
    const transcript = readTranscript(readFileSync(path, 'utf8'));
    const world = await openDeskWorld(transcript.settings);
    const played = await playTranscript(transcript, world);
    expect(world.problems()).toEqual([]);
    await expect(played).toMatchFileSnapshot(path);
  });

  it.each(shippedProfiles())('tell of every service of %s, from the first word to its end', (name) => {
    const told = NAMES.map((file) => readFileSync(join(FOLDER, file), 'utf8')).filter(
      (text) => (readTranscript(text).settings['profile'] ?? 'tarakan') === name,
    );
    const untold = Object.values(loadProfile(name).services).filter(
      ({ title }) => !told.some((text) => text.includes(`* · ${title.id}`) && /^= TTE-\d+ completed/m.test(text)),
    );
    expect(untold.map(({ key }) => key)).toEqual([]);
  });
});
