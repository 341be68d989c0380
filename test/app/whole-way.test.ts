// The honest way from the first word to the end, by the helpers that the other tests begin with: every service of every agency.
import { describe, expect, it } from 'vitest';
import { addYears } from '../../src/core/local-date.ts';
import { loadProfile, shippedProfiles } from '../../src/sop/load-profile.ts';
import { sampleFile } from '../helpers/sample-files.ts';
import { driveTo, giveBack, handIn, NAME, NIP, sessionOf } from '../helpers/story.ts';
import { makeWorld } from '../helpers/world.ts';
import type { World } from '../helpers/world.ts';

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

/** What an honest person had before: issued half a year ago. */
async function holdCertificate(world: World): Promise<void> {
  const [issuedOn, at] = ['2026-05-18', '2026-05-18T01:00:00.000Z'];
  const told = { recordedAt: at, countsFrom: issuedOn, remindedUntil: at, revision: 1 };
  const holder = { owner: 'web-pemohon', name: NAME, nip: NIP };
  await world.store.saveCertificate({
    id: 'TTE-LAMA',
    ...holder,
    issuedOn,
    validUntil: addYears(issuedOn, 2),
    ...told,
  });
}

describe.each(shippedProfiles())('every other service of %s', (name) => {
  const { services, actors } = loadProfile(name);
  const others = Object.values(services).filter(({ kind }) => kind !== 'issue');

  it.each(others.map(({ key }) => key))('comes to its end: %s', async (key) => {
    const world = await makeWorld({ profile: name });
    await holdCertificate(world);
    const { askedBy = [], kind } = services[key] ?? {};
    const role = askedBy.find((each) => actors[each]?.kind === 'applicant') ?? askedBy[0] ?? '';
    const seat = role.replaceAll('_', '-');
    const { number } = await handIn(world, seat, key);

    expect((await driveTo(world, number, 'end', seat)).state).toBe('completed');

    const held = await world.store.findCertificatesOf('web-pemohon');
    const before = held.find(({ id }) => id === 'TTE-LAMA');
    const isNew = kind === 'renew' || kind === 'reissue';
    expect(held).toHaveLength(isNew ? 2 : 1);
    expect(before?.replaced?.application).toBe(isNew ? number : undefined);
    expect(before?.revoked?.application).toBe(kind === 'revoke' ? number : undefined);
    expect(world.logged).toEqual([]);
  });
});
