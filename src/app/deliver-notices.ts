// Puts the notices of a request into their readers' chats, in each reader's language, then clears them from the request.
import { noticeReply } from '../engine/notice.ts';
import type { NoticeKind } from '../engine/notice.ts';
import { readSession } from '../engine/session.ts';
import type { Desk } from './desk.ts';
import { botLine, deliver } from './deliver.ts';
import { gather } from './gather.ts';
import type { Address, Notice } from './ports.ts';
import { OperationalError } from './ports.ts';

/** Each notice reaches each of its readers once, however often this is run. */
export async function deliverNotices(desk: Desk, number: string, notices: readonly Notice[]): Promise<void> {
  if (notices.length === 0) return;
  await Promise.all(
    notices.map(async (notice) => {
      const addresses = await addressesOf(desk, notice);
      await Promise.all(addresses.map((address) => desk.chats.run(address, () => post(desk, address, number, notice))));
    }),
  );
  await desk.store.clearNotices(
    number,
    notices.map(({ key }) => key),
  );
}

/** As `deliverNotices`, but what stands in the way of one request's notices is logged, and they are taken up again later. */
export async function deliverNoticesOrLater(desk: Desk, number: string, notices: readonly Notice[]): Promise<void> {
  try {
    await deliverNotices(desk, number, notices);
  } catch (error) {
    const level = error instanceof OperationalError ? 'warn' : 'error';
    desk.log[level]('notices wait', { request: number, error });
  }
}

/** Notices that a crash left with their requests. Resolves to how many requests had some. */
export async function deliverForgottenNotices(desk: Desk): Promise<number> {
  const forgotten = await desk.store.findNotices(100);
  for (const { application, notices } of forgotten) await deliverNoticesOrLater(desk, application.number, notices);
  return forgotten.length;
}

/** Where the readers are: each person's chat used last. */
async function addressesOf(desk: Desk, { to }: Notice): Promise<Address[]> {
  const people = 'role' in to ? (await desk.store.findPeopleWithRole(to.role)).map(({ id }) => id) : [to.person];
  const addresses = await Promise.all(people.map(async (person) => (await desk.store.findAddresses(person))[0]));
  return addresses.filter((address) => address !== undefined);
}

async function post(desk: Desk, address: Address, number: string, notice: Notice): Promise<void> {
  const id = `${number}:${notice.key}`;
  for (;;) {
    const chat = await desk.store.findChat(address);
    if (!chat || chat.seen.includes(id)) return;
    const now = desk.clock.now();
    const session = readSession(chat.session, now);
    const context = await gather(desk, chat, { ...session, params: { ...session.params, number } }, undefined, id, now);
    const reply = context.subject && noticeReply(notice.kind as NoticeKind, notice.params, context.subject, context);
    const log = reply ? [botLine(reply, id, chat.lastSeq + 1, now)] : [];
    const offered = reply && reply.choices.length > 0 ? { offered: reply.choices } : {};
    if (await desk.store.saveChat({ ...chat, session: { ...session, ...offered }, seen: id, log, at: now })) {
      return deliver(desk, address, log);
    }
  }
}
