// One message, there and back: read it as a table of contents of the use cases beside it.
import { channelOf } from './address.ts';
import type { Application, ApplicationEvent } from '../core/application.ts';
import { certificateChanges } from '../core/certificate.ts';
import { LONGEST_TEXT, advance } from '../engine/advance.ts';
import type { Input } from '../engine/advance.ts';
import type { Turn } from '../engine/draft.ts';
import { looksLikePassphrase } from '../engine/secret.ts';
import { isWithHuman, newSession, readSession } from '../engine/session.ts';
import type { Session } from '../engine/session.ts';
import { actsOf, audit, checkedAct, openingActs, ownActs } from './audit.ts';
import { changeCertificates } from './certificates.ts';
import { keepCode, readCode } from './code.ts';
import { closeVisits } from './dashboard.ts';
import type { Desk } from './desk.ts';
import { botLine, deliver } from './deliver.ts';
import { deliverNoticesOrLater } from './deliver-notices.ts';
import { noteActs, settleEffects } from './effects.ts';
import { forgetFiles } from './forget-files.ts';
import { humanWrote } from './human.ts';
import { newChat } from './new-chat.ts';
import { gather, isFormAnswer, lookUp, wantedBy } from './gather.ts';
import type { LookedUp } from './gather.ts';
import type { Joined } from './join-chat.ts';
import { joinChat, settleJoined } from './join-chat.ts';
import { noticesOf } from './notices.ts';
import type { AuditAct, Chat, Inbound, Instant, LogEntry, Notice, Outbound, Person } from './ports.ts';
import { OperationalError } from './ports.ts';
import { makeReceipt } from './receipt.ts';
import { keepForChat, writePaper } from './write-paper.ts';
import { saveTurn } from './recent-chats.ts';
import { quotedChoice } from './quoted.ts';
import type { Received } from './receive-file.ts';
import { receiveFile } from './receive-file.ts';
import { sendReport } from './send-report.ts';
import { sayWhatWaits } from './unasked.ts';
import { retireTapped, retireTasks } from './retire-tasks.ts';

const MOST_TRIES = 8;

/**
 * Deals with one message for good: when it resolves, what followed from it is saved and handed to the channel. A message seen before
 * changes nothing. Rejects with OperationalError when the world failed before anything was saved: then it may be delivered again.
 */
export async function handleMessage(desk: Desk, inbound: Inbound): Promise<void> {
  if (inbound.human) return humanWrote(desk, inbound);
  const [told] = await Promise.all([takeInOrder(desk, inbound), eraseSecret(desk, inbound)]);
  if (!told) return retireTapped(desk, inbound.from, inbound.choice ?? '');
  const { application, events, notices, officers } = told;
  await Promise.all([
    deliverNoticesOrLater(desk, application, notices, officers),
    retireTasks(desk, application, events, officers),
    changeCertificates(desk, application.number, certificateChanges(application, events, desk.profile.office)),
  ]);
}

async function takeInOrder(desk: Desk, inbound: Inbound): Promise<Told | undefined> {
  if (inbound.file) desk.bursts.begin(inbound.from);
  return await desk.chats.run(inbound.from, async () => {
    if (inbound.file) desk.bursts.end(inbound.from);
    try {
      const told = await takeTurn(desk, inbound);
      if (desk.bursts.owes(inbound.from)) await putQuestion(desk, inbound);
      return told;
    } catch (error) {
      if (error instanceof OperationalError) throw error;
      desk.log.error('a message could not be handled', { inbound: inbound.id, error });
      await apologise(desk, inbound);
      return undefined;
    }
  });
}

/** Beside the answer, which does not wait for it; what stays in the chat has been warned about all the same. */
async function eraseSecret(desk: Desk, { id, from, text = '', messageId }: Inbound): Promise<void> {
  if (messageId === undefined || !looksLikePassphrase(tidyText(text))) return;
  try {
    await desk.channel(channelOf(from)).erase(from, messageId);
  } catch (error) {
    desk.log.warn('a message that looks like a secret could not be erased', { inbound: id, error });
  }
}

/** Whom to tell of the change that a turn made. */
interface Told {
  readonly application: Application;
  readonly events: readonly ApplicationEvent[];
  readonly notices: readonly Notice[];
  /** As they were when the change was made. */
  readonly officers: readonly Person[];
}

