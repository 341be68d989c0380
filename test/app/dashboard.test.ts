// The dashboard's door: who gets in by a link, for how long, and what he sees of which days.
import { beforeEach, describe, expect, it } from 'vitest';
import { closeVisit, closeVisits, dashboardOf } from '../../src/app/dashboard.ts';
import { keepCode, useCode } from '../../src/app/code.ts';
import { openVisit } from '../../src/app/open-visit.ts';
import type { Person } from '../../src/app/ports.ts';
import { certificate } from '../storage/examples.ts';
import type { World } from '../helpers/world.ts';
import { makeWorld } from '../helpers/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const OFFICER = 'web-verifikator';
const LANGUAGE = { language: 'id' } as const;

describe('the link to the dashboard', () => {
  let world: World;
  beforeEach(async () => {
    world = await makeWorld();
  });

  const link = async (person = OFFICER): Promise<string> => {
    const code = world.desk.ids.code();
    await keepCode(world.desk, code, 'dashboard', person);
    return code;
  };
  const visit = async (): Promise<string> => (await openVisit(world.desk, await link()))?.token ?? 'none';
  const seen = (token: string, wanted: { from?: string; day?: string } = {}) =>
    dashboardOf(world.desk, token, { ...LANGUAGE, ...wanted });

  it('opens one visit, and no second', async () => {
    const code = await link();
    const first = await openVisit(world.desk, code);
    expect(first?.until).toBe('2026-11-18T09:00:00.000Z');
    expect(await seen(first?.token ?? '')).toMatchObject({ today: '2026-11-18', report: { edition: 'internal' } });
    expect(await openVisit(world.desk, code)).toBeUndefined();
  });

  it('opens one visit where two ask at once', async () => {
    const code = await link();
    const opened = await Promise.all([openVisit(world.desk, code), openVisit(world.desk, code)]);
    expect(opened.filter((each) => each !== undefined)).toHaveLength(1);
  });

  it.each([
    ['in the last second', 15 * MINUTE - 1_000, true],
    ['after 15 minutes', 15 * MINUTE, false],
  ])('is good %s: %d ms, %s', async (_when, later, good) => {
    const code = await link();
    await world.pass(later);
    expect((await openVisit(world.desk, code)) !== undefined).toBe(good);
  });

  it('opens nothing for a code of another purpose, which stays good for its own', async () => {
    const code = world.desk.ids.code();
    await keepCode(world.desk, code, 'join', OFFICER);
    expect(await openVisit(world.desk, code)).toBeUndefined();
    expect(await useCode(world.desk, code)).toMatchObject({ purpose: 'join' });
  });

  it('is nothing for who is no officer any more when he opens it', async () => {
    const code = await link();
    await removeOfficer(world);
    expect(await openVisit(world.desk, code)).toBeUndefined();
  });

  it('is told to the officer in his chat and written into the audit trail', async () => {
    await visit();
    const lines = await world.log('verifikator');
    expect(lines.map(({ message }) => message.text)).toEqual([
      expect.stringMatching(/Dasbor dibuka .*18 November 2026 pukul 09\.00 WITA.*\*tutup dasbor\*/),
    ]);
    expect(await world.store.findAudit(OFFICER)).toMatchObject([
      { act: 'dashboard_opened', actor: OFFICER, channel: 'web', at: '2026-11-18T01:00:00.000Z' },
    ]);
  });

  it('is told at once to an officer who wants to hear nothing unasked, too, and takes no choice from him', async () => {
    await world.say('verifikator', 'berhenti');
    const before = await world.log('verifikator');
    const offered = async () => (await world.store.findChat('web:verifikator'))?.session;
    const session = await offered();
    await visit();
    const lines = await world.log('verifikator', before.at(-1)?.seq);
    expect(lines.map(({ message }) => message.text)).toEqual([expect.stringMatching(/^Dasbor dibuka /)]);
    expect(await offered()).toEqual(session);
  });

  it('leaves nothing in the store that opens a visit', async () => {
    const token = await visit();
    expect(JSON.stringify([await world.store.readAudit(0, 10), await world.log('verifikator')])).not.toContain(token);
  });

  describe('a visit', () => {
    it.each([
      ['in the eighth hour', 8 * HOUR - 1_000, true],
      ['after 8 hours', 8 * HOUR, false],
    ])('shows figures %s: %d ms, %s', async (_when, later, shown) => {
      const token = await visit();
      await world.pass(later);
      expect((await seen(token)) !== undefined).toBe(shown);
    });

    it.each(['', 'none', 'id-999'])('is not had with the made-up token "%s"', async (token) => {
      await visit();
      expect(await seen(token)).toBeUndefined();
    });

    it('is not had with the code of a link that was not opened', async () => {
      expect(await seen(await link())).toBeUndefined();
    });

    it('ends with the next look when its officer has lost his role', async () => {
      const token = await visit();
      expect(await seen(token)).toBeDefined();
      await removeOfficer(world);
      expect(await seen(token)).toBeUndefined();
    });

    it('stays while the officer holds a role for somebody else', async () => {
      const token = await visit();
      const acting: Person['acting'] = [{ role: 'kepala_dinas', kind: 'plh', until: '2026-11-18' }];
      await world.store.savePerson({ ...(await officerOf(world)), roles: [], acting });
      expect(await seen(token)).toBeDefined();
      await world.pass(7.9 * HOUR);
      expect(await seen(token)).toBeDefined();
      await world.store.savePerson({
        ...(await officerOf(world)),
        acting: acting.map((each) => ({ ...each, until: '2026-11-17' })),
      });
      expect(await seen(token)).toBeUndefined();
    });

    it('can be ended by itself', async () => {
      const [one, other] = [await visit(), await visit()];
      await closeVisit(world.desk, one);
      expect(await seen(one)).toBeUndefined();
      expect(await seen(other)).toBeDefined();
    });

    it('ends with all others of the person, and his links too, but with nobody else’s', async () => {
      const [one, other, unopened] = [await visit(), await visit(), await link()];
      const colleague = await openVisit(world.desk, await link('web-kepala-dinas'));
      await closeVisits(world.desk, OFFICER);
      expect([await seen(one), await seen(other), await openVisit(world.desk, unopened)]).toEqual([
        undefined,
        undefined,
        undefined,
      ]);
      expect(await seen(colleague?.token ?? '')).toBeDefined();
    });
  });

  describe('the period', () => {
    const shown = async (wanted: { from?: string; day?: string }) => {
      const look = await seen(await visit(), wanted);
      return [look?.report.from, look?.report.day, look?.problem];
    };

    it('is this year until today, as the office counts days', async () => {
      world = await makeWorld({ start: '2026-12-31T17:00:00.000Z' });
      expect(await shown({})).toEqual(['2027-01-01', '2027-01-01', undefined]);
    });

    it('is the one that is asked for', async () => {
      expect(await shown({ from: '2025-03-01', day: '2026-02-28' })).toEqual(['2025-03-01', '2026-02-28', undefined]);
      expect(await shown({ day: '2025-06-30' })).toEqual(['2025-01-01', '2025-06-30', undefined]);
      expect(await shown({ from: '2026-11-18' })).toEqual(['2026-11-18', '2026-11-18', undefined]);
    });

    it.each([
      [{ day: '2026-11-19' }, 'future'],
      [{ from: '2026-11-19' }, 'backwards'],
      [{ from: '2026-06-02', day: '2026-06-01' }, 'backwards'],
      [{ day: '2009-12-31' }, 'too_early'],
      [{ from: '0001-01-01' }, 'too_early'],
      [{ day: '2026-02-30' }, 'not_a_day'],
      [{ day: '18/11/2026' }, 'not_a_day'],
      [{ from: '<script>' }, 'not_a_day'],
      [{ from: '9'.repeat(40) }, 'not_a_day'],
    ])('%j is answered with why not, and the figures of today', async (wanted, problem) => {
      expect(await shown(wanted)).toEqual(['2026-01-01', '2026-11-18', problem]);
    });
  });

  it('ends when its officer says so in his chat, and so does a link that he has not opened yet', async () => {
    const [token, code] = [await visit(), await link()];
    await world.say('verifikator', 'tutup dasbor');
    expect(await seen(token)).toBeUndefined();
    expect(await openVisit(world.desk, code)).toBeUndefined();
  });

  it('counts once for what is looked at together, and anew half a minute later', async () => {
    const token = await visit();
    const holders = async () => {
      const look = await dashboardOf(world.desk, token, LANGUAGE);
      return JSON.stringify(look?.report.sections);
    };
    const before = await holders();
    await world.store.saveCertificate(certificate('s-1', { countsFrom: '2026-11-02' }));
    expect(await holders()).toBe(before);
    await world.pass(30_000);
    expect(await holders()).not.toBe(before);
  });
});

async function officerOf(world: World): Promise<Person> {
  const person = await world.store.findPerson(OFFICER);
  if (!person) throw new Error('the officer has no record');
  return person;
}

async function removeOfficer(world: World): Promise<void> {
  await world.store.savePerson({ ...(await officerOf(world)), roles: [] });
}
