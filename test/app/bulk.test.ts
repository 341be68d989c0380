// One letter for many people: what is wrong with a list is said, a good one is one request, and each of its people is decided by himself.
import { describe, expect, it } from 'vitest';
import { readPeople } from '../../src/app/read-people.ts';
import { loadProfile } from '../../src/sop/load-profile.ts';
import { atList, decidePerson, HEAD_SEAT, listAtVerifier, openList, sendFile } from '../helpers/bulk-story.ts';
import { listCsv, listXlsx, manyPeople, PEOPLE } from '../helpers/people-list.ts';
import { phrase } from '../helpers/phrase.ts';
import { sampleFile } from '../helpers/sample-files.ts';
import { driveTo, findRequest, latestOf, sessionOf } from '../helpers/story.ts';
import { makeWorld, START } from '../helpers/world.ts';

const [RINA, BAYU] = PEOPLE;

describe('a list of people', () => {
  const row = (...cells: (string | number | { formula: string; result: string } | undefined)[]) => [...PEOPLE, cells];
  it.each<[string, string, Uint8Array, readonly string[]]>([
    [
      'without the NIP',
      'daftar.csv',
      listCsv([['Rina Melati', 'r@tarakankota.go.id']], ['Nama', 'Email']),
      ['kolom NIP tidak ada'],
    ],
    [
      'with a column that nobody knows',
      'daftar.csv',
      listCsv(PEOPLE, ['Nama', 'NIPP', 'Email Dinas', 'Golongan']),
      ['kolom ke-2 "NIPP" tidak dikenal; mungkin maksudnya NIP?', 'kolom NIP tidak ada'],
    ],
    [
      'with a person twice',
      'daftar.xlsx',
      listXlsx([...PEOPLE, ...(RINA ? [RINA] : [])]),
      ['baris 2: NIP: juga ada di baris 5', 'baris 5: NIP: juga ada di baris 2'],
    ],
    [
      'with a formula',
      'daftar.xlsx',
      listXlsx(row({ formula: 'A2', result: 'Rina' }, '199107072019032004', 'r@tarakankota.go.id')),
      ['baris 5: Nama: berisi rumus; mohon tulis nilainya'],
    ],
    [
      'with a NIP that the spreadsheet has rounded',
      'daftar.xlsx',
      listXlsx(row('Rani', 199_107_072_019_032_000, 'r@tarakankota.go.id')),
      ['baris 5: NIP: tersimpan sebagai angka'],
    ],
    [
      'of 501 rows',
      'daftar.xlsx',
      listXlsx(manyPeople(501)),
      ['lebih dari 500 baris; mohon bagi menjadi beberapa permohonan'],
    ],
    ['of nobody', 'daftar.csv', listCsv([]), ['tidak ada baris di bawah judul kolom']],
    ['that is a program named .xlsx', 'daftar.xlsx', sampleFile('exe', 4000), ['isinya tidak dapat dibaca']],
    [
      'in an old encoding',
      'daftar.csv',
      Buffer.from('Nama;NIP\nRené;1', 'latin1'),
      ['CSV harus tersimpan sebagai UTF-8'],
    ],
    ['that is a broken archive', 'daftar.xlsx', listXlsx().slice(0, 300), ['berkas ini bukan XLSX yang utuh']],
  ])('%s is not taken, and it is said why', async (_what, name, bytes, why) => {
    const world = await makeWorld();
    await atList(world);
    const before = (await sessionOf(world, HEAD_SEAT)).papers;
    const reply = await sendFile(world, name, bytes);
    for (const each of why) expect(reply).toContain(each);
    expect(reply).toMatch(phrase('sheet.bad'));
    expect((await sessionOf(world, HEAD_SEAT)).papers).toEqual(before);
    expect((await sessionOf(world, HEAD_SEAT)).tray).toEqual([]);
    expect(world.logged).toEqual([]);
  });

  it('that is empty is refused as any empty file', async () => {
    const world = await makeWorld();
    await atList(world);
    expect(await sendFile(world, 'daftar.csv', new Uint8Array())).toMatch(phrase('file.empty'));
  });

  it('with many mistakes names the first ten and how many there are besides', async () => {
    const world = await makeWorld();
    await atList(world);
    const wrong = manyPeople(13).map(([name = '', nip = '']) => [name, nip, 'surel@gmail.com', '']);
    const reply = await sendFile(world, 'daftar.csv', listCsv(wrong));
    expect(reply.match(/• baris/g)).toHaveLength(10);
    expect(reply).toContain('… dan 3 lainnya');
  });

  it('of 500 people is taken, in either form, and a better one takes the place of the former', async () => {
    const world = await makeWorld();
    await atList(world);
    expect(await sendFile(world, 'daftar.csv', listCsv(manyPeople(500)))).toContain('500 pegawai, tanpa kesalahan');
    expect((await sessionOf(world, HEAD_SEAT)).papers['daftar_pegawai']?.type).toBe('csv');
  });

  it('that would swell beyond measure is not opened', () => {
    const people = [['A'.repeat(3_000_000), '199005152015032001', 'r@tarakankota.go.id', '']];
    expect(readPeople(listXlsx(people), 'xlsx', loadProfile('tarakan'), START)).toEqual({
      problems: ['isi berkas terlalu besar setelah dibuka'],
    });
  });

  it('is offered to be filled in, and the sample is read by the desk itself', async () => {
    const world = await makeWorld();
    await atList(world);
    const lines = await world.say(HEAD_SEAT, { choice: 'daftar_pegawai=make' });
    const file = lines.find(({ message }) => message.file)?.message.file;
    const bytes = await world.store.readFile(file?.id ?? '');
    const filled = Buffer.concat([
      bytes ?? Buffer.alloc(0),
      Buffer.from('Rina Melati;199005152015032001;;rina@tarakankota.go.id;III/b\r\n'),
    ]);
    expect(await sendFile(world, 'daftar.csv', filled)).toContain('1 pegawai, tanpa kesalahan');
  });

  it('is nothing to whoever asks for himself', async () => {
    const world = await makeWorld();
    await world.say('pemohon', { choice: 'ask:penerbitan' });
    await world.say('pemohon', { choice: 'consent=agree' });
    const [line] = await world.say('pemohon', { file: 'daftar.csv', bytes: listCsv() });
    expect(line?.message.text).toMatch(phrase('file.wrong_type'));
  });

  it('cannot be asked with by an applicant', async () => {
    const world = await makeWorld();
    const [line] = await world.say('pemohon', { choice: 'ask:penerbitan_kolektif' });
    expect(line?.message.text).toMatch(phrase('refusal.not_for_you'));
  });
});

