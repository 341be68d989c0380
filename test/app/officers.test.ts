// Officers: several to a role, deputies, leave, removal at once, sharing work out, the morning's digest, and chats joined by a code.
import { describe, expect, it } from 'vitest';
import { keepCode } from '../../src/app/code.ts';
import type { Person } from '../../src/app/ports.ts';
import { newSession } from '../../src/engine/session.ts';
import { loadProfile } from '../../src/sop/load-profile.ts';
import { fillUntil, handIn, latestOf, sessionOf } from '../helpers/story.ts';
import { makeWorld } from '../helpers/world.ts';
import type { World } from '../helpers/world.ts';

const HOUR = 3_600_000;
const HEAD = 'web-kepala-dinas';

async function seat(world: World, id: string, person: Partial<Person>): Promise<void> {
  await world.store.savePerson({ id: `web-${id}`, name: 'Yusuf Hidayat', roles: [], language: 'id', ...person });
  const session = newSession(world.now());
  await world.store.saveChat({
    address: `web:${id}`,
    version: 0,
    person: `web-${id}`,
    language: 'id',
    session,
    log: [],
    at: world.now(),
  });
}

async function textsOf(world: World, who: string): Promise<string> {
  return (await world.log(who)).map(({ message }) => message.text).join('\n');
}

async function choicesOf(world: World, who: string): Promise<string[]> {
  return (await world.log(who)).at(-1)?.message.choices.map(({ label }) => label) ?? [];
}

describe('roles at the moment of the tap', () => {
  it('lets an officer who was removed a minute ago decide nothing', async () => {
    const world = await makeWorld();
    const { number } = await handIn(world);
    await world.store.savePerson({ id: HEAD, name: 'Hendra Wijaya', roles: [], language: 'id' });

    const [line] = await world.say('kepala-dinas', { choice: `act:${number}:disposisi_kepala_dinas:dispose` });

    expect(line?.message.text).toContain('tidak ditemukan');
    expect((await latestOf(world)).step).toBe('disposisi_kepala_dinas');
  });

  it('lets a Plh. decide through his last day and not after', async () => {
    const world = await makeWorld();
    const acting = [{ role: 'kepala_dinas', kind: 'plh', until: '2026-11-18' }] as const;
    await world.store.savePerson({
      id: 'web-verifikator',
      name: 'Maya Anggraini',
      roles: ['verifikator'],
      language: 'id',
      acting,
    });
    const { number } = await handIn(world);

    await world.pass(24 * HOUR);
    await world.say('verifikator', { choice: `act:${number}:disposisi_kepala_dinas:dispose` });
    expect((await latestOf(world)).step).toBe('disposisi_kepala_dinas');

    await world.store.savePerson({
      id: 'web-verifikator',
      name: 'Maya Anggraini',
      roles: ['verifikator'],
      language: 'id',
      acting: [{ role: 'kepala_dinas', kind: 'plh', until: '2026-11-19' }],
    });
    await world.say('verifikator', { choice: `act:${number}:disposisi_kepala_dinas:dispose` });
    await world.say('verifikator', { choice: 'note=-' });
    expect((await latestOf(world)).step).toBe('disposisi_kepala_bidang');
  });

  it('tells the delegate instead of the head who is on leave', async () => {
    const world = await makeWorld();
    await seat(world, 'wakil', { roles: [] });
    const away = { from: '2026-11-17', until: '2026-11-20', delegate: 'web-wakil' };
    await world.store.savePerson({ id: HEAD, name: 'Hendra Wijaya', roles: ['kepala_dinas'], language: 'id', away });

    const { number } = await handIn(world);

    expect(await textsOf(world, 'wakil')).toContain(number);
    expect(await textsOf(world, 'kepala-dinas')).not.toContain(number);
  });
});

