// The honest way from the first word to the certificate, by the helpers that the other tests begin with.
import { expect, it } from 'vitest';
import { shippedProfiles } from '../../src/sop/load-profile.ts';
import { sampleFile } from '../helpers/sample-files.ts';
import { driveTo, giveBack, handIn, sessionOf } from '../helpers/story.ts';
import { makeWorld } from '../helpers/world.ts';

it.each(shippedProfiles())('a request in %s comes to its certificate, one paper having been replaced', async (name) => {
  const world = await makeWorld({ profile: name });
  const { number } = await handIn(world);
  const steps = world.desk.profile.services['penerbitan']?.steps ?? [];
  const check = steps.find(({ decisions }) => decisions.some(({ kind }) => kind === 'return_papers'));
  await driveTo(world, number, check?.id ?? '');
  expect((await giveBack(world, number, ['ktp'])).state).toBe('returned');
  await world.say('pemohon', { choice: `replace:${number}` });
  await world.say('pemohon', { file: 'ktp baru.jpg', bytes: sampleFile('jpeg') });
  await world.say('pemohon', { choice: 'summary=send' });
  expect((await world.store.findApplication(number))?.state).toBe('in_progress');

  expect((await driveTo(world, number, 'end')).state).toBe('completed');

  const session = await sessionOf(world, 'pemohon');
  expect(session.conversation).toBeNull();
  expect(world.logged).toEqual([]);
});
