// At every question of the form one can go back, change, cancel, ask and leave; slips get an example and then a person to call.
import { describe, expect, it } from 'vitest';
import { loadProfile } from '../../src/sop/load-profile.ts';
import { phrase } from '../helpers/phrase.ts';
import { sampleFile } from '../helpers/sample-files.ts';
import { NIK, driveTo, fillUntil, handIn, honestMove, latestOf, paperFile, sessionOf } from '../helpers/story.ts';
import { makeWorld } from '../helpers/world.ts';
import type { Said, World } from '../helpers/world.ts';

const SERVICE = loadProfile('tarakan').services['penerbitan'];
const FIELDS = SERVICE?.fields.map(({ key }) => key) ?? [];
const PAPERS = SERVICE?.papers.map(({ key }) => key) ?? [];
const QUESTIONS = [...FIELDS, ...PAPERS, 'summary'];

async function replyTo(world: World, said: Said): Promise<string> {
  return (await world.say('pemohon', said)).map(({ message }) => message.text).join('\n');
}

async function finish(world: World): Promise<void> {
  for (let count = 0; count < 40; count += 1) {
    const said = await honestMove(world, 'pemohon');
    if (said === undefined) return;
    await world.say('pemohon', said);
  }
}

describe.each(QUESTIONS)('at the question %s', (key) => {
  it('menu, help, status, officer and a greeting leave the form as it is', async () => {
    const world = await makeWorld();
    await fillUntil(world, key);
    const { answers, papers } = await sessionOf(world, 'pemohon');
    for (const word of ['menu', 'bantuan', 'status', 'petugas', 'halo', 'lanjut', '/menu', 'MENU']) {
      expect((await replyTo(world, word)).length).toBeGreaterThan(20);
    }
    expect(await sessionOf(world, 'pemohon')).toMatchObject({ conversation: 'apply', answers, papers, tries: 0 });
    await finish(world);
    expect((await latestOf(world)).state).toBe('in_progress');
  });

  it('"kembali" asks the answer before again, which may stay as it is', async () => {
    const world = await makeWorld();
    await fillUntil(world, key);
    const { answers, papers, trail } = await sessionOf(world, 'pemohon');
    const [line] = await world.say('pemohon', 'kembali');
    if (key === FIELDS[0]) expect(line?.message.text).toMatch(phrase('back.first'));
    else {
      expect((await sessionOf(world, 'pemohon')).focus).toBe(trail.at(-1));
      expect(line?.message.choices[0]?.label).toContain('Tetap pakai');
      await world.say('pemohon', '1');
    }
    expect(await sessionOf(world, 'pemohon')).toMatchObject({ answers, papers, focus: null });
    await finish(world);
    expect((await latestOf(world)).state).toBe('in_progress');
  });

  it('"batal" asks first, and "ya" deletes answers and files', async () => {
    const world = await makeWorld();
    await fillUntil(world, key);
    const { papers, answers } = await sessionOf(world, 'pemohon');
    await world.say('pemohon', 'batal');
    expect(await sessionOf(world, 'pemohon')).toMatchObject({ answers, papers });
    expect(await replyTo(world, 'ya')).toMatch(phrase('cancel.done'));
    expect(await sessionOf(world, 'pemohon')).toMatchObject({ conversation: null, answers: {}, papers: {}, tray: [] });
    for (const { id } of Object.values(papers)) expect(await world.store.readFile(id)).toBeUndefined();
  });

  it('"batal" and "tidak" go on where one was', async () => {
    const world = await makeWorld();
    await fillUntil(world, key);
    const { papers, answers } = await sessionOf(world, 'pemohon');
    await world.say('pemohon', 'batal');
    await world.say('pemohon', 'tidak');
    expect(await sessionOf(world, 'pemohon')).toMatchObject({ conversation: 'apply', answers, papers });
  });

  it('the language changes in the midst, and the question is put in it', async () => {
    const world = await makeWorld();
    await fillUntil(world, key);
    const reply = await replyTo(world, 'english');
    expect(reply).toContain('English');
    const chat = await world.store.findChat('web:pemohon');
    expect(chat?.language).toBe('en');
    expect(await replyTo(world, 'bahasa indonesia')).toContain('Bahasa Indonesia');
  });
});