describe('an officer who knows a request’s number', () => {
  const asked = (number: string) => [
    number,
    ...['open', 'papers', 'history'].map((kind) => ({ choice: `${kind}:${number}` })),
  ];

  async function withArchivist(superiorOf?: string): Promise<{ world: World; number: string }> {
    const profile = structuredClone(loadProfile('tarakan'));
    const title = { id: 'Arsiparis', en: 'Archivist' };
    const above =
      superiorOf === undefined ? {} : { [superiorOf]: { ...profile.actors[superiorOf], superior: 'arsiparis' } };
    Object.assign(profile.actors, { arsiparis: { kind: 'officer', title } }, above);
    const world = await makeWorld({ profile });
    const { number } = await handIn(world);
    return { world, number };
  }

  it('reads nothing of it when no step of its service is his', async () => {
    const { world, number } = await withArchivist();
    for (const said of asked(number)) await world.say('arsiparis', said);
    const shown = JSON.stringify(await world.log('arsiparis'));
    expect(shown).toContain('tidak ditemukan');
    expect(shown).not.toContain('Melati');
    expect((await world.store.findAudit(number)).map(({ act }) => act)).not.toContain('paper_opened');
  });

  it('reads it when he is told of a step that is late', async () => {
    const { world, number } = await withArchivist('verifikator');
    const [line] = await world.say('arsiparis', { choice: `open:${number}` });
    expect(line?.message.text).toContain('Melati Puspitasari');
  });
});

describe('two officers of one role', () => {
  async function twoHeads(): Promise<{ world: World; number: string }> {
    const world = await makeWorld();
    await seat(world, 'kepala-dinas-2', { roles: ['kepala_dinas'] });
    const { number } = await handIn(world);
    return { world, number };
  }

  it('are both told, and both may take the work', async () => {
    const { world } = await twoHeads();

    expect(await choicesOf(world, 'kepala-dinas')).toEqual(['Disposisi', 'Kerjakan', 'Lihat berkas', 'Riwayat']);
    expect(await choicesOf(world, 'kepala-dinas-2')).toEqual(['Disposisi', 'Kerjakan', 'Lihat berkas', 'Riwayat']);
  });

  it('do not do the same work: who claimed it has it, and the other reads so', async () => {
    const { world, number } = await twoHeads();
    await world.say('kepala-dinas', { choice: `claim:${number}` });

    const [refused] = await world.say('kepala-dinas-2', { choice: `act:${number}:disposisi_kepala_dinas:dispose` });
    expect(refused?.message.text).toContain('sedang dikerjakan oleh Hendra Wijaya');

    await world.say('kepala-dinas-2', number);
    expect(await choicesOf(world, 'kepala-dinas-2')).toEqual(['Ambil alih', 'Lihat berkas', 'Riwayat']);
    await world.say('kepala-dinas-2', { choice: `claim:${number}` });
    expect(await choicesOf(world, 'kepala-dinas-2')).toEqual(['Disposisi', 'Lepaskan', 'Lihat berkas', 'Riwayat']);
    expect((await latestOf(world)).claim?.person).toBe('web-kepala-dinas-2');
  });

  it('free the request by laying it down, and a claim ends with its step', async () => {
    const { world, number } = await twoHeads();
    await world.say('kepala-dinas', { choice: `claim:${number}` });
    await world.say('kepala-dinas', { choice: `release:${number}` });
    expect((await latestOf(world)).claim).toBeUndefined();

    await world.say('kepala-dinas', { choice: `claim:${number}` });
    await world.say('kepala-dinas', { choice: `act:${number}:disposisi_kepala_dinas:dispose` });
    await world.say('kepala-dinas', { choice: 'note=-' });
    expect(await latestOf(world)).not.toHaveProperty('claim');
    expect((await latestOf(world)).step).toBe('disposisi_kepala_bidang');
  });

  it('cannot be claimed by whoever does not hold the step', async () => {
    const { world, number } = await twoHeads();

    await world.say('verifikator', { choice: `claim:${number}` });
    await world.say('pemohon', { choice: `claim:${number}` });

    expect(await latestOf(world)).not.toHaveProperty('claim');
  });
});

describe('an old button beside a new question', () => {
  it('settles nothing of another request', async () => {
    const world = await makeWorld();
    await seat(world, 'pemohon-2', {});
    const first = await handIn(world);
    const second = await handIn(world, 'pemohon-2');
    await world.say('kepala-dinas', { choice: `act:${first.number}:disposisi_kepala_dinas:dispose` });
    const old = (await world.log('kepala-dinas')).at(-1)?.message.choices[0]?.id ?? '';
    await world.say('kepala-dinas', { choice: `act:${second.number}:disposisi_kepala_dinas:dispose` });

    await world.say('kepala-dinas', { choice: old });
    expect((await latestOf(world, 'pemohon-2')).step).toBe('disposisi_kepala_dinas');

    await world.say('kepala-dinas', '1');
    expect((await latestOf(world, 'pemohon-2')).step).toBe('disposisi_kepala_bidang');
    expect((await latestOf(world)).step).toBe('disposisi_kepala_dinas');
  });
});

