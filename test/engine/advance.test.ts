// One turn of a dialogue as a pure function: the same arguments give the same turn, and nothing handed in is changed.
import { describe, expect, it } from 'vitest';
import { conversations } from '../../conversations/all.ts';
import type { FileRef } from '../../src/core/application.ts';
import { advance } from '../../src/engine/advance.ts';
import type { Input } from '../../src/engine/advance.ts';
import type { Context } from '../../src/engine/context.ts';
import type { Turn } from '../../src/engine/draft.ts';
import { newSession } from '../../src/engine/session.ts';
import type { Session } from '../../src/engine/session.ts';
import { loadProfile } from '../../src/sop/load-profile.ts';
import { phrase } from '../helpers/phrase.ts';
import { honestAnswer } from '../helpers/story.ts';
import { readTexts } from '../helpers/world.ts';

const PROFILE = loadProfile('tarakan');
const SERVICE = PROFILE.services['penerbitan'];
const NOW = '2026-11-18T01:00:00.000Z';
const CONTEXT: Context = {
  actor: { person: 'p-1', name: '', roles: [] },
  language: 'id',
  profile: PROFILE,
  profiles: { [PROFILE.version]: PROFILE },
  applications: [],
  queue: [],
  texts: readTexts(),
  now: NOW,
  messageId: 'm-1',
  newNumber: 'TTE-000001',
  channel: 'web',
};

const text = (said: string): Input => ({ kind: 'text', text: said });
const tap = (id: string): Input => ({ kind: 'choice', id });
const upload = (name: string): Input => ({ kind: 'file', file: fileNamed(name) });

function fileNamed(name: string): FileRef {
  return { id: `f-${name}`, name, type: 'pdf', size: 1000, sha256: '00' };
}

/** Turns one after the other; every session goes through JSON, as a store would have it. */
function play(inputs: readonly Input[], context: Partial<Context> = {}, from: Session = newSession(NOW)): Turn {
  let turn: Turn | undefined;
  let session = from;
  for (const input of inputs) {
    turn = advance(conversations, session, input, { ...CONTEXT, ...context });
    session = JSON.parse(JSON.stringify(turn.session)) as Session;
    expect(session).toStrictEqual(turn.session);
  }
  if (!turn) throw new Error('nothing was said');
  return turn;
}

const BEGIN = [tap('menu=apply'), tap('consent=agree')];
const ANSWERS = (SERVICE?.fields ?? []).map((field) => text(honestAnswer(field, PROFILE)));
const UPLOADS = (SERVICE?.papers ?? []).map(({ key }) => upload(`${key.replaceAll('_', ' ')}.pdf`));

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

describe('a turn', () => {
  it('changes nothing that it is handed, and is the same for the same arguments', () => {
    const { session } = play([...BEGIN, ...ANSWERS.slice(0, 3)]);
    const frozen = deepFreeze(structuredClone(session));
    const once = advance(conversations, frozen, text('III/c'), CONTEXT);
    const again = advance(conversations, frozen, text('III/c'), CONTEXT);
    expect(again).toStrictEqual(once);
  });

  it('always says something', () => {
    for (const input of [text(''), text('?!'), tap(''), tap('word:nothing'), upload('a.pdf'), text('x'.repeat(9000))]) {
      expect(play([input]).replies.length).toBeGreaterThan(0);
      expect(play([...BEGIN, input]).replies.length).toBeGreaterThan(0);
    }
  });

  it('is one message, its choices numbered alike in what is shown and what is understood', () => {
    const turn = play([text('menu')]);
    expect(turn.replies).toHaveLength(1);
    expect(turn.session.offered).toEqual(turn.replies[0]?.choices);
    const applies = turn.session.offered.findIndex(({ id }) => id === 'menu=apply') + 1;
    expect(play([text('menu'), text(String(applies))]).session.conversation).toBe('apply');
  });

  it('asks nothing while another file of a burst is on its way', () => {
    const turn = play([...BEGIN, ...ANSWERS, upload('ktp.pdf')]);
    const { session } = play([...BEGIN, ...ANSWERS]);
    const held = advance(conversations, session, upload('ktp.pdf'), { ...CONTEXT, more: true });
    expect(turn.replies[0]?.text).toMatch(phrase('ask.paper'));
    expect(held.replies[0]?.text).not.toMatch(phrase('ask.paper'));
  });
});

