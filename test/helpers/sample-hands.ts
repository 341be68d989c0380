// The two ways in which the moves of a plan are made: through the use cases that a dialogue ends in, and through the dialogue itself.
import { actsOf } from '../../src/app/audit.ts';
import { changeCertificates } from '../../src/app/certificates.ts';
import type { Desk } from '../../src/app/desk.ts';
import { noteActs, settleEffects } from '../../src/app/effects.ts';
import type { Application } from '../../src/core/application.ts';
import { fieldsAsked } from '../../src/core/asked.ts';
import { certificateChanges, currentCertificate } from '../../src/core/certificate.ts';
import type { Command } from '../../src/core/decide.ts';
import { decide } from '../../src/core/decide.ts';
import { localDateAt } from '../../src/core/office-time.ts';
import { isOpenPerson } from '../../src/core/people.ts';
import type { Actor } from '../../src/core/person.ts';
import { listXlsx } from './people-list.ts';
import type { Pegawai } from './sample-people.ts';
import type { Move } from './sample-plan.ts';
import { findRequest, latestOf, paperFile, serviceOf, sessionOf } from './story.ts';
import type { World } from './world.ts';

export interface Hand {
  /** Makes one move at the desk's present time. */
  make(move: Move): Promise<void>;
  /** What is written down for many moves at once. */
  settle(): Promise<void>;
  /** The desk's number of a request of the plan. */
  numberOf(request: number): string;
}

/** `decide`, and what follows from it as after a message; papers are named, and their notices read by nobody. */
export async function shortHand({ store, desk }: World): Promise<Hand> {
  const officers = new Map(
    (await store.findOfficers()).map(({ id, name, roles }) => [id, { person: id, name, roles }]),
  );
  const requests = new Map<number, Application>();
  const known = new Set<string>();
  let messages = 0;

  return {
    async make(move) {
      const id = `web-${move.seat}`;
      const actor: Actor = officers.get(id) ?? { person: id, name: move.seat, roles: [] };
      await carryOut(actor, move);
    },
    settle: () => settleEffects(desk),
    numberOf: (request) => requests.get(request)?.number ?? '',
  };

  async function carryOut(actor: Actor, move: Move): Promise<void> {
    const { profile } = desk;
    const now = desk.clock.now();
    const before = requests.get(move.request);
    // Who asks for the first time has nothing yet.
    const isKnown = known.has(actor.person);
    known.add(actor.person);
    const own =
      move.kind === 'submit' && isKnown && actor.roles.length === 0
        ? {
            applications: await store.findApplicationsOf(actor.person),
            certificate: currentCertificate(
              await store.findCertificatesOf(actor.person),
              localDateAt(now, profile.office),
              profile.certificate,
            ),
          }
        : {};
    const command = commandOf(move, before, now);
    const decided = decide(before, command, { actor, profile, now, commandId: `m-${(messages += 1)}`, ...own });
    if (!decided.ok) throw new Error(`${JSON.stringify(decided.refusal)} at ${JSON.stringify(move)}`);
    requests.set(move.request, decided.application);
    await save(desk, decided);
  }

  function commandOf(move: Move, before: Application | undefined, at: string): Command {
    const paper = (key: string) => {
      const file = { id: `${move.request}-${key}`, name: `${key}.pdf`, type: 'pdf' as const, size: 1, sha256: key };
      return { key, file, at };
    };
    switch (move.kind) {
      case 'submit': {
        const { service, answers, papers, people } = move;
        const number = desk.ids.number();
        const consent = { version: '1', at, channel: 'web' };
        const list = people?.map(listed);
        return {
          kind: 'submit',
          number,
          service,
          answers,
          papers: papers.map(paper),
          consent,
          ...(list && { people: list }),
        };
      }
      case 'decide': {
        const { step, decision, reason, date, papers } = move;
        const more = { ...(reason && { reason }), ...(date && { date }), ...(papers && { papers }) };
        return { kind: 'decide', step, decision, ...more };
      }
      case 'people':
        return { kind: 'decide_people', step: move.step, verdicts: verdictsOf(move, before) };
      case 'replace':
        return { kind: 'replace_papers', papers: move.papers.map(paper) };
      case 'withdraw':
        return { kind: 'withdraw' };
    }
  }

  function verdictsOf(
    { refused }: Extract<Move, { kind: 'people' }>,
    application: Application | undefined,
  ): Extract<Command, { kind: 'decide_people' }>['verdicts'] {
    const open = application?.people?.filter(isOpenPerson) ?? [];
    if (refused === undefined) return open.map(({ id }) => ({ id, accepted: true }));
    return open.slice(0, 1).map(({ id }) => ({ id, accepted: false, reason: WHY_NOT }));
  }
}

