// The procedure of Tarakan on WhatsApp through the Cloud API: signed webhooks in, and nothing out that Meta would not take.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Application } from '../../src/core/application.ts';
import type { CloudPlayer, CloudStory } from '../helpers/graph-double-story.ts';
import { createCloudPlayer, openCloudStory } from '../helpers/graph-double-story.ts';
import { openGraphDouble } from '../helpers/graph-double.ts';
import type { GraphDouble } from '../helpers/graph-double.ts';
import { sampleFile } from '../helpers/sample-files.ts';
import { NIK, NIP, PHONE, honestAnswer } from '../helpers/story.ts';

const OFFICERS = {
  kepala_dinas: 'Hendra Wijaya',
  kepala_bidang: 'Ratna Kusuma',
  statistisi: 'Bagus Prasetyo',
  verifikator: 'Maya Anggraini',
} as const;
/** What nobody asked for may wait so long for company. */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DISPOSE = /^act:.*:dispose$/;

type Office = Readonly<Record<keyof typeof OFFICERS, CloudPlayer>>;

let double: GraphDouble;
let story: CloudStory;

beforeEach(async () => {
  double = await openGraphDouble();
  story = await openCloudStory(double);
});

afterEach(async () => {
  await story.stop();
  // Rejects when anything was sent that Meta would have refused.
  await double.close();
});

function playerAt(id: string): CloudPlayer {
  return createCloudPlayer(story, double.person(id));
}

async function link(role: keyof typeof OFFICERS, phone: string): Promise<CloudPlayer> {
  const code = await story.addOfficer(`officer-${role}`, OFFICERS[role], role);
  const player = playerAt(phone);
  await player.say(code);
  return player;
}

async function openOffice(): Promise<Office> {
  return {
    kepala_dinas: await link('kepala_dinas', '6281200000021'),
    kepala_bidang: await link('kepala_bidang', '6281200000022'),
    statistisi: await link('statistisi', '6281200000023'),
    verifikator: await link('verifikator', '6281200000024'),
  };
}

async function fillIn(applicant: CloudPlayer): Promise<void> {
  const { fields, papers } = Object.values(story.profile.services)[0] ?? { fields: [], papers: [] };
  await applicant.say('halo');
  await applicant.choose('menu=apply');
  await applicant.choose('consent=agree');
  for (const field of fields) await applicant.say(honestAnswer(field, story.profile));
  expect(papers).toHaveLength(4);
  for (const { key } of papers) {
    if (key === 'ktp') await applicant.photo(sampleFile('jpeg', 40_000));
    else await applicant.document(`${key} NIP ${NIP}.pdf`, sampleFile('pdf'));
  }
}

async function handIn(applicant: CloudPlayer): Promise<Application> {
  await fillIn(applicant);
  await applicant.choose('summary=submit');
  await story.pass(MINUTE);
  return requestOf(applicant);
}

async function requestOf({ address }: CloudPlayer): Promise<Application> {
  const chat = await story.store.findChat(address);
  const applications = await story.store.findApplicationsOf(chat?.person ?? '');
  expect(applications).toHaveLength(1);
  const [application] = applications;
  if (!application) throw new Error('there is no request');
  return application;
}

async function handDown({ kepala_dinas, kepala_bidang, statistisi }: Office): Promise<void> {
  for (const officer of [kepala_dinas, kepala_bidang, statistisi]) {
    await officer.choose(DISPOSE);
    await officer.choose('note=-');
    await story.pass(MINUTE);
  }
}

async function finish({ verifikator }: Office): Promise<void> {
  for (const choice of [/^act:.*:register$/, /:confirm$/, /:issue$/, /^date=/]) {
    await verifikator.choose(choice);
    await story.pass(MINUTE);
  }
}

/** Personal numbers that were sent to anybody in clear. */
function indiscretions(): string[] {
  const digits = JSON.stringify(double.sent.map(({ message }) => ({ ...message, to: '' }))).replaceAll(
    /(?<=\d)[\s.-]+(?=\d)/g,
    '',
  );
  return [NIP, NIK, PHONE, PHONE.slice(1)].filter((number) => digits.includes(number));
}

