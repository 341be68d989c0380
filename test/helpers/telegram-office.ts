// Tarakan's four officers and an applicant on Telegram, and the ways they go: filling the form, handing it down, finishing it.
import type { Application } from '../../src/core/application.ts';
import { sampleFile } from './sample-files.ts';
import { NIK, NIP, honestAnswer } from './story.ts';
import type { TelegramDouble } from './telegram-double.ts';
import { createPlayer } from './telegram-story.ts';
import type { Player, TelegramStory } from './telegram-story.ts';

/** Invented people: role, name, and their ids at Telegram. */
export const OFFICERS = {
  kepala_dinas: { id: 9001, name: 'Hendra Wijaya' },
  kepala_bidang: { id: 9002, name: 'Ratna Kusuma' },
  statistisi: { id: 9003, name: 'Bagus Prasetyo' },
  verifikator: { id: 9004, name: 'Maya Anggraini' },
} as const;

export const DISPOSE = /^act:.*:dispose$/;
export const REGISTER = /^act:.*:register$/;

/** The first reason of the profile for giving a paper back. */
export const BLURRED = 'Buram atau tidak terbaca';

export type OfficerRole = keyof typeof OFFICERS;

export type Office = Readonly<Record<OfficerRole | 'applicant', Player>>;

export function playerAt(story: TelegramStory, double: TelegramDouble, id: number, name: string): Player {
  return createPlayer(story, (update) => double.taken(update), double.person(id, name));
}

/** Links an officer's chat by the deep link that he was given. */
export async function linkOfficer(
  story: TelegramStory,
  double: TelegramDouble,
  role: string,
  id: number,
  name: string,
): Promise<Player> {
  const code = await story.addOfficer({ id: `officer-${id}`, name, roles: [role] });
  const player = playerAt(story, double, id, name);
  await player.say(`/start ${code}`);
  return player;
}

export async function openOffice(story: TelegramStory, double: TelegramDouble): Promise<Office> {
  const link = (role: OfficerRole) => linkOfficer(story, double, role, OFFICERS[role].id, OFFICERS[role].name);
  return {
    kepala_dinas: await link('kepala_dinas'),
    kepala_bidang: await link('kepala_bidang'),
    statistisi: await link('statistisi'),
    verifikator: await link('verifikator'),
    applicant: playerAt(story, double, 501, 'Melati'),
  };
}

/** Fills the whole form and hands it in; the identity card comes as a photo, files are named as people name them. Resolves to the request's number. */
export async function handIn(
  story: TelegramStory,
  applicant: Player,
  answers: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { fields, papers } = Object.values(story.profile.services)[0] ?? { fields: [], papers: [] };
  await applicant.say('/start');
  await applicant.tap('menu=apply');
  await applicant.tap('consent=agree');
  for (const field of fields) await applicant.say(answers[field.key] ?? honestAnswer(field, story.profile));
  for (const { key } of papers) {
    if (key === 'ktp') await applicant.photo(sampleFile('jpeg', 40_000));
    else await applicant.upload(`${key} ${NIP} NIK ${NIK}.pdf`, sampleFile('pdf'));
  }
  await applicant.tap('summary=submit');
  return (await requestOf(story, applicant)).number;
}

/** The person's newest request; throws when there is none. */
export async function requestOf(story: TelegramStory, { address }: Player): Promise<Application> {
  const chat = await story.store.findChat(address);
  const [application] = await story.store.findApplicationsOf(chat?.person ?? '');
  if (!application) throw new Error(`${address} has no request`);
  return application;
}

/** The three who hand it down do so, and the verifier has it. */
export async function handDown(office: Office, upTo: 'kepala_bidang' | 'statistisi' | 'verifikator'): Promise<void> {
  await office.kepala_dinas.tap(DISPOSE);
  await office.kepala_dinas.tap('note=-');
  if (upTo === 'kepala_bidang') return;
  await office.kepala_bidang.tap(DISPOSE);
  await office.kepala_bidang.tap('note=-');
  if (upTo === 'statistisi') return;
  await office.statistisi.tap(DISPOSE);
  await office.statistisi.tap('note=-');
}

/** Gives one paper back for a reason from the list. */
export async function giveBack(verifier: Player, paper: string): Promise<void> {
  await verifier.tap(/:return_papers$/);
  await verifier.tap(`pick.1=${paper}`);
  await verifier.tap(`reason.${paper}=${BLURRED}`);
  await verifier.tap('pick.2=-');
}

/** From the papers being complete to the certificate. */
export async function finish(verifier: Player): Promise<void> {
  await verifier.tap(REGISTER);
  await verifier.tap(/:confirm$/);
  await verifier.tap(/:issue$/);
  await verifier.tap(/^date=/);
}