describe('"ubah"', () => {
  it.each([...FIELDS, ...PAPERS])('changes %s from the summary and comes back to it', async (key) => {
    const world = await makeWorld();
    await fillUntil(world, 'summary');
    const position = [...FIELDS, ...PAPERS].indexOf(key) + 1;
    expect(await replyTo(world, `ubah ${position}`)).toContain('Sekarang: ');
    await world.say('pemohon', { choice: `${key}=keep` });
    expect((await sessionOf(world, 'pemohon')).offered.map(({ id }) => id)).toContain('summary=submit');
    await world.say('pemohon', { choice: 'summary=submit' });
    expect((await latestOf(world)).state).toBe('in_progress');
  });

  it('takes a new answer, and a new file in the place of the old one', async () => {
    const world = await makeWorld();
    await fillUntil(world, 'summary');
    await replyTo(world, 'ubah 5');
    expect(await replyTo(world, 'Arsiparis')).toContain('Jabatan: Arsiparis');
    const old = (await sessionOf(world, 'pemohon')).papers['ktp'];
    await replyTo(world, 'ubah 11');
    expect(await replyTo(world, { file: 'foto.jpg', bytes: sampleFile('jpeg') })).toContain('KTP: foto.jpg');
    expect(await world.store.readFile(old?.id ?? '')).toBeUndefined();
  });

  it('asks which, and says when there is no such answer', async () => {
    const world = await makeWorld();
    await fillUntil(world, 'summary');
    expect(await replyTo(world, 'ubah 99')).toContain('ada 12 jawaban');
    expect(await replyTo(world, 'NIP')).toContain('*NIP*');
  });
});

describe('the button that hands in', () => {
  it.each(['ubah', 'bahasa', 'batal'])(
    'gives a number, too, when it is tapped after "%s" has brought other buttons',
    async (word) => {
      const world = await makeWorld();
      await fillUntil(world, 'summary');
      await world.say('pemohon', word);
      await world.say('pemohon', { choice: 'summary=submit' });
      expect((await latestOf(world)).number).toMatch(/^TTE-\d{6}$/);
    },
  );
});

describe('bad answers', () => {
  it('lead to an example after three, and to a person after six', async () => {
    const world = await makeWorld();
    await fillUntil(world, 'nip');
    const replies: string[] = [];
    for (let count = 0; count < 6; count += 1) replies.push(await replyTo(world, 'belum tahu'));
    expect(replies[1]).not.toContain('Contoh');
    expect(replies[2]).toContain('Contoh: 19900515 201503 2 001');
    expect(replies[4]).not.toContain('petugas kami');
    expect(replies[5]).toContain('dkisp@tarakankota.go.id');
    await world.say('pemohon', '19870412 201001 2 003');
    expect((await sessionOf(world, 'pemohon')).tries).toBe(0);
  });

  it('say what is wrong: a NIK is no NIP', async () => {
    const world = await makeWorld();
    await fillUntil(world, 'nip');
    expect(await replyTo(world, NIK)).toMatch(phrase('problem.that_is_a_nik'));
  });
});

