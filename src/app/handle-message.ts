// One message, there and back: read it as a table of contents of the use cases beside it.
import { createHash } from 'node:crypto';
import { LONGEST_TEXT, advance, looksLikePassphrase } from '../engine/advance.ts';
import type { Input } from '../engine/advance.ts';
import type { Turn } from '../engine/draft.ts';
import { newSession, readSession } from '../engine/session.ts';
import type { Session } from '../engine/session.ts';
import type { Desk } from './desk.ts';
import { botLine, deliver } from './deliver.ts';
import { deliverNotices } from './deliver-notices.ts';
import { gather } from './gather.ts';
import { noticesOf } from './notices.ts';
import type { Address, Chat, Inbound, Instant, LogEntry, Notice, Outbound } from './ports.ts';
import { OperationalError } from './ports.ts';
import { makeReceipt } from './receipt.ts';
import { receiveFile } from './receive-file.ts';

const MOST_TRIES = 8;

/**
 * Deals with one message for good: when it resolves, what followed from it is saved and handed to the channel. A message seen before
 * changes nothing. Rejects with OperationalError when the world failed before anything was saved: then it may be delivered again.
 */
export async function handleMessage(desk: Desk, inbound: Inbound): Promise<void> {
  if (inbound.file) desk.bursts.begin(inbound.from);
  const told = await desk.chats.run(inbound.from, async () => {
    if (inbound.file) desk.bursts.end(inbound.from);
    try {
      return await takeTurn(desk, inbound);
    } catch (error) {
      if (error instanceof OperationalError) throw error;
      desk.log.error('a message could not be handled', { inbound: inbound.id, error });
      await apologise(desk, inbound);
      return undefined;
    }
  });
  if (told) await deliverNotices(desk, told.number, told.notices);
}

async function takeTurn(
  desk: Desk,
  inbound: Inbound,
): Promise<{ number: string; notices: readonly Notice[] } | undefined> {
  let input: Input | undefined;
  for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
    const now = desk.clock.now();
    const chat = (await desk.store.findChat(inbound.from)) ?? newChat(desk, inbound.from, now);
    if (chat.seen.includes(inbound.id)) return undefined;
    const session = readSession(chat.session, now);
    input ??= await toInput(desk, inbound, chat.person, session, now);
    const context = await gather(desk, { ...chat, address: inbound.from }, session, input, inbound.id, now);
    const turn = advance(desk.conversations, session, input, {
      ...context,
      more: inbound.file !== undefined && desk.bursts.waiting(inbound.from),
    });

    const notices = turn.change
      ? noticesOf(
          turn.change.application,
          turn.change.events,
          await desk.profileOf(turn.change.application.profileVersion),
        )
      : [];
    if (turn.change && !(await saveChange(desk, turn.change, notices))) continue;
    const log = [
      saidBy(desk, inbound, input, session, chat, now),
      ...repliesOf(
        [...turn.replies, ...(await receiptOf(desk, turn, chat.person, now))],
        inbound.id,
        chat.lastSeq + 1,
        now,
      ),
    ];
    const saved = await desk.store.saveChat({
      address: chat.address,
      version: chat.version,
      person: chat.person,
      language: turn.language,
      session: turn.session,
      seen: inbound.id,
      log,
      at: now,
    });
    if (!saved) continue;
    await deliver(desk, inbound.from, log.slice(1));
    await forget(desk, turn);
    return turn.change ? { number: turn.change.application.number, notices } : undefined;
  }
  throw new OperationalError('conflict', { retryable: true });
}

export function newChat(desk: Desk, address: Address, now: Instant): Chat {
  const person = desk.ids.next();
  return { address, version: 0, person, language: desk.language, session: newSession(now), seen: [], lastSeq: 0 };
}

async function toInput(desk: Desk, inbound: Inbound, owner: string, session: Session, at: Instant): Promise<Input> {
  if (inbound.file) {
    const channel = inbound.from.slice(0, inbound.from.indexOf(':'));
    return receiveFile(desk, inbound.file, { channel, owner, session, at });
  }
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
): Promise<boolean> {
  const { application, certificate } = change;
  if (application.revision === 1) {
    await desk.store.keepProfile(application.profileVersion, await desk.profileOf(application.profileVersion));
  }
  return desk.store.saveApplication(application, { notices, ...(certificate ? { certificate } : {}) });
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
      case 'choice':
        return session.offered.find(({ id }) => id === input.id)?.label ?? '…';
      case 'file':
        return input.file.name;
      case 'checked':
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
  const id = desk.ids.next();
  await desk.store.saveFile(id, bytes, { name, type: 'pdf', owner, at });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return [{ text: name, choices: [], file: { id, name, type: 'pdf', size: bytes.length, sha256 } }];
}

/** Files that nobody needs any longer; one that stays behind after a crash is found by retention. */
async function forget(desk: Desk, turn: Turn): Promise<void> {
  await Promise.all(turn.discarded.map(({ id }) => desk.store.deleteFile(id)));
}

/** One neutral sentence; what the person had sent counts as not received. */
async function apologise(desk: Desk, inbound: Inbound): Promise<void> {
  try {
    const now = desk.clock.now();
    const chat = (await desk.store.findChat(inbound.from)) ?? newChat(desk, inbound.from, now);
    const message = { text: desk.texts.t(chat.language, 'trouble.neutral'), choices: [] };
    const entry = botLine(message, `${inbound.id}!`, chat.lastSeq + 1, now);
    const { seen: _seen, lastSeq: _lastSeq, ...unchanged } = chat;
    const saved = await desk.store.saveChat({ ...unchanged, log: [entry], at: now });
    if (saved) await deliver(desk, inbound.from, [entry]);
  } catch (error) {
    desk.log.error('nor could the apology be sent', { inbound: inbound.id, error });
  }
}
