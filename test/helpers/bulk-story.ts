// A request for many people, as the head of an office hands it in and officers pass it down.
import type { Application } from '../../src/core/application.ts';
import { listXlsx } from './people-list.ts';
import { decideHonestly, fillUntil, findRequest, latestOf } from './story.ts';
import type { World } from './world.ts';

export const HEAD_SEAT = 'kepala-perangkat-daerah';
export const SERVICE = 'penerbitan_kolektif';

/** Fills the form until the list is asked for. */
export async function atList(world: World): Promise<void> {
  await world.say(HEAD_SEAT, { choice: `ask:${SERVICE}` });
  await world.say(HEAD_SEAT, { choice: 'consent=agree' });
  await fillUntil(world, 'daftar_pegawai', HEAD_SEAT);
}

/** Sends a file; resolves to what is said to it. */
export async function sendFile(world: World, file: string, bytes: Uint8Array): Promise<string> {
  return (await world.say(HEAD_SEAT, { file, bytes })).map(({ message }) => message.text).join('\n');
}

/** Hands the list in, and passes it down to the step at which its people are decided. */
export async function listAtVerifier(world: World, list = listXlsx()): Promise<Application> {
  await atList(world);
  await sendFile(world, 'daftar.xlsx', list);
  await world.say(HEAD_SEAT, { choice: 'summary=submit' });
  let application = await latestOf(world, HEAD_SEAT);
  while (application.step !== 'pemeriksaan') application = await decideHonestly(world, application.number);
  return application;
}

/** Opens the list at an officer's seat. */
export async function openList(world: World, number: string, seat = 'verifikator'): Promise<string> {
  const lines = await world.say(seat, { choice: `act:${number}:pemeriksaan:decide_people` });
  return lines.map(({ message }) => message.text).join('\n');
}

/** Decides one of the people on the first page; without a reason he is accepted. */
export async function decidePerson(world: World, number: string, id: string, reason?: string): Promise<Application> {
  await openList(world, number);
  await world.say('verifikator', { choice: `people.1=${id}` });
  await world.say('verifikator', { choice: reason === undefined ? 'verdict=accept' : 'verdict=reject' });
  if (reason !== undefined) await world.say('verifikator', reason);
  return findRequest(world, number);
}