describe('a form left alone', () => {
  it('is taken up three days later where it was', async () => {
    const world = await makeWorld();
    await fillUntil(world, 'ktp');
    await world.pass(3 * 86_400_000);
    const reply = await replyTo(world, 'halo');
    expect(reply).toContain('10 dari 12 sudah terisi');
    expect(reply).toContain('*KTP*');
    await finish(world);
    expect((await latestOf(world)).papers).toHaveLength(4);
  });

  it('waits while a document is checked, and goes on afterwards', async () => {
    const world = await makeWorld();
    await fillUntil(world, 'ktp');
    await world.say('pemohon', 'SK menyusul');
    const { papers, answers, kept } = await sessionOf(world, 'pemohon');
    await world.say('pemohon', { choice: 'menu=check' });
    await world.say('pemohon', { file: 'surat.pdf', bytes: sampleFile('pdf') });
    expect((await sessionOf(world, 'pemohon')).offered.map(({ id }) => id)).toContain('word:resume');
    await world.say('pemohon', 'lanjut');
    expect(await sessionOf(world, 'pemohon')).toMatchObject({
      conversation: 'apply',
      papers,
      answers,
      kept,
      parked: [],
    });
  });
});

describe('a paper that may be left out', () => {
  it('is skipped by its button, and the form comes to its summary', async () => {
    const profile = structuredClone(loadProfile('tarakan'));
    const paper = profile.services['penerbitan']?.papers.find(({ key }) => key === 'sk_terakhir');
    Object.assign(paper ?? {}, { optional: true });
    const world = await makeWorld({ profile });
    await fillUntil(world, 'sk_terakhir');
    expect(await replyTo(world, 'Lewati')).toMatch(phrase('apply.summary'));
    await world.say('pemohon', { choice: 'summary=submit' });
    expect((await latestOf(world)).papers).toHaveLength(3);
  });
});

describe('the number of one’s own request', () => {
  it('shows where it stands, and nothing of what the officers write to each other', async () => {
    const world = await makeWorld();
    const { number } = await handIn(world);
    await world.say('kepala-dinas', { choice: `act:${number}:disposisi_kepala_dinas:dispose` });
    await world.say('kepala-dinas', 'Mohon diteliti, pernah bermasalah');
    const kinds = ['open', 'history'].map((kind) => ({ choice: `${kind}:${number}` }));
    for (const said of [number, `permohonan ${number}`, ...kinds]) {
      const [line] = await world.say('pemohon', said);
      expect(line?.message.text).toContain('Disposisi Kepala Bidang');
      expect(line?.message.text).not.toContain('bermasalah');
      expect(line?.message.choices).toEqual([]);
    }
    const [task] = await world.say('kepala-bidang', number);
    expect(task?.message.text).toContain('Mohon diteliti');
  });

  it('brings the buttons of a step that is one’s own', async () => {
    const world = await makeWorld({ profile: 'tanjungpinang' });
    const { number } = await handIn(world);
    await driveTo(world, number, 'aktivasi_akun');
    const [line] = await world.say('pemohon', number);
    expect(line?.message.text).toContain('ikuti tautan aktivasi akun');
    expect(line?.message.choices.map(({ id }) => id)).toEqual([`act:${number}:aktivasi_akun:confirm`]);
  });
});

describe('two chats of one person', () => {
  it('cannot hand in the same request twice; the second form stays and says which is open', async () => {
    const world = await makeWorld();
    const chat = await world.store.findChat('web:pemohon');
    if (!chat) throw new Error('no seat');
    const { seen: _seen, lastSeq: _lastSeq, ...rest } = chat;
    await world.store.saveChat({ ...rest, address: 'web:lain', version: 0, log: [], at: world.now() });
    await fillUntil(world, 'summary', 'lain');
    const { number, applicant } = await handIn(world);
    const [line] = await world.say('lain', { choice: 'summary=submit' });
    expect(line?.message.text).toContain(number);
    expect(await world.store.findApplicationsOf(applicant)).toHaveLength(1);
    expect((await sessionOf(world, 'lain')).papers).not.toEqual({});
  });
});

it('the same file under a paper’s own name answers that paper’s question, whatever was asked', async () => {
  const world = await makeWorld();
  await fillUntil(world, 'surat_permohonan');
  await world.say('pemohon', paperFile('sk_terakhir'));
  expect(Object.keys((await sessionOf(world, 'pemohon')).papers)).toEqual(['sk_terakhir']);
});
