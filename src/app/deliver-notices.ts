// Puts the notices of a request into their readers' chats, in each reader's language, then clears them from the request.
import { channelOf } from './address.ts';
import type { Application } from '../core/application.ts';
import type { Actor } from '../core/person.ts';
import type { Profile } from '../core/profile.ts';
import type { Context } from '../engine/context.ts';
import { localDateAt } from '../core/office-time.ts';
import { holdersOf, rolesOn } from '../core/officer.ts';
import type { Role } from '../core/profile.ts';
import { noticeReply } from '../engine/notice.ts';
import type { NoticeKind } from '../engine/notice.ts';
import type { Desk } from './desk.ts';
import { noteTold } from './effects.ts';
import type { Chat, Notice, Person } from './ports.ts';
import { tellUnasked } from './unasked.ts';
import { OperationalError } from './ports.ts';

/** Each notice reaches each of its readers once, however often this is run. */
export async function deliverNotices(
  desk: Desk,
  application: Application,
  notices: readonly Notice[],
  officers?: readonly Person[],
): Promise<void> {
  if (notices.length === 0) return;
  const profile = await desk.profileOf(application.profileVersion);
  const readers = await readersOf(desk, notices, officers);
  await Promise.all(readers.map((reader) => post(desk, reader, application, profile)));
  const keys = notices.map(({ key }) => key);
  noteTold(desk, application.number, keys);
}

/** As `deliverNotices`, but what stands in the way of one request's notices is logged, and they are taken up again later. */
export async function deliverNoticesOrLater(
  desk: Desk,
  application: Application,
  notices: readonly Notice[],
  officers?: readonly Person[],
): Promise<void> {
  try {
    await deliverNotices(desk, application, notices, officers);
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
  readonly notice: Notice;
  readonly actor: Actor;
  /** Others read it too, and may do the work. */
  readonly shared: boolean;
  /** The one he used last. */
  readonly chat: Chat;
}

/** Who reads which notice, and where. `officers` are read when they are not given. */
async function readersOf(
  desk: Desk,
  notices: readonly Notice[],
  given: readonly Person[] | undefined,
): Promise<Reader[]> {
  const forRoles = notices.some(({ to }) => 'role' in to);
  const officers = given ?? (forRoles ? await desk.store.findOfficers() : []);
  const readers = notices.flatMap((notice) => {
    const { to } = notice;
    const actors = 'role' in to ? holdersToday(desk, to.role, officers) : [{ person: to.person, name: '', roles: [] }];
    return actors.map((actor) => ({ notice, actor, shared: actors.length > 1 }));
  });
  const chats = await desk.store.findChatsOf(readers.map(({ actor }) => actor.person));
  return readers.flatMap((reader) => {
    const chat = chats.find(({ person }) => person === reader.actor.person);
    return chat ? [{ ...reader, chat }] : [];
  });
}

function holdersToday(desk: Desk, role: Role, officers: readonly Person[]): Actor[] {
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
  { notice, actor, shared, chat: found }: Reader,
  application: Application,
  profile: Profile,
): Promise<void> {
  const id = `${application.number}:${notice.key}`;
  await tellUnasked(desk, found, id, ({ address, language }, _session, now) => {
    const context: Context = {
      actor,
      language,
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
      channel: channelOf(address),
    };
    return noticeReply(notice.kind as NoticeKind, notice.params, application, context);
  });
}
