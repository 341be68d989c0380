// The desk of an agency that runs an Esign Client Service: what its officers and the public read, and that without an answer it goes on.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEsign } from '../../src/esign/esign.ts';
import { alteredPaper, brokenPaper, stampedPaper, unsignedPaper, validPaper } from '../helpers/checked-papers.ts';
import type { EsignDouble } from '../helpers/esign-double.ts';
import { ESIGN_PASSWORD, ESIGN_USER, openEsignDouble } from '../helpers/esign-double.ts';
import { NIK, driveTo, handIn, latestOf } from '../helpers/story.ts';
import { testTrust } from '../helpers/test-pki.ts';
import { makeWorld } from '../helpers/world.ts';
import type { World } from '../helpers/world.ts';

const HEAD = 'kepala-dinas';
const MINUTE = 60_000;

let double: EsignDouble;
beforeEach(async () => {
  double = await openEsignDouble();
});
afterEach(() => double.close());

function makeAskingWorld(password = ESIGN_PASSWORD): Promise<World> {
  const limits = { status: { ms: 400, maxBytes: 100_000 }, verify: { ms: 400, maxBytes: 1_000_000 } };
  return makeWorld({
    trust: testTrust(),
    esign: (log) => createEsign({ url: double.url, user: ESIGN_USER, password, log, limits }),
  });
}

async function textOf(world: World, seat: string, said: Parameters<World['say']>[1]): Promise<string> {
  return (await world.say(seat, said)).map(({ message }) => message.text).join('\n');
}

const statusLine = (text: string): string | undefined => /^.*(?:Status BSrE|BSrE status).*$/m.exec(text)?.[0];

async function asked(world: World): Promise<unknown[]> {
  const acts = await world.store.readAudit(0, 1_000);
  return acts.filter(({ act }) => act === 'bsre_asked').map(({ actor, subject, detail }) => [actor, subject, detail]);
}

