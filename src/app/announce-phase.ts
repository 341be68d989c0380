// Invites people to register on the day their phase begins (Babel F.9). Each once, however many processes look and whenever one of them
// ends: it is said under an id of its own, and a lease that is not given back tells that everybody has been invited.
import { isOver } from '../core/application.ts';
import { nextWakingMinute } from '../core/office-time.ts';
import type { RegistrationPhase } from '../core/profile.ts';
import { INVITED_WITHIN_DAYS, phaseToAnnounce } from '../core/registration.ts';
import { invitationReply } from '../engine/registration.ts';
import type { Session } from '../engine/session.ts';
import type { Desk } from './desk.ts';
import type { Address, Chat } from './ports.ts';
import { OperationalError } from './ports.ts';
import { tellUnasked } from './unasked.ts';

/** So many are looked at and told side by side. */
const BATCH = 50;

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Invites whoever has a chat and nothing from the desk yet; resolves to how many were told. What fails is tried again the next time. */
export async function announcePhase(desk: Desk, signal?: AbortSignal): Promise<number> {
  const { store, profile } = desk;
  const now = desk.clock.now();
  const phase = phaseToAnnounce(profile, now);
  if (!phase || nextWakingMinute(now, profile.office) !== now) return 0;
  const until = (ms: number): string => new Date(Date.parse(now) + ms).toISOString();
  const [lease, holder] = [`phase ${phase.phase} ${phase.from}`, desk.ids.next()];
  if (!(await store.takeLease(lease, holder, now, until(10 * MINUTE_MS)))) return 0;
  let told = 0;
  let failed = 0;
  let last: Address | undefined;
  do {
    if (signal?.aborted === true) {
      await store.dropLease(lease, holder);
      return told;
    }
    const page = await store.listChats(last, BATCH);
    const chats = await store.findChatsOf(page.map(({ person }) => person));
    const settled = await Promise.allSettled(page.map((chat) => invite(desk, phase, chat, chats)));
    for (const each of settled) {
      if (each.status === 'fulfilled') told += each.value ? 1 : 0;
      else {
        failed += 1;
        const level = each.reason instanceof OperationalError ? 'warn' : 'error';
        desk.log[level]('an invitation waits', { error: each.reason as unknown });
      }
    }
    last = page.length < BATCH ? undefined : page.at(-1)?.address;
  } while (last !== undefined);
  if (failed === 0) await store.takeLease(lease, holder, now, until((INVITED_WITHIN_DAYS + 1) * DAY_MS));
  else await store.dropLease(lease, holder);
  return told;
}

/** `chats`: all that the person has, among others; he is told in the one he used last. */
async function invite(desk: Desk, phase: RegistrationPhase, chat: Chat, chats: readonly Chat[]): Promise<boolean> {
  const id = `phase:${phase.phase}`;
  const own = chats.filter(({ person }) => person === chat.person);
  if (own[0]?.address !== chat.address || own.some(({ seen }) => seen.includes(id))) return false;
  const { officers, applications, certificates } = await desk.store.lookUp({ applicant: chat.person, numbers: [] });
  const known = certificates.length > 0 || applications.some((each) => !isOver(each));
  if (known || officers.some((officer) => officer.id === chat.person)) return false;
  return tellUnasked(desk, chat, id, ({ language }, session) =>
    isFillingIn(session) ? undefined : invitationReply(phase, { texts: desk.texts, profile: desk.profile, language }),
  );
}

/** Who has agreed and answers the form's questions needs no invitation; who only looked whether it is his turn does. */
function isFillingIn(session: Session): boolean {
  return [session, ...session.parked].some((form) => form.conversation === 'apply' && 'consent' in form.answers);
}