describe('the procedure of Tarakan on WhatsApp', () => {
  it.each([
    ['a telephone number', '6281200000011', 1],
    ['a hidden number, each webhook being brought three times', 'ID.13491208655302741919', 3],
  ])('comes from the first word to the certificate for %s', async (_who, id, times) => {
    double.repeat = times;
    const office = await openOffice();
    const applicant = playerAt(id);
    const application = await handIn(applicant);
    expect(application.papers.map(({ key }) => key)).toHaveLength(4);
    expect(applicant.text()).toContain(application.number);

    await office.kepala_dinas.choose(/^papers:/);
    const files = office.kepala_dinas.person.shown().flatMap(({ file }) => (file ? [file.bytes.length] : []));
    const pdf = sampleFile('pdf').length;
    const ascending = (one: number, other: number): number => one - other;
    expect(files.toSorted(ascending)).toEqual([pdf, pdf, pdf, 40_000]);

    await handDown(office);
    await office.verifikator.choose(/:return_papers$/);
    await office.verifikator.choose('pick.1=ktp');
    await office.verifikator.choose(/^reason\.ktp=/);
    await office.verifikator.choose('pick.2=-');
    expect((await requestOf(applicant)).state).toBe('returned');
    await story.pass(MINUTE);
    await applicant.choose(/^replace:/);
    await applicant.photo(sampleFile('jpeg', 60_000));
    await applicant.choose('summary=send');
    await story.pass(MINUTE);
    await finish(office);
    expect((await requestOf(applicant)).state).toBe('completed');
    expect(double.violations).toEqual([]);
    expect(indiscretions()).toEqual([]);
    expect(story.logged).toEqual([]);
  });

  it('goes on where it was when the process dies before an acknowledged message was dealt with', async () => {
    await openOffice();
    const applicant = playerAt('6281200000011');
    await fillIn(applicant);
    story.before = () => new Promise(() => undefined);
    const before = applicant.person.shown().length;
    expect(await applicant.person.tap('summary=submit')).toBe(200);
    expect(applicant.person.shown()).toHaveLength(before);

    story.before = () => Promise.resolve();
    await story.kill();
    await story.settled();
    const { number, papers } = await requestOf(applicant);
    expect(papers).toHaveLength(4);
    expect(applicant.text()).toContain(number);
  });

  it('tells somebody who has been silent for days in a template, and understands his number', async () => {
    const office = await openOffice();
    const applicant = playerAt('6281200000011');
    const { number } = await handIn(applicant);
    await handDown(office);
    await story.pass(26 * HOUR);
    // The verifier writes first: his window is closed too.
    await office.verifikator.say('antrean');
    await office.verifikator.choose(/:return_papers$/);
    await office.verifikator.choose('pick.1=ktp');
    await office.verifikator.choose(/^reason\.ktp=/);
    await office.verifikator.choose('pick.2=-');
    await story.pass(MINUTE);
    const told = double.sent.findLast(({ to }) => to === '+6281200000011');
    expect(told?.message.type).toBe('template');
    const [shown] = applicant.person.shown().slice(-1);
    expect(shown?.text).toContain(number);
    expect(shown?.text).toMatch(/Balas: \d+ /);

    const answer = await applicant.choose(/^replace:/);
    expect(answer.map(({ text }) => text).join('\n')).toMatch(/KTP/);
    await applicant.photo(sampleFile('jpeg', 60_000));
    await applicant.choose('summary=send');
    expect((await requestOf(applicant)).state).toBe('in_progress');
  });

  it('takes four papers at once', async () => {
    await openOffice();
    const applicant = playerAt('6281200000011');
    const { fields, papers } = Object.values(story.profile.services)[0] ?? { fields: [], papers: [] };
    await applicant.say('halo');
    await applicant.choose('menu=apply');
    await applicant.choose('consent=agree');
    for (const field of fields) await applicant.say(honestAnswer(field, story.profile));
    const bytes = sampleFile('pdf');
    const names = papers.map(({ key }) => `${key.replaceAll('_', ' ')}.pdf`);
    await Promise.all(names.map((name) => applicant.person.document(name, bytes)));
    await story.settled();
    await applicant.choose('summary=submit');
    expect((await requestOf(applicant)).papers).toHaveLength(4);
  });
});
