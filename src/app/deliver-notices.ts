// Puts the notices of a request into their readers' chats, in each reader's language, then clears them from the request.
import type { Application } from '../core/application.ts';
import type { Actor } from '../core/person.ts';
import type { Profile } from '../core/profile.ts';
import type { Context } from '../engine/context.ts';
import { localDateAt } from '../core/office-time.ts';
import { holdersOf, rolesOn } from '../core/officer.ts';
import type { Role } from '../core/profile.ts';
import { noticeReply } from '../engine/notice.ts';
import type { NoticeKind } from '../engine/notice.ts';
import { readSession } from '../engine/session.ts';
import type { Desk } from './desk.ts';
import { botLine, deliver } from './deliver.ts';
import type { Address, Notice } from './ports.ts';
import { OperationalError } from './ports.ts';

/** Each notice reaches each of its readers once, however often this is run. */
export async function deliverNotices(desk: Desk, application: Application, notices: readonly Notice[]): Promise<void> {
  if (notices.length === 0) return;
  const profile = await desk.profileOf(application.profileVersion);
  await Promise.all(
    notices.map(async (notice) => {
      const readers = await readersOf(desk, notice);
      await Promise.all(
        readers.map((reader) => desk.chats.run(reader.address, () => post(desk, reader, application, profile, notice))),
      );
    }),
  );
  await desk.store.clearNotices(
    application.number,
    notices.map(({ key }) => key),
  );
}

/** As `deliverNotices`, but what stands in the way of one request's notices is logged, and they are taken up again later. */
export async function deliverNoticesOrLater(
  desk: Desk,
  application: Application,
  notices: readonly Notice[],
): Promise<void> {
  try {
    await deliverNotices(desk, application, notices);
  } catch (error) {
    const level = error instanceof OperationalError ? 'warn' : 'error';
    desk.log[level]('notices wait', { request: application.number, error });
  }
}

/** Notices that a crash left with their requests. Resolves to how many requests had some. */
export async function deliverForgottenNotices(desk: Desk): Promise<number> {
  const forgotten = await desk.store.findNotices(100);
  for (const { application, notices } of forgotten) await deliverNoticesOrLater(desk, application, notices);
  return forgotten.length;
}

interface Reader {
  readonly actor: Actor;
  /** Others read it too, and may do the work. */
  readonly shared: boolean;
  readonly address: Address;
}

/** Who reads it, each in the chat he used last. */
async function readersOf(desk: Desk, { to }: Notice): Promise<Reader[]> {
  const people = 'role' in to ? await holdersToday(desk, to.role) : [{ person: to.person, name: '', roles: [] }];
  const found = await Promise.all(
    people.map(async (actor) => ({ actor, address: (await desk.store.findAddresses(actor.person))[0] })),
  );
  const shared = people.length > 1;
  return found.flatMap(({ actor, address }) => (address === undefined ? [] : [{ actor, address, shared }]));
}

async function holdersToday(desk: Desk, role: Role): Promise<Actor[]> {
  const officers = await desk.store.findOfficers();
  const today = localDateAt(desk.clock.now(), desk.profile.office);
  return holdersOf(role, officers, today).map((officer) => ({
    person: officer.id,
    name: officer.name,
    roles: rolesOn(officer, officers, today),
  }));
}

/** A notice speaks of one request only, so that nothing but the chat is fetched for it. */
async function post(
  desk: Desk,
  { actor, address, shared }: Reader,
  application: Application,
  profile: Profile,
  notice: Notice,
): Promise<void> {
  const id = `${application.number}:${notice.key}`;
  for (;;) {
    const chat = await desk.store.findChat(address);
    if (!chat || chat.seen.includes(id)) return;
    const now = desk.clock.now();
    const session = readSession(chat.session, now);
    const context: Context = {
      actor,
      language: chat.language,
      profile: desk.profile,
      profiles: { [profile.version]: profile },
      applications: [],
      queue: [],
      subject: application,
      shared,
      texts: desk.texts,
      now,
      messageId: id,
      newNumber: '',
      channel: address.slice(0, address.indexOf(':')),
    };
    const reply = noticeReply(notice.kind as NoticeKind, notice.params, application, context);
    const log = reply ? [botLine(reply, id, chat.lastSeq + 1, now)] : [];
    const offered = reply && reply.choices.length > 0 ? { offered: reply.choices } : {};
    if (await desk.store.saveChat({ ...chat, session: { ...session, ...offered }, seen: id, log, at: now })) {
      return deliver(desk, address, log);
    }
  }
}
