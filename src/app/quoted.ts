// A reply that quotes a message of ours answers that message: "1" then means the first choice that stood under it.
import { choiceNumber, matchChoice } from '../engine/match.ts';
import { isWithHuman } from '../engine/session.ts';
import type { Session } from '../engine/session.ts';
import { sentIdsOf } from './deliver.ts';
import type { Desk } from './desk.ts';
import type { Address, Inbound, Instant, Outbound, SentId } from './ports.ts';

/** A choice that nobody offers: the person is told so, and asked again. */
const NONE = 'none';

/** The choice that a quoting text means; undefined where it is to be read like any other text. */
export async function quotedChoice(
  desk: Desk,
  { from, text, quoted }: Inbound,
  session: Session,
  now: Instant,
): Promise<string | undefined> {
  if (quoted === undefined || text === undefined) return undefined;
  const message = await messageOf(desk, from, quoted);
  const number = choiceNumber(text);
  // Of a message too long ago, or of somebody else's, nobody knows what a number under it means; the question now open is another.
  if (!message) return number === undefined || isWithHuman(session, now) ? undefined : NONE;
  const { choices, firstNumber = 1 } = message;
  if (choices.length === 0) return undefined;
  if (number !== undefined) return choices[number - firstNumber]?.id ?? NONE;
  // Where that very question is open, its answer may be free text as well.
  const isOpen = choices.every(({ id }, index) => session.offered[firstNumber - 1 + index]?.id === id);
  return isOpen ? undefined : matchChoice(text, choices)?.id;
}

/** The line of ours that the channel calls so, as far back as the chat is kept. */
async function messageOf(desk: Desk, address: Address, quoted: SentId): Promise<Outbound | undefined> {
  const lines = (await desk.store.readLog(address, 0)).filter(({ from }) => from === 'bot');
  const sent = await sentIdsOf(
    desk,
    address,
    lines.map(({ key }) => key),
  );
  return lines.find(({ key }) => sent.get(key) === quoted)?.message;
}
