// The process dies between two saves, or between saving and sending: what was saved stays true, and what is due still comes.
import { describe, expect, it } from 'vitest';
import { announceOverdue } from '../../src/app/announce-overdue.ts';
import { deliverForgottenNotices } from '../../src/app/deliver-notices.ts';
import type { ChatChange, DoneEffects, Store } from '../../src/app/ports.ts';
import { createMemoryStore } from '../../src/storage/memory/memory-store.ts';
import { phrase } from '../helpers/phrase.ts';
import { fillUntil, findRequest, handIn, latestOf, sessionOf } from '../helpers/story.ts';
import { makeWorld } from '../helpers/world.ts';
import type { World } from '../helpers/world.ts';

const CRASH = new Error('the process ends here');

/** A store that breaks down once at the given call, as often as it is armed. */
async function fragileWorld(): Promise<{ world: World; breakAt: (method: 'saveChat' | 'clearEffects') => void }> {
  const store = createMemoryStore();
  let armed: string | undefined;
  const guard =
    <Args extends unknown[], Result>(name: string, method: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      if (armed !== name) return method(...args);
      armed = undefined;
      throw CRASH;
    };
  const fragile: Store = {
    ...store,
    saveChat: guard('saveChat', (change: ChatChange) => store.saveChat(change)),
    clearEffects: guard('clearEffects', (done: readonly DoneEffects[]) => store.clearEffects(done)),
  };
  const world = await makeWorld({ store: fragile });
  return { world, breakAt: (method) => (armed = method) };
}

describe('a crash between the request and the chat', () => {
  it('leaves one request, one set of notices, and the number is read when the message comes again', async () => {
    const { world, breakAt } = await fragileWorld();
    await fillUntil(world, 'summary');
    breakAt('saveChat');
    await world.say('pemohon', { choice: 'summary=submit' }, 'submit');
    const { number, applicant } = await latestOf(world);

    const lines = await world.say('pemohon', { choice: 'summary=submit' }, 'submit');
    await world.pass(1000);

    const said = lines.map(({ message }) => message.text).join();
    expect(said).toMatch(phrase('apply.submitted'));
    expect(said).toContain(number);
    expect(await world.store.findApplicationsOf(applicant)).toHaveLength(1);
    expect((await world.log('kepala-dinas')).filter(({ from }) => from === 'bot')).toHaveLength(1);
    expect((await sessionOf(world, 'pemohon')).conversation).toBeNull();
  });

  it('records a decision once', async () => {
    const { world, breakAt } = await fragileWorld();
    const { number } = await handIn(world);
    await world.say('kepala-dinas', { choice: `act:${number}:disposisi_kepala_dinas:dispose` });
    breakAt('saveChat');
    await world.say('kepala-dinas', { choice: 'note=-' }, 'decide');
    const lines = await world.say('kepala-dinas', { choice: 'note=-' }, 'decide');
    await world.pass(1000);

    expect(lines.map(({ message }) => message.text).join()).toMatch(phrase('decide.decided'));
    const { history } = await findRequest(world, number);
    expect(history.map(({ kind }) => kind)).toEqual(['application_submitted', 'step_decided']);
    expect((await world.log('kepala-bidang')).filter(({ from }) => from === 'bot')).toHaveLength(1);
  });

  it('keeps the papers of the request although the form, still open, is cancelled', async () => {
    const { world, breakAt } = await fragileWorld();
    await fillUntil(world, 'summary');
    breakAt('saveChat');
    await world.say('pemohon', { choice: 'summary=submit' }, 'submit');
    await world.say('pemohon', 'batal');
    await world.say('pemohon', { choice: 'word:cancel_yes' });

    const { papers } = await latestOf(world);
    expect(papers).toHaveLength(4);
    for (const { file } of papers) expect(await world.store.readFile(file.id)).toBeDefined();
  });
});

describe('notices that a crash left with their request', () => {
  it('are posted once, however often they are looked for', async () => {
    const { world, breakAt } = await fragileWorld();
    await fillUntil(world, 'summary');
    breakAt('clearEffects');
    await world.say('pemohon', { choice: 'summary=submit' });
    expect(await world.store.findNotices(10)).toHaveLength(1);

    await Promise.all([deliverForgottenNotices(world.desk), deliverForgottenNotices(world.desk)]);

    expect((await world.log('kepala-dinas')).filter(({ from }) => from === 'bot')).toHaveLength(1);
    await world.pass(0);
    expect(await world.store.findNotices(10)).toEqual([]);
  });
});

describe('a late step', () => {
  it('is announced once to its holder, although two sweeps run at once and again', async () => {
    const world = await makeWorld();
    const { number } = await handIn(world);
    await world.say('kepala-dinas', { choice: `act:${number}:disposisi_kepala_dinas:dispose` });
    await world.say('kepala-dinas', { choice: 'note=-' });
    await world.pass(0);
    const before = (await world.log('kepala-bidang')).length;
    await Promise.all([world.pass(3_600_000), announceOverdue(world.desk), announceOverdue(world.desk)]);
    await world.pass(3_600_000);

    const told = (await world.log('kepala-bidang')).slice(before).filter(({ message }) => message.text.includes('⏰'));
    expect(told).toHaveLength(1);
    const superior = (await world.log('kepala-dinas')).filter(({ message }) =>
      message.text.includes('Mohon perhatian'),
    );
    expect(superior).toHaveLength(1);
  });
});