describe('an officer who opens a request', () => {
  it.each([
    ['ISSUE', 'sertifikat aktif'],
    ['EXPIRED', 'sertifikat kedaluwarsa'],
    ['RENEW', 'sertifikat sedang diperbarui'],
    ['WAITING_FOR_VERIFICATION', 'terdaftar, sedang diverifikasi BSrE'],
    ['NEW', 'sertifikat terbit, belum diaktifkan'],
    ['NO_CERTIFICATE', 'terdaftar, belum memiliki sertifikat'],
    ['NOT_REGISTERED', 'belum terdaftar'],
    ['SUSPEND', 'sertifikat ditangguhkan'],
    ['REVOKE', 'sertifikat dicabut'],
    ['ARCHIVED', 'tidak diketahui (mohon periksa di portal BSrE)'],
  ])('reads in words what BSrE calls %s', async (word, words) => {
    const world = await makeAskingWorld();
    const { number } = await handIn(world);
    double.people.set(NIK, word);
    expect(statusLine(await textOf(world, HEAD, { choice: `open:${number}` }))).toBe(`Status BSrE: ${words}`);
    expect(double.offences).toEqual([]);
  });

  it('reads it by the button, by its number in the queue, by the request’s number, and in English', async () => {
    const world = await makeAskingWorld();
    const { number } = await handIn(world);
    double.people.set(NIK, 'REVOKE');
    await world.say(HEAD, 'antrean');
    for (const said of ['1', number, `permohonan ${number}`])
      expect(statusLine(await textOf(world, HEAD, said))).toBe('Status BSrE: sertifikat dicabut');
    await world.say(HEAD, 'english');
    expect(statusLine(await textOf(world, HEAD, number))).toBe('BSrE status: certificate revoked');
  });

  it.each([
    ['ISSUE', 'pembaruan atau penerbitan kembali lebih sesuai', 'renewal or re-issue suits'],
    ['EXPIRED', 'penerbitan baru sudah tepat', 'a new issue is right'],
    ['REVOKE', 'penerbitan baru sudah tepat', 'a new issue is right'],
    ['NEW', 'tinggal aktivasi', 'only activation'],
    ['NO_CERTIFICATE', 'tinggal aktivasi', 'only activation'],
  ])('reads in one line, in both languages, what %s means for a first certificate', async (word, id, en) => {
    const world = await makeAskingWorld();
    const { number } = await handIn(world);
    double.people.set(NIK, word);
    for (const words of [id, en]) {
      const text = await textOf(world, HEAD, { choice: `open:${number}` });
      const [, hint = ''] = text.slice(text.indexOf(statusLine(text) ?? '?')).split('\n');
      expect(hint).toMatch(/^ℹ️ /);
      expect(hint).toContain(words);
      await world.say(HEAD, 'english');
    }
  });

  it('may decide the same with a hint as without one', async () => {
    const [asking, plain] = [await makeAskingWorld(), await makeWorld({ trust: testTrust() })];
    double.people.set(NIK, 'ISSUE');
    const offered = async (world: World): Promise<readonly string[]> => {
      const { number } = await handIn(world);
      const said = await world.say(HEAD, { choice: `open:${number}` });
      return said.flatMap(({ message }) => message.choices.map(({ id }) => id));
    };
    expect(await offered(asking)).toEqual(await offered(plain));
  });

  it('is not told to renew what was issued on the very request', async () => {
    const world = await makeAskingWorld();
    const { number } = await handIn(world);
    const { steps } = Object.values(world.desk.profile.services)[0] ?? { steps: [] };
    const issuing = steps.find(({ decisions }) => decisions.some(({ kind }) => kind === 'issue'));
    await driveTo(world, number, issuing?.id ?? '');
    double.people.set(NIK, 'ISSUE');
    const text = await textOf(world, 'verifikator', { choice: `open:${number}` });
    expect(text).toContain('Sertifikatnya sudah terbit dan aktif di BSrE');
    expect(text).not.toContain('penerbitan kembali');
  });

  it('makes BSrE be asked once in ten minutes, and each asking is in the audit trail without the NIK', async () => {
    const world = await makeAskingWorld();
    const { number } = await handIn(world);
    for (const pause of [0, 9 * MINUTE, 2 * MINUTE]) {
      await world.pass(pause);
      await world.say(HEAD, { choice: `open:${number}` });
    }
    expect(double.calls).toHaveLength(2);
    const act = [`web-${HEAD}`, number, { asked: 'status' }];
    expect(await asked(world)).toEqual([act, act]);
    expect(JSON.stringify(await world.store.readAudit(0, 1_000))).not.toContain(NIK);
  });

  it('reads that it is not known when nothing answers, decides all the same, and BSrE is asked anew a minute later', async () => {
    const world = await makeAskingWorld();
    const { number } = await handIn(world);
    double.fault = 'silent';
    for (let time = 0; time < 2; time += 1)
      expect(await textOf(world, HEAD, { choice: `open:${number}` })).toContain('Status BSrE: tidak diketahui');
    expect(double.calls).toHaveLength(1);
    expect(world.logged).toEqual([
      { level: 'warn', text: 'BSrE gave no answer', data: { path: '/api/v2/user/check/status', code: 'too_slow' } },
    ]);

    double.fault = undefined;
    double.people.set(NIK, 'ISSUE');
    await world.pass(MINUTE);
    expect(await textOf(world, HEAD, { choice: `open:${number}` })).toContain('Status BSrE: sertifikat aktif');

    double.fault = 'broken';
    await world.say(HEAD, { choice: `act:${number}:disposisi_kepala_dinas:dispose` });
    await world.say(HEAD, { choice: 'note=-' });
    expect((await latestOf(world)).step).toBe('disposisi_kepala_bidang');
  });

  it('goes on by hand where the password is wrong', async () => {
    const world = await makeAskingWorld('wrong');
    const { number } = await handIn(world);
    expect(await textOf(world, HEAD, { choice: `open:${number}` })).toContain('Status BSrE: tidak diketahui');
    expect(world.logged.map(({ data }) => data?.['code'])).toEqual(['unauthorized']);
  });
});

describe('BSrE is not asked', () => {
  it('by filling in, handing in, looking at one’s own request or deciding', async () => {
    const world = await makeAskingWorld();
    const { number } = await handIn(world);
    expect(statusLine(await textOf(world, 'pemohon', number))).toBeUndefined();
    await world.say(HEAD, { choice: `papers:${number}` });
    await world.say(HEAD, { choice: `act:${number}:disposisi_kepala_dinas:dispose` });
    await world.say(HEAD, { choice: 'note=-' });
    expect(double.calls).toEqual([]);
  });

  it('by somebody whose work the request is not', async () => {
    const world = await makeAskingWorld();
    const { number } = await handIn(world);
    expect(statusLine(await textOf(world, 'orang-lain', { choice: `open:${number}` }))).toBeUndefined();
    expect(double.calls).toEqual([]);
  });

  it('about a request that is over', async () => {
    const world = await makeAskingWorld();
    const { number } = await handIn(world);
    await world.say('pemohon', 'batal');
    await world.say('pemohon', { choice: 'sure=yes' });
    expect((await latestOf(world)).state).toBe('withdrawn');
    expect(statusLine(await textOf(world, HEAD, { choice: `open:${number}` }))).toBeUndefined();
    expect(double.calls).toEqual([]);
  });

  it('where the agency runs no such service', async () => {
    const world = await makeWorld({ trust: testTrust() });
    const { number } = await handIn(world);
    expect(statusLine(await textOf(world, HEAD, { choice: `open:${number}` }))).toBeUndefined();
    expect(await textOf(world, 'publik', { file: 'surat.pdf', bytes: validPaper() })).not.toContain('Pemeriksaan BSrE');
    expect(await asked(world)).toEqual([]);
  });
});

