// The record of a certificate follows from a request, also when the process dies in between.
import { describe, expect, it } from 'vitest';
import { changeCertificates } from '../../src/app/certificates.ts';
import { OperationalError } from '../../src/app/ports.ts';
import type { Store } from '../../src/app/ports.ts';
import { createMemoryStore } from '../../src/storage/memory/memory-store.ts';
import { certificate } from '../storage/examples.ts';
import { driveTo, handIn, NAME, NIP } from '../helpers/story.ts';
import { phrase } from '../helpers/phrase.ts';
import { makeWorld } from '../helpers/world.ts';

const AWAY = new OperationalError('unavailable', { retryable: true });

describe('an issued certificate', () => {
  it('has its record, and nothing waits with the request any more', async () => {
    const world = await makeWorld();
    const { number, applicant } = await handIn(world);
    await driveTo(world, number, 'end');
    await world.pass(0);
    expect(await world.store.findCertificatesOf(applicant)).toMatchObject([
      { id: number, name: NAME, nip: NIP, issuedOn: '2026-11-18', validUntil: '2028-11-18', revision: 1 },
    ]);
    expect(await world.store.findCertificateChanges(10)).toEqual([]);
  });

  it('is reminded of from the next morning on', async () => {
    const world = await makeWorld();
    const { number } = await handIn(world);
    await driveTo(world, number, 'end');
    // 08.00 in Tarakan.
    expect((await world.store.findCertificate(number))?.remindAt).toBe('2026-11-19T00:00:00.000Z');
  });

  it('gets its record later when the store failed meanwhile', async () => {
    const memory = createMemoryStore();
    let away = true;
    const store: Store = {
      ...memory,
      async saveCertificate(each) {
        if (away) throw AWAY;
        return memory.saveCertificate(each);
      },
    };
    const world = await makeWorld({ store });
    const { number } = await handIn(world);
    expect((await driveTo(world, number, 'end')).state).toBe('completed');
    await world.pass(0);
    expect(await store.findCertificate(number)).toBeUndefined();
    away = false;
    await world.pass(0);
    expect(await store.findCertificate(number)).toMatchObject({ id: number, revision: 1 });
    await world.pass(0);
    expect(await store.findCertificateChanges(10)).toEqual([]);
    expect(world.logged.map(({ text }) => text)).toContain('a certificate waits to be recorded');
  });

  it('replaces the former one although its owner answers a reminder at that moment', async () => {
    const memory = createMemoryStore();
    const former = certificate('TTE-1', { recordedAt: '2024-11-20T02:00:00.000Z' });
    await memory.saveCertificate(former);
    let answered = false;
    const store: Store = {
      ...memory,
      async saveCertificate(each) {
        if (each.id === 'TTE-1' && !answered) {
          answered = true;
          await memory.saveCertificate({ ...former, stopped: ['expiry'], revision: 2 });
        }
        return memory.saveCertificate(each);
      },
    };
    const { desk } = await makeWorld({ store });
    const change = { id: '1:certificate_issued', kind: 'issued', certificate: certificate('TTE-2') } as const;
    await changeCertificates(desk, 'TTE-2', [change]);
    expect(await memory.findCertificate('TTE-1')).toMatchObject({ stopped: ['expiry'], replaced: {}, revision: 3 });
    expect(await memory.findCertificate('TTE-2')).toMatchObject({ revision: 1 });
  });
});

describe('a certificate that the head of an office has revoked', () => {
  it('ends with its owner being told, once, and whoever asked', async () => {
    const world = await makeWorld();
    await driveTo(world, (await handIn(world)).number, 'end');
    const head = 'kepala-perangkat-daerah';
    const { number } = await handIn(world, head, 'pencabutan');
    await driveTo(world, number, 'end', head);
    await world.pass(0);
    const told = (seat: string, key: Parameters<typeof phrase>[number]) =>
      world.sent.filter(({ to, message }) => to === `web:${seat}` && phrase(key).test(message.text));
    expect(told('pemohon', 'notice.revoked_for_you')).toHaveLength(1);
    expect(told(head, 'notice.revoked')).toHaveLength(1);

    const change = {
      id: '9:certificate_revoked',
      kind: 'revoked',
      holder: { owner: `web-${head}`, nip: NIP },
      revoked: { on: '2026-11-18', countsFrom: '2026-11-18', ground: 'pensiun', application: number },
      at: world.now(),
    } as const;
    await changeCertificates(world.desk, number, [change]);
    expect(told('pemohon', 'notice.revoked_for_you')).toHaveLength(1);
  });

  it('is not told of to the owner who asked for it', async () => {
    const world = await makeWorld();
    await driveTo(world, (await handIn(world)).number, 'end');
    await world.pass(60_000);
    await driveTo(world, (await handIn(world, 'pemohon', 'pencabutan')).number, 'end');
    await world.pass(0);
    const texts = world.sent.map(({ message }) => message.text);
    expect(texts.filter((text) => phrase('notice.revoked_for_you').test(text))).toEqual([]);
    expect(texts.filter((text) => phrase('notice.revoked').test(text))).toHaveLength(1);
  });
});

describe('what a turn knows of the certificate', () => {
  it('is found in the same round trip as everything else', async () => {
    const memory = createMemoryStore();
    let trips = 0;
    const store: Store = {
      ...memory,
      async lookUp(wanted) {
        trips += 1;
        return memory.lookUp(wanted);
      },
      findCertificatesOf: () => Promise.reject(new Error('asked for apart')),
    };
    const world = await makeWorld({ store });
    await world.say('pemohon', 'menu');
    trips = 0;
    await world.say('pemohon', 'status');
    expect(trips).toBe(1);
  });
});
