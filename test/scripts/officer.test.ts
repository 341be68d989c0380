// `npm run officer`: each command does what it says, at once; what makes no sense is told in a sentence and changes nothing.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { Usage, carryOut, readCall } from '../../scripts/officer-commands.ts';
import { telegramName } from '../../scripts/telegram-name.ts';
import { keepCode } from '../../src/app/code.ts';
import { dashboardOf } from '../../src/app/dashboard.ts';
import { openVisit } from '../../src/app/open-visit.ts';
import { readServiceConfig } from '../../src/config.ts';
import { startService, systemIds } from '../../src/main.ts';
import { loadProfile } from '../../src/sop/load-profile.ts';
import { createMemoryStore } from '../../src/storage/memory/memory-store.ts';
import { createMongoStore } from '../../src/storage/mongo/mongo-store.ts';
import type { Store } from '../../src/app/ports.ts';
import { QUIET, mongoForTests } from '../helpers/mongo.ts';
import { spawnScript } from '../helpers/service-process.ts';
import { handIn, latestOf } from '../helpers/story.ts';
import { openTelegramDouble } from '../helpers/telegram-double.ts';
import { makeWorld } from '../helpers/world.ts';
import type { World } from '../helpers/world.ts';

const KEY = Buffer.alloc(32, 7);
const server = await mongoForTests();
const profile = loadProfile('tarakan');

afterAll(() => server?.stop());

let databases = 0;

function openMongo(): Store {
  databases += 1;
  return createMongoStore({ uri: server?.uri(`officer-${databases}`) ?? '', key: KEY, log: QUIET });
}