describe('a document that is sent to be checked', () => {
  const DIFFERS = 'Ini berbeda dari hasil pemeriksaan kami di atas';
  const VALID = { conclusion: 'VALID' };
  const ALTERED = { conclusion: 'NOT_VALID', integrityValid: false };
  const UNSIGNED = { conclusion: 'NO_SIGNATURE' };
  const UNCERTAIN = { conclusion: 'INDETERMINATE' };
  const saysOfIt: Readonly<Record<string, string>> = {
    VALID: 'tanda tangannya sah.',
    NOT_VALID: 'isi dokumen berubah setelah ditandatangani.',
    NO_SIGNATURE: 'tidak ditemukan tanda tangan elektronik.',
    INDETERMINATE: 'belum dapat dipastikan.',
  };

  it.each([
    ['valid', validPaper, '✅ *SAH.*', VALID, false],
    ['valid', validPaper, '✅ *SAH.*', ALTERED, true],
    ['valid', validPaper, '✅ *SAH.*', UNSIGNED, true],
    ['valid', validPaper, '✅ *SAH.*', UNCERTAIN, false],
    ['altered', alteredPaper, '❌ *TIDAK SAH.*', VALID, true],
    ['altered', alteredPaper, '❌ *TIDAK SAH.*', ALTERED, false],
    ['uncertain', stampedPaper, '⚠️ *BELUM DAPAT DIPASTIKAN.*', VALID, false],
    ['uncertain', stampedPaper, '⚠️ *BELUM DAPAT DIPASTIKAN.*', UNSIGNED, true],
    ['unsigned', unsignedPaper, 'ℹ️ *Tidak ada tanda tangan elektronik*', UNSIGNED, false],
    ['unsigned', unsignedPaper, 'ℹ️ *Tidak ada tanda tangan elektronik*', VALID, true],
  ] as const)(
    'and is %s by our check keeps our verdict whatever BSrE says, and a contradiction is said',
    async (_ours, make, headline, verdict, differs) => {
      const world = await makeAskingWorld();
      double.verdict = verdict;
      const text = await textOf(world, 'publik', { file: 'surat.pdf', bytes: make() });
      expect(text.split('\n')[1]).toContain(headline);
      expect(text).toContain(`\nPemeriksaan BSrE: ${saysOfIt[verdict.conclusion] ?? ''}\n`);
      expect(text.includes(DIFFERS)).toBe(differs);
      expect(double.offences).toEqual([]);
    },
  );

  it('is answered as ever when BSrE says nothing, with one line in the log that names nobody', async () => {
    const plain = await makeWorld({ trust: testTrust() });
    const expected = await textOf(plain, 'publik', { file: 'surat.pdf', bytes: validPaper() });
    for (const fault of ['silent', 'html', 'too_large', 'internal'] as const) {
      const world = await makeAskingWorld();
      double.fault = fault;
      expect(await textOf(world, 'publik', { file: 'surat.pdf', bytes: validPaper() })).toBe(expected);
      expect(world.logged).toEqual([
        { level: 'warn', text: 'BSrE gave no answer', data: { path: '/api/v2/verify/pdf', code: expect.any(String) } },
      ]);
    }
  });

  it('waits for BSrE no more within the minute after it was silent', async () => {
    const world = await makeAskingWorld();
    double.fault = 'silent';
    const paper = { file: 'surat.pdf', bytes: validPaper() };
    await world.say('publik', paper);
    double.fault = undefined;
    expect(await textOf(world, 'orang-lain', paper)).not.toContain('BSrE:');
    expect([double.calls.length, (await asked(world)).length]).toEqual([1, 1]);
    await world.pass(MINUTE);
    expect(await textOf(world, 'publik', paper)).toContain('Pemeriksaan BSrE: tanda tangannya sah.');
  });

  it('is not handed on when our own reader cannot read it, and not when it is a paper of a form', async () => {
    const world = await makeAskingWorld();
    await world.say('publik', { file: 'surat.pdf', bytes: brokenPaper() });
    await handIn(world);
    expect(double.calls).toEqual([]);
  });

  it('leaves in the audit trail that BSrE was asked, by whom, and nothing of the document', async () => {
    const world = await makeAskingWorld();
    await world.say('publik', { file: 'surat-rahasia.pdf', bytes: validPaper() });
    const person = (await world.store.findChat('web:publik'))?.person;
    expect(await asked(world)).toEqual([[person, person, { asked: 'verify' }]]);
  });
});