describe('a request for many', () => {
  it('is one, with everybody of the list waiting to be decided', async () => {
    const world = await makeWorld();
    const { people, forOthers, papers } = await listAtVerifier(world);
    expect(people?.map(({ id, name, state }) => `${id} ${name} ${state}`)).toEqual([
      '1 Rina Melati open',
      '2 Bayu Saputra open',
      '3 Dewi Kusuma open',
    ]);
    expect(people?.[0]).toMatchObject({ nip: RINA?.[1], mail: RINA?.[2], golongan: 'III/b' });
    expect(forOthers).toBe(true);
    expect(papers.map(({ key }) => key)).toEqual(['surat_permohonan_kolektif', 'daftar_pegawai']);
  });

  it('makes a certificate for everybody accepted, and none for the others', async () => {
    const world = await makeWorld();
    const { number } = await listAtVerifier(world);
    await decidePerson(world, number, '1');
    await decidePerson(world, number, '2', 'Bukan pegawai');
    const decided = await decidePerson(world, number, '3');
    expect(decided.people?.map(({ state }) => state)).toEqual(['accepted', 'rejected', 'accepted']);
    await world.say('verifikator', { choice: `act:${number}:pemeriksaan:register` });
    await driveTo(world, number, 'end');
    await world.pass(0);
    const certificates = await Promise.all(
      PEOPLE.map(([, nip = '']) => world.store.findCertificatesOfHolder({ owner: '', nip })),
    );
    const issuedOn = '2026-11-18';
    expect(certificates).toMatchObject([
      [{ id: `${number}-1`, owner: `${number}-1`, name: 'Rina Melati', issuedOn }],
      [],
      [{ id: `${number}-3`, name: 'Dewi Kusuma', issuedOn }],
    ]);
    expect(await world.store.findCertificateChanges(10)).toEqual([]);
  });

  it('leaves ids alone in the audit trail', async () => {
    const world = await makeWorld();
    const { number } = await listAtVerifier(world);
    await decidePerson(world, number, '2', 'Bukan pegawai');
    const acts = (await world.store.findAudit(number)).filter(({ act }) => act === 'person_decided');
    expect(acts.map(({ detail }) => detail)).toEqual([
      { step: 'pemeriksaan', role: 'verifikator', person: '2', accepted: 'false' },
    ]);
    expect(JSON.stringify(acts)).not.toMatch(new RegExp(`${BAYU?.join('|') ?? '.'}|Bukan pegawai`));
  });

  it('hears a message only once', async () => {
    const world = await makeWorld();
    const { number } = await listAtVerifier(world);
    await openList(world, number);
    await world.say('verifikator', { choice: 'people.1=1' });
    await world.say('verifikator', { choice: 'verdict=accept' }, 'twice');
    const { revision } = await findRequest(world, number);
    expect(await world.say('verifikator', { choice: 'verdict=accept' }, 'twice')).toEqual([]);
    expect(await findRequest(world, number)).toMatchObject({ revision });
  });

  it('hands in once, though the message come again', async () => {
    const world = await makeWorld();
    await atList(world);
    await sendFile(world, 'daftar.xlsx', listXlsx());
    await world.say(HEAD_SEAT, { choice: 'summary=submit' }, 'in');
    const { number } = await latestOf(world, HEAD_SEAT);
    await world.say(HEAD_SEAT, { choice: 'summary=submit' }, 'in');
    expect(await world.store.findApplicationsOf(`web-${HEAD_SEAT}`)).toMatchObject([{ number, revision: 1 }]);
  });

  it('is decided page by page, and the rest at once only after a second thought', async () => {
    const world = await makeWorld();
    const { number } = await listAtVerifier(world, listXlsx(manyPeople(23)));
    expect(await openList(world, number)).toContain('23 orang (halaman 1 dari 3)');
    await world.say('verifikator', { choice: 'people.1=next' });
    const [third] = await world.say('verifikator', { choice: 'people.2=next' });
    expect(third?.message.choices.map(({ id }) => id)).toEqual([
      ...[21, 22, 23].map((id) => `people.3=${id}@${number}`),
      `people.3=all@${number}`,
    ]);
    await world.say('verifikator', { choice: 'people.3=all' });
    const [back] = await world.say('verifikator', { choice: 'sure=no' });
    expect(back?.message.text).toContain('23 orang (halaman 1 dari 3)');
    await world.say('verifikator', { choice: 'people.1=all' });
    await world.say('verifikator', { choice: 'sure=yes' });
    const { people, history } = await findRequest(world, number);
    expect(people?.every(({ state }) => state === 'accepted')).toBe(true);
    expect(history.filter(({ kind }) => kind === 'person_decided')).toHaveLength(23);
  });

  it('tells an officer who comes too late that all are decided, and lets him go on', async () => {
    const world = await makeWorld();
    const { number } = await listAtVerifier(world);
    await world.say('rekan', 'menu');
    const person = (await world.store.findChat('web:rekan'))?.person ?? '';
    await world.store.savePerson({ id: person, name: 'Dewi Anggraini', roles: ['verifikator'], language: 'id' });
    await openList(world, number, 'rekan');
    await openList(world, number);
    await world.say('verifikator', { choice: 'people.1=all' });
    await world.say('verifikator', { choice: 'sure=yes' });
    const [late] = await world.say('rekan', { choice: 'people.1=2' });
    expect(late?.message.text).toMatch(phrase('people.done'));
    expect(late?.message.choices.map(({ id }) => id)).toContain(`act:${number}:pemeriksaan:register`);
  });

  it('is not read by the head of another office', async () => {
    const world = await makeWorld();
    const { number } = await listAtVerifier(world);
    await world.say('lain', 'menu');
    const person = (await world.store.findChat('web:lain'))?.person ?? '';
    await world.store.savePerson({
      id: person,
      name: 'Kepala Lain',
      roles: ['kepala_perangkat_daerah'],
      language: 'id',
    });
    const [line] = await world.say('lain', number);
    expect(line?.message.text).toMatch(phrase('refusal.not_found'));
    expect(line?.message.text).not.toContain('Rina');
  });
});
