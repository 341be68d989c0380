// The sample of the figures goes past the dialogues; here a small one is lived both ways, and leaves the same.
import { describe, expect, it } from 'vitest';
import { figuresOf } from '../../src/app/figures.ts';
import type { Application, Certificate } from '../../src/app/ports.ts';
import { loadProfile } from '../../src/sop/load-profile.ts';
import { inAnyOrder } from '../storage/examples.ts';
import type { Lived } from '../helpers/sample-years.ts';
import { liveYears, thinkOutYears } from '../helpers/sample-years.ts';

const TODAY = '2026-12-30';

/** Accounts have other ids, papers are other files, and messages other names. */
function plain(application: Application | undefined): unknown {
  if (!application) return undefined;
  const { applicant, papers, consent, applied: _ids, history, ...rest } = application;
  const done = history.map(({ by, ...event }) => ({
    ...event,
    by: by.person === applicant ? by.role : `${by.role} ${by.name}`,
  }));
  return {
    ...rest,
    consent: { at: consent.at, channel: consent.channel },
    papers: papers.map(({ key, at, returned, earlier }) => ({ key, at, returned, earlier: earlier?.length })),
    history: done,
  };
}

function plainRecord({ owner, id, ...record }: Certificate): unknown {
  return { ...record, id: id.startsWith('roll:') ? 'roll' : id, owner: owner === id };
}

async function left({ world, hand }: Lived, requests: readonly number[]) {
  const applications = await Promise.all(
    requests.map((request) => world.store.findApplication(hand.numberOf(request))),
  );
  const records = await world.store.listRoll(TODAY, undefined, 1_000);
  const former = await world.store.listRoll('2026-06-30', undefined, 1_000);
  const trail = await world.store.readAudit(0, 10_000);
  return {
    applications: applications.map(plain),
    records: inAnyOrder(records.map(plainRecord)),
    former: inAnyOrder(former.map(plainRecord)),
    // In batches here, one by one there.
    trail: inAnyOrder(trail.map(({ act, at, subject, channel, detail }) => ({ act, at, subject, channel, detail }))),
  };
}

/** Without the messages, of which there are none past the dialogues. */
async function figuresIn({ world }: Lived, day: string) {
  const { messages: _lines, ...figures } = await figuresOf(world.desk, { from: '2025-01-01', day });
  return figures;
}

describe('the same plan, in chat and past it', () => {
  const years = thinkOutYears(90, 3, false);
  const requests = [...new Set(years.moves.map(({ request }) => request))];

  it('has a few dozen requests of every kind and ending', () => {
    expect(requests.length).toBeGreaterThan(24);
    const { happenings } = years;
    expect(new Set(happenings.map(({ service }) => service)).size).toBe(6);
    expect(new Set(happenings.map(({ leaves }) => leaves.state)).size).toBe(5);
  });

  it('leaves the same requests, certificates, acts and figures', async () => {
    const profile = loadProfile('tarakan');
    const short = await liveYears(years, { profile });
    const chats = await liveYears(years, { profile, inChat: true });
    expect(chats.world.logged).toEqual([]);
    const [one, other] = [await left(short, requests), await left(chats, requests)];
    expect(other.applications).toEqual(one.applications);
    expect(other.records).toEqual(one.records);
    expect(other.former).toEqual(one.former);
    expect(other.trail).toEqual(one.trail);
    for (const day of ['2025-12-31', '2026-07-01', TODAY]) {
      const figures = await figuresIn(short, day);
      expect(await figuresIn(chats, day)).toEqual(figures);
      expect(figures.indicators.holders.persons).toBeGreaterThan(10);
    }
  });
});