describe('the morning digest', () => {
  it('tells each officer once, on office days only, and only who has something waiting', async () => {
    const world = await makeWorld({ start: '2026-11-20T07:00:00.000Z' });
    const { number } = await handIn(world);
    const digests = async (who: string): Promise<number> =>
      (await world.log(who)).filter(({ key }) => key.startsWith('digest:')).length;

    await world.pass(20 * HOUR);
    expect(await digests('kepala-dinas')).toBe(0);
    await world.pass(44 * HOUR + HOUR / 2);
    await world.pass(HOUR / 2);

    expect(await digests('kepala-dinas')).toBe(1);
    expect(await digests('verifikator')).toBe(0);
    const line = (await world.log('kepala-dinas')).find(({ key }) => key.startsWith('digest:'));
    expect(line?.message.text).toContain('Selamat pagi');
    expect(line?.message.choices.map(({ id }) => id)).toEqual([`open:${number}`]);
  });

  it('and the queue say what their ten buttons do not: how many are late, and that there are more', async () => {
    const world = await makeWorld();
    for (let count = 1; count <= 11; count += 1) await handIn(world, `pemohon-${count}`);

    const [inTime] = await world.say('kepala-dinas', 'antrean');
    await world.pass(HOUR);
    const [late] = await world.say('kepala-dinas', 'antrean');

    expect(inTime?.message.text).toContain('11 permohonan');
    expect(inTime?.message.text).toContain('10 yang paling mendesak');
    expect(inTime?.message.text).not.toContain('terlambat');
    expect(late?.message.text).toContain('11 sudah terlambat');
    expect(late?.message.choices).toHaveLength(10);
    expect(late?.message.choices.every(({ label }) => label.startsWith('⏰ TTE-'))).toBe(true);
  });
});

describe('one request by its number', () => {
  it('is shown with its whole history', async () => {
    const world = await makeWorld();
    const { number } = await handIn(world);

    const [line] = await world.say('kepala-dinas', `/permohonan ${number}`);

    expect(line?.message.text).toContain(`Riwayat ${number}`);
    expect(line?.message.text).toContain('mengajukan');
  });

  it('that nobody has is not found, rather than not understood', async () => {
    const [line] = await (await makeWorld()).say('kepala-dinas', 'TTE-7K3M9Q');

    expect(line?.message.text).toContain('Permohonan itu tidak ditemukan');
  });

  it('shows a head only what passing on needs; the whole of it on demand', async () => {
    const world = await makeWorld();
    const { number } = await handIn(world);

    const [brief] = await world.say('kepala-dinas', { choice: `open:${number}` });
    const [whole] = await world.say('kepala-dinas', `permohonan ${number}`);

    expect(brief?.message.text).toContain('Perangkat Daerah: ');
    expect(brief?.message.text).not.toContain('NIK: ');
    expect(whole?.message.text).toContain('NIK: ');
  });

  it('lays its papers above the buttons that decide on them', async () => {
    const world = await makeWorld();
    const { number } = await handIn(world);

    const lines = await world.say('kepala-dinas', { choice: `papers:${number}` });

    expect(lines.map(({ message }) => [message.file !== undefined, message.choices.length > 0])).toEqual([
      ...Array.from({ length: 4 }, () => [true, false]),
      [false, true],
    ]);
  });
});