async function takeTurn(desk: Desk, inbound: Inbound): Promise<Told | undefined> {
  let received: Received | undefined;
  let told: Told | undefined;
  let joined: Joined | undefined;
  const said = readCode(inbound.text ?? '');
  for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
    const now = desk.clock.now();
    const mayRemember = attempt === 0 && !said && inbound.quoted === undefined;
    const { found, before } = await open(desk, inbound, mayRemember, now);
    if (found.seen.includes(inbound.id)) {
      // Another process took the same message meanwhile, and has stored the file under another id.
      await received?.stored;
      if (received?.input.kind === 'file') await desk.store.deleteFile(received.input.file.id);
      return told;
    }
    if (said) joined ??= await joinChat(desk, found, said, now);
    const chat = { ...found, ...joined?.becomes };
    const session = readSession(chat.session, now);
    received ??= joined ?? (await receive(desk, inbound, chat.person, session, now));
    const { input } = received;
    const context = await gather(desk, chat, session, input, inbound.id, now, before);
    const more = inbound.file !== undefined && desk.bursts.waiting(inbound.from);
    const turn = advance(desk.conversations, session, input, { ...context, more });

    // A form may name a file, and a request take it, only once it is kept.
    await received.stored;
    const notices = turn.change
      ? noticesOf(
          turn.change.application,
          turn.change.events,
          await desk.profileOf(turn.change.application.profileVersion),
        )
      : [];
    if (turn.change) {
      const acts = actsOf(turn.change, context.channel);
      if (!(await saveChange(desk, turn.change, notices, acts))) continue;
      // Should the chat be refused now, the next attempt finds the request already changed.
      const { application, events } = turn.change;
      told = { application, events, notices, officers: before?.found.officers ?? (await desk.store.findOfficers()) };
      noteActs(desk, application.number, acts);
    }
    if (turn.certificate && !(await desk.store.saveCertificate(turn.certificate))) continue;
    if (turn.code !== undefined) await keepCode(desk, turn.code.code, turn.code.purpose, chat.person);
    if (turn.closesVisits) await closeVisits(desk, chat.person);
    // What happened before stands before it in the trail.
    if (turn.opened || turn.acts) await settleEffects(desk);
    if (turn.opened) await audit(desk, openingActs(turn.opened, { ...context, at: now }));
    if (turn.acts) await audit(desk, ownActs(turn.acts, { ...context, at: now }));
    if (input.kind === 'checked') await audit(desk, [checkedAct(input.verdict, { ...context, at: now })]);
    const written = await writePaper(desk, turn, chat.person, now);
    const log = [
      saidBy(desk, inbound, input, session, chat, now),
      ...repliesOf(
        [...written.lines, ...turn.replies, ...(await receiptOf(desk, turn, chat.person, now))],
        inbound.id,
        chat.lastSeq + 1,
        now,
      ),
    ];
    const { language } = turn;
    const { session: next } = written;
    if (!(await saveTurn(desk, chat, { language, session: next, seen: inbound.id, log, at: now }))) {
      await written.undo();
      continue;
    }
    if (joined) await settleJoined(desk, inbound, joined, now);
    desk.bursts.asked(inbound.from, !more || next.conversation === null || isWithHuman(next, now));
    await deliver(desk, inbound.from, log.slice(1));
    if (turn.report) sendReport(desk, inbound, chat.person, turn.report);
    // The person is there: what waited for a better hour need not wait.
    if (chat.wakeAt !== undefined && !isWithHuman(next, now)) await sayWhatWaits(desk, inbound.from);
    await forgetFiles(desk, turn.discarded, chat.person);
    return told;
  }
  throw new OperationalError('conflict', { retryable: true });
}

/**
 * The chat, and along with it what the turn may have to look at. A form's next answer needs nothing but the chat as it was saved last,
 * and nothing is read; what else it may lead to is then left to those who look closer.
 */
async function open(
  desk: Desk,
  { from, text, choice }: Inbound,
  mayRemember: boolean,
  now: Instant,
): Promise<{ found: Chat; before?: LookedUp }> {
  const recent = desk.recent.get(from);
  const session = recent ? readSession(recent.session, now) : newSession(now);
  const words = {
    ...(text === undefined ? {} : { text: tidyText(text) }),
    ...(choice === undefined ? {} : { choice }),
  };
  if (recent && mayRemember && isFormAnswer(session, words)) return { found: recent };
  const known = recent && mayRemember ? { version: recent.version } : {};
  const wanted = { chat: from, ...known, ...wantedBy(words, session, recent?.person) };
  const before = await lookUp(desk, wanted);
  const there = before.found.chat ?? (recent && mayRemember ? recent : undefined);
  if (there) return { found: there, before };
  const found = newChat(desk, from, now);
  // Of somebody unknown there is nothing to be looked up.
  return { found, before: { ...before, wanted: { ...wanted, applicant: found.person } } };
}