describe.each([
  ['in memory', createMemoryStore],
  ...(server ? ([['in a real database', openMongo]] as const) : []),
] as const)('an officer %s', (_where, open) => {
  let world: World;
  let store: Store;

  beforeEach(async () => {
    store = open();
    world = await makeWorld({ store });
    return () => store.close();
  });

  /** Runs a command; resolves to what it printed. */
  async function run(...args: string[]): Promise<string[]> {
    const lines: string[] = [];
    const { clock } = world.desk;
    const desk = { store, profile, clock, ids: systemIds, botName: async () => undefined };
    await carryOut(readCall(args, profile), { ...desk, say: (line) => void lines.push(line) });
    return lines;
  }

  async function added(name: string, ...roles: string[]): Promise<{ id: string; code: string }> {
    const lines = await run('add', '--name', name, ...roles.flatMap((role) => ['--role', role]));
    const [id = ''] = lines[0]?.split('  ') ?? [];
    return { id, code: /K[2-9A-Z]{12}/.exec(lines[1] ?? '')?.[0] ?? '' };
  }

  const lineOf = async (id: string): Promise<string> => (await run('list')).find((line) => line.startsWith(id)) ?? '';

  it('is added with a code that works once, and then has his chat', async () => {
    const { id, code } = await added('Dewi Anggraini', 'verifikator', 'statistisi');
    expect(await lineOf(id)).toBe(`${id}  Dewi Anggraini  verifikator, statistisi  (not linked yet)`);
    const seat = systemIds.next();
    await world.say(seat, `/start ${code}`);
    await world.say(`${seat}-2`, `/start ${code}`);
    expect((await store.findChatsOf([id])).map(({ address }) => address)).toEqual([`web:${seat}`]);
    expect(await lineOf(id)).toContain('(web)');
    const acts = (await store.findAudit(id)).map(({ act, actor }) => `${actor === id ? 'self' : actor} ${act}`);
    expect(acts).toEqual(['administrator officer_added', 'self officer_linked']);
  });

  it('gets a second link for a second phone, but not when he has no role', async () => {
    const { id } = await added('Dewi Anggraini', 'verifikator');
    const [line, until] = await run('link', id);
    expect(line).toMatch(/^Code for Dewi Anggraini: K[2-9A-Z]{12} \(to be sent to the bot\)$/);
    expect(until).toBe('One use, until 2026-11-19T01:00:00.000Z.');
    await run('remove', id);
    await expect(run('link', id)).rejects.toThrow(`Dewi Anggraini has no role; npm run officer -- roles ${id}`);
  });

  it('is given other roles, acts for somebody, goes on leave, and comes back', async () => {
    const { id } = await added('Dewi Anggraini', 'verifikator');
    const { id: other } = await added('Lina Marlina', 'statistisi');
    await run('roles', id, '--role', 'statistisi');
    await run('acting', id, '--role', 'kepala_bidang', '--kind', 'plh', '--until', '2026-11-30');
    await run('acting', id, '--role', 'kepala_bidang', '--kind', 'plt', '--until', '2026-12-31');
    expect(await lineOf(id)).toContain('statistisi, kepala_bidang  plt kepala_bidang until 2026-12-31  (');
    await run('away', id, '--from', '2026-11-18', '--until', '2026-11-20', '--delegate', other);
    expect(await lineOf(id)).toContain(`away 2026-11-18 to 2026-11-20, meanwhile ${other}`);
    await run('back', id);
    expect(await store.findPerson(id)).toEqual({ id, name: 'Dewi Anggraini', roles: ['statistisi'], language: 'id' });
  });

  it('may be somebody who has handed in a request: his chat is linked already', async () => {
    const seat = systemIds.next();
    const { number, applicant } = await handIn(world, seat);
    expect((await world.say(seat, 'antrean'))[0]?.message.choices.map(({ id }) => id)).not.toContain(`open:${number}`);
    const make = ['add', '--request', number.toLowerCase(), '--name', 'Melati Puspitasari', '--role', 'kepala_dinas'];
    expect(await run(...make)).toEqual([`${applicant}  Melati Puspitasari  kepala_dinas`]);
    expect(await lineOf(applicant)).toContain('(web)');
    expect((await world.say(seat, 'antrean'))[0]?.message.choices.map(({ id }) => id)).toContain(`open:${number}`);
    await expect(run(...make)).rejects.toThrow('known already');
    await expect(run('add', '--request', 'TTE-999999', ...make.slice(3))).rejects.toThrow('no request TTE-999999');
  });

  it('who is removed is out at once, in the midst of a decision', async () => {
    const { id, code } = await added('Dewi Anggraini', 'kepala_dinas');
    const [head, applicant] = [systemIds.next(), systemIds.next()];
    await world.say(head, `/start ${code}`);
    const { number } = await handIn(world, applicant);
    await world.say(head, { choice: `act:${number}:disposisi_kepala_dinas:dispose` });
    expect(await run('remove', id)).toEqual([`${id}  Dewi Anggraini  (no role any more)`]);
    await world.say(head, { choice: 'note=-' });
    expect((await latestOf(world, applicant)).step).toBe('disposisi_kepala_dinas');
    expect(await lineOf(id)).toBe('');
  });

  it('whose phone is lost keeps his roles and loses his chats, and gets a new one', async () => {
    const { id, code } = await added('Dewi Anggraini', 'kepala_dinas');
    const [lost, found, applicant] = [systemIds.next(), systemIds.next(), systemIds.next()];
    await world.say(lost, `/start ${code}`);
    const { number } = await handIn(world, applicant);
    await world.say(lost, { choice: `act:${number}:disposisi_kepala_dinas:dispose` });
    const [line] = await run('unlink', id);
    expect(line).toBe(`${id}  Dewi Anggraini  kepala_dinas`);
    expect(await lineOf(id)).toContain('(not linked yet)');
    const chat = await store.findChat(`web:${lost}`);
    expect(chat?.person).not.toBe(id);
    expect(chat?.session).toMatchObject({ conversation: null, answers: {} });
    for (const choice of ['note=-', `act:${number}:disposisi_kepala_dinas:dispose`]) await world.say(lost, { choice });
    expect((await latestOf(world, applicant)).step).toBe('disposisi_kepala_dinas');
    const [, again = ''] = /(K[2-9A-Z]{12})/.exec((await run('link', id)).join()) ?? [];
    await world.say(found, `/start ${again}`);
    expect((await store.findChatsOf([id])).map(({ address }) => address)).toEqual([`web:${found}`]);
    const acts = (await store.findAudit(id)).map(({ act, detail }) => ({ act, ...detail }));
    expect(acts).toContainEqual({ act: 'officer_changed', roles: 'kepala_dinas', unlink: '1' });
  });

  it.each([
    ['whose phone is lost', [['unlink']]],
    ['who was removed, also when he is one again,', [['remove'], ['roles', '--role', 'kepala_dinas']]],
  ])('%s has no visit to the dashboard any more, nor a link that opens one', async (_who, commands) => {
    const { id } = await added('Dewi Anggraini', 'kepala_dinas');
    const link = async (): Promise<string> => {
      const code = systemIds.code();
      await keepCode(world.desk, code, 'dashboard', id);
      return code;
    };
    const [visit, unopened] = [await openVisit(world.desk, await link()), await link()];
    expect(visit).toBeDefined();
    for (const [command = '', ...rest] of commands) await run(command, id, ...rest);
    expect(await dashboardOf(world.desk, visit?.token ?? '', { language: 'id' })).toBeUndefined();
    expect(await openVisit(world.desk, unopened)).toBeUndefined();
  });

  it.each([
    [['link', 'nobody'], /^no officer nobody; npm run officer -- list$/],
    [['unlink', 'nobody'], /^no officer nobody/],
    [['remove', 'nobody'], /^no officer nobody/],
    [['away', 'ID', '--from', '2026-11-18', '--until', '2026-11-20', '--delegate', 'nobody'], /^no officer nobody/],
    [
      ['away', 'ID', '--from', '2026-11-01', '--until', '2026-11-17'],
      /^--until lies in the past; today is 2026-11-18$/,
    ],
    [['acting', 'ID', '--role', 'statistisi', '--kind', 'plh', '--until', '2026-11-17'], /^--until lies in the past/],
  ])('is left as he was by %j', async (args, sentence) => {
    const { id } = await added('Dewi Anggraini', 'verifikator');
    const before = await store.findPerson(id);
    const refused: unknown = await run(...args.map((arg) => (arg === 'ID' ? id : arg))).catch(
      (error: unknown) => error,
    );
    expect(refused).toBeInstanceOf(Usage);
    expect((refused as Usage).message).toMatch(sentence);
    expect(await store.findPerson(id)).toEqual(before);
  });
});

