// What lies in the database: nothing personal in the clear, nothing that can be moved, nothing to be opened with another key.
import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMongoStore } from '../../src/storage/mongo/mongo-store.ts';
import { mongoForTests, QUIET } from '../helpers/mongo.ts';
import * as examples from './examples.ts';

const { act, answered, at, certificate, CHAT, closed, code, notice, person, profile, request, said, turn } = examples;
const server = await mongoForTests();
const REVOKED = { on: '2026-11-20', countsFrom: '2026-11-21', ground: 'pensiun', application: 'TTE-1' };
const FACTS = { office: 'Dinas Contoh', golongan: 'III/b', status: 'pns', sex: 'female' } as const;
const unreadable = expect.objectContaining({ code: 'unreadable', retryable: false });

describe.skipIf(!server)('in the database', () => {
  const uri = server?.uri('sealed') ?? '';
  const key = Buffer.alloc(32, 7);
  const store = createMongoStore({ uri, key, log: QUIET });
  const raw = mongoose.createConnection();
  const FILE = Buffer.from(`%PDF-1.7 Surat permohonan ${examples.NAME} `.repeat(10_000));

  function collection(name: string) {
    return raw.collection<{ _id: string; files_id?: string }>(name);
  }

  beforeAll(async () => {
    await raw.openUri(uri);
    await store.open();
    await store.saveChat(
      turn(0, { seen: 'm-1', log: [said(1), answered(2, { message: { text: examples.SAID, choices: [] } })] }),
    );
    await store.saveChat(turn(0, { address: 'web:b' }));
    await store.savePerson(person);
    await store.savePerson({ ...person, id: 'p-2', name: 'Sari Contoh' });
    await store.saveApplication(request('TTE-1'), { notices: [notice('a')], acts: [act('a')] });
    await store.saveApplication(request('TTE-2', { applicant: 'p-2' }), { notices: [notice('b')] });
    await store.saveCertificate(certificate('TTE-1', { revoked: REVOKED, ...FACTS }));
    const issue = { id: 'a', kind: 'issued', certificate: certificate('TTE-3') } as const;
    await store.saveApplication(request('TTE-3', { applicant: 'p-3' }), { notices: [], certificates: [issue] });
    await store.saveApplication(examples.bulk('TTE-4'), { notices: [] });
    await store.keepDay(closed('2026-11-20'));
    await store.keepOffices([{ name: 'Dinas Contoh', area: 'Kecamatan Satu' }]);
    await store.keepProfile('contoh@1', profile);
    await store.appendAudit([act('a', { actorName: examples.NAME }), act('b')]);
    await store.saveCode(code('ab'.repeat(32)));
    await store.takeLease('telegram', 'one', at(2), at(3));
    await store.keepSentId(CHAT, 'out-2', `${CHAT.slice(9)}@s.whatsapp.net 3EB0`);
    await store.keepInbox('i-1', JSON.stringify({ from: CHAT, text: examples.SAID, nik: examples.NIK }));
    await store.writeSecrets([{ name: `session-${CHAT.slice(9)}`, value: examples.SAID }]);
    await store.saveFile('f-1', FILE, { name: examples.FILE_NAME, type: 'pdf', owner: 'p-1', at: at(2) });
    await store.saveFile('f-2', FILE, { name: examples.FILE_NAME, type: 'pdf', owner: 'p-1', at: at(2) });
  });
  afterAll(async () => {
    await store.close();
    await raw.close();
    await server?.stop();
  });

  it('nothing personal stands in the clear', async () => {
    const collections = (await raw.db?.collections()) ?? [];
    expect(collections.map(({ collectionName }) => collectionName).toSorted()).toEqual([
      'applications',
      'audit',
      'certificates',
      'chats',
      'codes',
      'days',
      'inbox',
      'leases',
      'marks',
      'offices',
      'papers.chunks',
      'papers.files',
      'people',
      'profiles',
      'secrets',
      'sent',
    ]);
    const secrets = [
      examples.NIK,
      examples.NIP,
      examples.OTHER_NIP,
      'Bayu',
      '@contoh.go.id',
      examples.NAME,
      'Rahmawati',
      'rahmawati',
      'Kepala Contoh',
      examples.NOTE,
      'Tolong diteliti',
    ];
    secrets.push(
      examples.REASON,
      examples.FILE_NAME,
      examples.SAID,
      CHAT,
      '6281200001111',
      'Surat permohonan',
      'surat.pdf',
    );
    for (const one of collections) {
      const documents = await one.find({}).toArray();
      expect(documents.length).toBeGreaterThan(0);
      // BSON keeps strings as they are: the bytes on the wire and on the disk are searched.
      const bytes = Buffer.concat(documents.map((document) => mongoose.mongo.BSON.serialize(document)));
      for (const secret of secrets) {
        for (const form of [
          secret,
          Buffer.from(secret).toString('base64').slice(0, -4),
          Buffer.from(secret).toString('hex'),
        ]) {
          expect(bytes.includes(form), `${one.collectionName}: ${secret}`).toBe(false);
        }
      }
    }
  });

  it('what certificates are counted by stands in the clear, and names nobody', async () => {
    const [record] = await collection('certificates').find({ _id: 'TTE-1' }).toArray();
    const { nip, nameWords, sealed, ...clear } = record as unknown as Record<string, unknown>;
    const { name: _name, nip: _nip, ...counted } = certificate('TTE-1', { revoked: REVOKED, ...FACTS });
    const { id: _id, ...rest } = counted;
    expect(clear).toEqual({ _id: 'TTE-1', ...rest });
    expect([nip, ...(nameWords as unknown[])]).toEqual(
      Array.from({ length: 3 }, () => expect.stringMatching(/^[\w-]{43}$/)),
    );
    expect(new Set(nameWords as unknown[]).size).toBe(2);
    expect(sealed).toBeDefined();
  });

  it('another key is refused at the start, in words that say what to do', async () => {
    const other = createMongoStore({ uri, key: Buffer.alloc(32, 8), log: QUIET });
    const error = await other.open().catch((thrown: unknown) => thrown);
    expect(error).toEqual(unreadable);
    expect((error as Error).cause).toEqual(expect.objectContaining({ message: expect.stringContaining('DATA_KEY') }));
    expect(await other.ping()).toBe(false);
  });

  it('the same key opens everything again', async () => {
    const again = createMongoStore({ uri, key, log: QUIET });
    await again.open();
    expect(await again.findApplication('TTE-1')).toEqual(request('TTE-1'));
    expect(await again.readLog(CHAT, 0)).toHaveLength(2);
    await again.close();
  });

  it('a value moved to another document does not open', async () => {
    const [first] = await collection('people').find({ _id: 'p-1' }).toArray();
    await collection('people').updateOne(
      { _id: 'p-2' },
      { $set: { name: (first as unknown as { name: unknown }).name } },
    );
    await expect(store.findPerson('p-2')).rejects.toEqual(unreadable);

    const [request1] = await collection('applications').find({ _id: 'TTE-1' }).toArray();
    const { sealed } = request1 as unknown as { sealed: unknown };
    await collection('applications').updateOne({ _id: 'TTE-2' }, { $set: { sealed } });
    await expect(store.findApplication('TTE-2')).rejects.toEqual(unreadable);
  });

  it('an entry of the inbox moved to another id does not open', async () => {
    const [entry] = await collection('inbox').find({ _id: 'i-1' }).toArray();
    await collection('inbox').insertOne({ ...entry, _id: 'i-2' });
    await expect(store.readInbox(10)).rejects.toEqual(unreadable);
  });

  it('a secret moved to another name does not open', async () => {
    await store.writeSecrets([{ name: 'session-2', value: 'x' }]);
    const secrets = await collection('secrets').find({}).toArray();
    const [first, second] = secrets.map((record) => record as unknown as { _id: string; sealed: unknown });
    await collection('secrets').updateOne({ _id: second?._id ?? '' }, { $set: { sealed: first?.sealed } as object });
    await expect(store.dropSecrets('session-')).rejects.toEqual(unreadable);
  });

  it('a file with one byte changed, or with a part missing, does not open', async () => {
    const [chunk] = await collection('papers.chunks').find({ files_id: 'f-1' }).sort({ n: 1 }).toArray();
    const { data } = chunk as unknown as { data: { buffer: Uint8Array } };
    const changed = Buffer.from(data.buffer);
    changed[1000] = (changed[1000] ?? 0) ^ 1;
    await collection('papers.chunks').updateOne({ _id: chunk?._id ?? '' }, { $set: { data: changed } as object });
    await expect(store.readFile('f-1')).rejects.toEqual(unreadable);
    await collection('papers.chunks').deleteOne({ files_id: 'f-2' });
    await expect(store.readFile('f-2')).rejects.toEqual(unreadable);
  });

  it('a file moved to another id does not open', async () => {
    const bytes = Buffer.from('isi');
    for (const id of ['f-3', 'f-4'])
      await store.saveFile(id, bytes, { name: 'x', type: 'pdf', owner: 'p-1', at: at(2) });
    await collection('papers.chunks').deleteOne({ files_id: 'f-4' });
    await collection('papers.chunks').updateOne({ files_id: 'f-3' }, { $set: { files_id: 'f-4' } });
    await expect(store.readFile('f-4')).rejects.toEqual(unreadable);
  });
});