describe('a code said in another chat', () => {
  it('brings the person, and the form he was filling, over there', async () => {
    const world = await makeWorld();
    await fillUntil(world, 'golongan');
    const [line] = await world.say('pemohon', 'hubungkan');
    const code = /K[2-9A-Z]{12}/.exec(line?.message.text ?? '')?.[0] ?? '';

    const [answer] = await world.say('ponsel-lain', code);

    expect(answer?.message.text).toContain('Percakapan ini sekarang terhubung');
    expect(answer?.message.text).toContain('Golongan');
    expect((await world.store.findChat('web:ponsel-lain'))?.person).toBe('web-pemohon');
    await world.say('ponsel-lain', 'III/b');
    const [old] = await world.say('pemohon', 'status');
    expect(old?.message.text).toContain('Belum ada permohonan');
  });

  it.each([
    ['the one he left', 'pemohon', 'ponsel-lain'],
    ['the one he came to', 'ponsel-lain', 'pemohon'],
  ])('leaves quiet, of the two chats, %s, where he wrote BERHENTI', async (_which, quiet, other) => {
    const world = await makeWorld();
    await world.say(quiet, 'berhenti');
    await fillUntil(world, 'golongan');
    const [line] = await world.say('pemohon', 'hubungkan');
    await world.say('ponsel-lain', /K[2-9A-Z]{12}/.exec(line?.message.text ?? '')?.[0] ?? '');

    expect((await sessionOf(world, quiet)).muted).toBe(true);
    expect((await sessionOf(world, other)).muted).not.toBe(true);
    expect((await sessionOf(world, 'ponsel-lain')).conversation).toBe('apply');
  });

  it('is good once, for a quarter of an hour, and only as it was given', async () => {
    const world = await makeWorld();
    await keepCode(world.desk, 'K23456789ABCD', 'officer', 'web-verifikator');
    await keepCode(world.desk, 'K9DCBA8765432', 'join', 'web-pemohon');

    expect((await world.say('tamu', '/start K23456789ABCE'))[0]?.message.text).toContain('tidak dikenal');
    expect((await world.say('tamu', '/start K23456789ABCD'))[0]?.message.text).toContain(
      'Selamat datang, Maya Anggraini',
    );
    expect((await world.say('tamu-2', '/start K23456789ABCD'))[0]?.message.text).toContain('tidak dikenal');
    await world.pass(16 * 60_000);
    expect((await world.say('tamu-3', 'K9DCBA8765432'))[0]?.message.text).toContain('tidak dikenal');
  });

  it('does not take a chat that has a request of its own away from its person, nor is it used up by that', async () => {
    const world = await makeWorld();
    const { number } = await handIn(world);
    await keepCode(world.desk, 'K23456789ABCD', 'join', 'web-publik');

    expect((await world.say('pemohon', 'K23456789ABCD'))[0]?.message.text).toContain(
      'sudah mempunyai permohonan sendiri',
    );
    expect((await latestOf(world)).number).toBe(number);
    expect((await world.say('lain', 'K23456789ABCD'))[0]?.message.text).toContain('terhubung');
  });

  it('is typed over, when it is a person’s own: a link that somebody sends makes nobody another', async () => {
    const world = await makeWorld();
    await keepCode(world.desk, 'K23456789ABCD', 'join', 'web-penipu');
    await fillUntil(world, 'golongan', 'korban');

    await world.say('korban', '/start K23456789ABCD');

    expect((await world.store.findChat('web:korban'))?.person).not.toBe('web-penipu');
    await world.say('telepon', 'K23456789ABCD');
    expect((await world.store.findChat('web:telepon'))?.person).toBe('web-penipu');
  });

  it.each(['officer', 'join'] as const)(
    'for the %s makes nobody an officer where all are visitors',
    async (purpose) => {
      const world = await makeWorld();
      await keepCode(world.desk, 'K23456789ABCD', purpose, HEAD);
      Object.assign(world.desk, { visitorChannels: ['web'] });
      await world.say('tamu', 'K23456789ABCD');
      expect((await world.store.findChat('web:tamu'))?.person).not.toBe(HEAD);

      Object.assign(world.desk, { visitorChannels: [] });
      await world.say('telegram-kadis', 'K23456789ABCD');
      expect((await world.store.findChat('web:telegram-kadis'))?.person).toBe(HEAD);
    },
  );

  it('makes the chat of an officer receive his tasks', async () => {
    const world = await makeWorld();
    await keepCode(world.desk, 'K23456789ABCD', 'officer', HEAD);
    await world.pass(60_000);
    await world.say('telegram-kadis', '/start K23456789ABCD');

    const { number } = await handIn(world);

    expect(await textsOf(world, 'telegram-kadis')).toContain(number);
  });
});