describe('a call that makes no sense', () => {
  it.each([
    ['', /^npm run officer -- list\n/],
    ['promote', /^no command "promote"\n/],
    ['list everybody else', /^npm run officer -- list\n/],
    ['add --name Dewi', /^add needs --name "NAME" and --role ROLE$/],
    ['add --role verifikator', /^add needs --name "NAME" and --role ROLE$/],
    [
      'add --name Dewi --role wali_kota',
      /^no role "wali_kota"; there are kepala_dinas, kepala_bidang, statistisi, verif/,
    ],
    ['add --name Dewi --role pemohon', /^no role "pemohon"/],
    ['add --name Dewi --role verifikator --language jv', /^--language must be id or en$/],
    ['add --nama Dewi', /--nama/],
    ['link', /^link needs the officer's ID; npm run officer -- list$/],
    ['roles x', /^roles needs --role ROLE; to end all of them: remove$/],
    ['acting x --role verifikator --until 2026-12-01', /^acting needs one --role, --kind plh\|plt/],
    ['acting x --role verifikator --kind plh --until besok', /^--until must be a day, YYYY-MM-DD$/],
    ['away x --from 2026-02-30 --until 2026-12-01', /^--from must be a day, YYYY-MM-DD$/],
    ['away x --from 2026-12-02 --until 2026-12-01', /^--until lies before --from$/],
    ['away x --from 2026-12-01 --until 2026-12-01 --delegate x', /^nobody can be his own --delegate$/],
  ])('is told what is wrong before a database is opened: %s', (line, sentence) => {
    const args = line.split(' ').filter((arg) => arg !== '');
    expect(() => readCall(args, profile)).toThrow(sentence);
    expect(() => readCall(args, profile)).toThrow(Usage);
  });
});

describe.skipIf(!server?.own)('npm run officer beside the running service', { timeout: 60_000 }, () => {
  it('uses its database, prints a link with the name of the bot, and ends with 2 for a wrong role', async () => {
    const double = await openTelegramDouble();
    const folder = await mkdtemp(path.join(tmpdir(), 'meja-tte-officer-'));
    const env = {
      DATA_KEY: KEY.toString('base64'),
      DATA_DIR: folder,
      TELEGRAM_BOT_TOKEN: double.token,
      TELEGRAM_API_ROOT: double.root,
      LOG_LEVEL: 'silent',
    };
    const service = await startService(readServiceConfig(env));
    try {
      const add = ['add', '--name', 'Dewi Anggraini', '--role'];
      const right = spawnScript('scripts/officer.ts', env, [...add, 'verifikator']);
      const wrong = spawnScript('scripts/officer.ts', env, [...add, 'wali_kota']);
      expect(await Promise.all([right.ended, wrong.ended])).toEqual([0, 2]);
      expect(wrong.err()).toMatch(/^no role "wali_kota"; .*\n$/);
      expect(right.err()).toBe('');
      const [, code = ''] = /https:\/\/t\.me\/meja_tte_bot\?start=(K\w+)\n/.exec(right.out()) ?? [];
      const dewi = double.person(9_006, 'Dewi');
      await double.taken(dewi.say(`/start ${code}`));
      await double.taken(dewi.say('/antrean'));
      expect(
        dewi
          .shown()
          .map(({ text }) => text)
          .join(),
      ).toContain('Dewi Anggraini');
    } finally {
      await service.stop();
      await double.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe('the name of the bot', () => {
  it('is not known without a bot, nor while Telegram is away: the code alone is enough then', async () => {
    const env = { DATA_KEY: KEY.toString('base64') };
    expect(await telegramName(readServiceConfig(env))).toBeUndefined();
    const away = { TELEGRAM_BOT_TOKEN: '7000000001:AAE-token', TELEGRAM_API_ROOT: 'http://127.0.0.1:1' };
    expect(
      await telegramName(readServiceConfig({ ...env, ...away, TELEGRAM_BOT_TOKEN: '7000000001:AAE-token_of_nobody' })),
    ).toBeUndefined();
  });
});