/** As `handleMessage` does with the change of a turn. */
async function save(desk: Desk, change: Parameters<typeof actsOf>[0]): Promise<void> {
  const { application, events } = change;
  const { number, profileVersion } = application;
  if (!desk.kept.has(profileVersion)) await desk.store.keepProfile(profileVersion, desk.profile);
  desk.kept.add(profileVersion);
  const acts = actsOf(change, 'web');
  const certificates = certificateChanges(application, events, desk.profile.office);
  if (!(await desk.store.saveApplication(application, { notices: [], acts, certificates })))
    throw new Error(`${number} was not saved`);
  noteActs(desk, number, acts);
  await changeCertificates(desk, number, certificates);
}

const WHY_NOT = 'Data kedinasan tidak sesuai';

function listed({ name, nip = '', nik, golongan }: Pegawai) {
  return { name, nip, mail: mailOf(name), ...(nik && { nik }), ...(golongan && { golongan }) };
}

function mailOf(name: string): string {
  return `${name.toLowerCase().replace(' ', '.')}@tarakankota.go.id`;
}

/** Everything is said, tapped and uploaded in the chats of the seats. */
export function chatHand(world: World): Hand {
  const numbers = new Map<number, string>();

  return {
    async make(move) {
      if (move.kind === 'submit') await handIn(move);
      else await go(move, numbers.get(move.request) ?? '');
    },
    settle: async () => {},
    numberOf: (request) => numbers.get(request) ?? '',
  };

  async function handIn(move: Extract<Move, { kind: 'submit' }>): Promise<void> {
    const { seat, service, answers, papers, people } = move;
    await world.say(seat, 'menu');
    await world.say(seat, { choice: `ask:${service}` });
    await world.say(seat, { choice: 'consent=agree' });
    const left = [...papers];
    for (let count = 0; !(await offers(seat, 'summary=submit')); count += 1) {
      const session = await sessionOf(world, seat);
      const asked = serviceOf(session, world.desk.profile);
      const field = fieldsAsked(asked, session.answers).find(({ key }) => !(key in session.answers));
      const paper = left.find((key) => !(key in session.papers));
      if (count > 30) throw new Error(`${seat} does not come to the end of ${service} at ${field?.key ?? paper ?? ''}`);
      const answer = answers[field?.key ?? ''] ?? '';
      const choice = `${field?.key ?? ''}=${answer}`;
      // Also where it is asked whether he means what sounds like it.
      if (field) await world.say(seat, session.offered.some(({ id }) => id === choice) ? { choice } : answer);
      else if (paper === 'daftar_pegawai') await world.say(seat, sheet(people ?? []));
      else if (paper) await world.say(seat, paperFile(paper));
    }
    await world.say(seat, { choice: 'summary=submit' });
    numbers.set(move.request, (await latestOf(world, seat)).number);
  }

  async function go(move: Exclude<Move, { kind: 'submit' }>, number: string): Promise<void> {
    const { seat } = move;
    switch (move.kind) {
      case 'decide': {
        const { step, decision, reason, date, papers = [] } = move;
        await world.say(seat, { choice: `act:${number}:${step}:${decision}` });
        if (decision === 'dispose') await world.say(seat, { choice: 'note=-' });
        if (date) await world.say(seat, date.split('-').toReversed().join('-'));
        if (reason) await world.say(seat, reason);
        for (const [at, paper] of papers.entries()) {
          await world.say(seat, { choice: `pick.${at + 1}=${paper.key}` });
          await world.say(seat, paper.reason);
        }
        if (papers.length > 0) await world.say(seat, { choice: `pick.${papers.length + 1}=-` });
        return;
      }
      case 'people': {
        await world.say(seat, { choice: `act:${number}:${move.step}:decide_people` });
        if (move.refused === undefined) {
          await world.say(seat, { choice: 'people.1=all' });
          await world.say(seat, { choice: 'sure=yes' });
          return;
        }
        const { people = [] } = await findRequest(world, number);
        await world.say(seat, { choice: `people.1=${people.find(isOpenPerson)?.id ?? ''}` });
        await world.say(seat, { choice: 'verdict=reject' });
        await world.say(seat, WHY_NOT);
        return;
      }
      case 'replace':
        await world.say(seat, { choice: `replace:${number}` });
        for (const key of move.papers) await world.say(seat, paperFile(key));
        await world.say(seat, { choice: 'summary=send' });
        return;
      case 'withdraw':
        await world.say(seat, { choice: 'menu=withdraw' });
        await world.say(seat, { choice: 'sure=yes' });
    }
  }

  async function offers(seat: string, choice: string): Promise<boolean> {
    return (await sessionOf(world, seat)).offered.some(({ id }) => id === choice);
  }

  function sheet(people: readonly Pegawai[]) {
    const rows = people.map(({ name, nip = '', nik = '', golongan = '' }) => [name, nip, nik, mailOf(name), golongan]);
    return { file: 'daftar.xlsx', bytes: listXlsx(rows, ['Nama', 'NIP', 'NIK', 'Email Dinas', 'Golongan']) };
  }
}