describe('the next question', () => {
  it('is computed from the answers: those already there are not asked for', () => {
    const { session } = play([...BEGIN, ...ANSWERS]);
    const { nik: _nik, golongan: _golongan, ...answers } = session.answers;
    const turn = play([text('lanjut')], {}, { ...session, answers });
    expect(turn.replies[0]?.text).toContain('*NIK*');
    expect(play([text('6473015204870001')], {}, turn.session).replies[0]?.text).toContain('*Golongan*');
  });

  it('is a doubt where two answers contradict each other, and either may be changed or both kept', () => {
    const answers = ANSWERS.map((answer, index) => (index === 2 ? text('6473014110870001') : answer));
    const turn = play([...BEGIN, ...answers]);
    expect(turn.replies[0]?.text).toContain('Tanggal lahir di kedua nomor ini berbeda');
    const ids = turn.session.offered.map(({ id }) => id.split('=')[1]);
    expect(ids).toEqual(['change.nik', 'change.nip', 'sure']);
    expect(play([text('3')], {}, turn.session).replies[0]?.text).toContain('Surat permohonan');
    const changing = play([text('1')], {}, turn.session);
    expect(changing.replies[0]?.text).toContain('*NIK*');
    const mended = play([text('6473015204870001')], {}, changing.session);
    expect(mended.replies[0]?.text).toContain('Surat permohonan');
  });
});

describe('handing in', () => {
  it('makes the request of the answers, with the agreement that was given', () => {
    const { change, session } = play([...BEGIN, ...ANSWERS, ...UPLOADS, tap('summary=submit')]);
    expect(change?.application).toMatchObject({
      number: 'TTE-000001',
      applicant: 'p-1',
      answers: { nip: '198704122010012003' },
      consent: { at: NOW, channel: 'web' },
      state: 'in_progress',
      revision: 1,
    });
    expect(change?.events.map(({ kind }) => kind)).toEqual(['application_submitted']);
    expect(session).toMatchObject({ conversation: null, answers: {}, papers: {} });
  });

  it('is not possible without agreement', () => {
    const turn = play([tap('menu=apply'), tap('consent=disagree')]);
    expect(turn.session).toMatchObject({ conversation: null, consent: null, answers: {} });
    expect(turn.replies[0]?.text).toMatch(phrase('apply.declined'));
  });

  it('run a second time for the same message finds the request made and says its number', () => {
    const before = play([...BEGIN, ...ANSWERS, ...UPLOADS]);
    const first = play([tap('summary=submit')], {}, before.session);
    const made = first.change ? [first.change.application] : [];
    const second = play([tap('summary=submit')], { applications: made, newNumber: 'TTE-000002' }, before.session);
    expect(second.change).toBeUndefined();
    expect(second.replies[0]?.text).toContain('TTE-000001');
    expect(second.session.conversation).toBeNull();
  });

  it('is refused while another request is open, and the form stays', () => {
    const before = play([...BEGIN, ...ANSWERS, ...UPLOADS]);
    const open = play([tap('summary=submit')], { messageId: 'other' }, before.session).change?.application;
    const turn = play([tap('summary=submit')], { applications: open ? [open] : [] }, before.session);
    expect(turn.replies[0]?.text).toMatch(phrase('refusal.request_open'));
    expect(turn.session.papers).toEqual(before.session.papers);
  });
});

describe('files nobody needs any longer', () => {
  it('are those a person cancels or replaces, and no others', () => {
    const filled = play([...BEGIN, ...ANSWERS, ...UPLOADS]);
    const cancelled = play([text('batal'), text('ya')], {}, filled.session);
    expect(cancelled.discarded.map(({ id }) => id)).toEqual(
      UPLOADS.map((each) => (each.kind === 'file' ? each.file.id : '')),
    );
    const replaced = play([text('ubah 11'), upload('ktp baru.pdf')], {}, filled.session);
    expect(replaced.discarded.map(({ name }) => name)).toEqual(['ktp.pdf']);
    const submitted = play([tap('summary=submit')], {}, filled.session);
    expect(submitted.discarded).toEqual([]);
  });
});