/** The question that a burst of files held back, when the last of them turned out to be an old one. */
async function putQuestion(desk: Desk, inbound: Inbound): Promise<void> {
  const resume: Input = { kind: 'choice', id: 'word:resume' };
  for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
    const now = desk.clock.now();
    const chat = await desk.store.findChat(inbound.from);
    if (!chat) return;
    const session = readSession(chat.session, now);
    const key = `${inbound.id}?`;
    const context = await gather(desk, chat, session, resume, key, now);
    const turn = advance(desk.conversations, session, resume, context);
    const log = repliesOf(turn.replies, key, chat.lastSeq, now);
    if (!(await saveTurn(desk, chat, { session: turn.session, log, at: now }))) continue;
    desk.bursts.asked(inbound.from, true);
    return deliver(desk, inbound.from, log);
  }
}

async function receive(desk: Desk, inbound: Inbound, owner: string, session: Session, at: Instant): Promise<Received> {
  if (!inbound.file) {
    const choice = await quotedChoice(desk, inbound, session, at);
    return { input: choice === undefined ? toInput(inbound) : { kind: 'choice', id: choice } };
  }
  const channel = channelOf(inbound.from);
  return receiveFile(desk, inbound.file, { channel, owner, session, at });
}

function toInput(inbound: Inbound): Input {
  if (inbound.other !== undefined) return { kind: 'other', what: inbound.other };
  if (inbound.choice !== undefined) return { kind: 'choice', id: inbound.choice.slice(0, 400) };
  return { kind: 'text', text: tidyText(inbound.text ?? '') };
}

/** Without control and direction characters; one character over the limit is kept, so that the engine sees it is too long. */
function tidyText(text: string): string {
  return text
    .slice(0, LONGEST_TEXT + 1)
    .normalize('NFC')
    .replace(/[^\P{C}\n\u200D]/gu, '')
    .trim();
}

async function saveChange(
  desk: Desk,
  change: NonNullable<Turn['change']>,
  notices: readonly Notice[],
  acts: readonly AuditAct[],
): Promise<boolean> {
  const { application, events } = change;
  const { revision, profileVersion } = application;
  if (revision === 1 && !desk.kept.has(profileVersion)) {
    await desk.store.keepProfile(profileVersion, await desk.profileOf(profileVersion));
    desk.kept.add(profileVersion);
  }
  const certificates = certificateChanges(application, events, desk.profile.office);
  return desk.store.saveApplication(application, { notices, acts, certificates });
}

/** The person's line as it is kept; a secret that slipped out is not. */
function saidBy(desk: Desk, inbound: Inbound, input: Input, session: Session, chat: Chat, now: Instant): LogEntry {
  const message = { text: words(), choices: [], ...(input.kind === 'file' ? { file: input.file } : {}) };
  return { seq: chat.lastSeq + 1, from: 'person', at: now, message, key: inbound.id };

  function words(): string {
    switch (input.kind) {
      case 'text':
        return looksLikePassphrase(input.text)
          ? desk.texts.t(chat.language, 'safety.removed')
          : input.text.slice(0, LONGEST_TEXT);
      case 'linked':
      case 'link_failed':
        return desk.texts.t(chat.language, 'safety.removed');
      case 'other':
        return `(${input.what})`;
      case 'choice':
        return session.offered.find(({ id }) => id === input.id)?.label ?? '…';
      case 'file':
        return input.file.name;
      case 'checked':
      case 'bad_sheet':
      case 'refused_file':
        return input.name;
    }
  }
}

function repliesOf(replies: readonly Outbound[], id: string, after: number, now: Instant): LogEntry[] {
  return replies.map((message, index) => botLine(message, `${id}>${index + 1}`, after + 1 + index, now));
}

/** The receipt a turn asks for, as one more message. */
async function receiptOf(desk: Desk, { receipt }: Turn, owner: string, at: Instant): Promise<Outbound[]> {
  if (!receipt) return [];
  const bytes = await makeReceipt(receipt);
  const { sha256: checked } = receipt.checked.verdict;
  const name = `bukti-pemeriksaan-${checked.slice(0, 8)}.pdf`;
  return [{ text: name, choices: [], file: await keepForChat(desk, bytes, { name, type: 'pdf', owner, at }) }];
}

/** One neutral sentence; what the person had sent counts as not received. */
async function apologise(desk: Desk, inbound: Inbound): Promise<void> {
  try {
    const now = desk.clock.now();
    const chat = (await desk.store.findChat(inbound.from)) ?? newChat(desk, inbound.from, now);
    const message = { text: desk.texts.t(chat.language, 'trouble.neutral'), choices: [] };
    const entry = botLine(message, `${inbound.id}!`, chat.lastSeq + 1, now);
    if (await saveTurn(desk, chat, { log: [entry], at: now })) await deliver(desk, inbound.from, [entry]);
  } catch (error) {
    desk.log.error('nor could the apology be sent', { inbound: inbound.id, error });
  }
}
