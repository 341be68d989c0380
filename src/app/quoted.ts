// A reply that quotes a message of ours answers that message: "1" then means the first choice that stood under it.
import { matchChoice } from '../engine/match.ts';
import { sentIdsOf } from './deliver.ts';
import type { Desk } from './desk.ts';
import type { Inbound } from './ports.ts';

/** The choice that a quoting text means; undefined when it names none, or the message is too long ago. */
export async function quotedChoice(desk: Desk, { from, text, quoted }: Inbound): Promise<string | undefined> {
  if (quoted === undefined || text === undefined) return undefined;
  const lines = (await desk.store.readLog(from, 0)).filter(
    ({ from: who, message }) => who === 'bot' && message.choices.length > 0,
  );
  const sent = await sentIdsOf(
    desk,
    from,
    lines.map(({ key }) => key),
  );
  const message = lines.find(({ key }) => sent.get(key) === quoted)?.message;
  if (!message) return undefined;
  // Numbers in front of a message's first one were shown by others.
  const before = Array.from({ length: (message.firstNumber ?? 1) - 1 }, () => ({ id: '', label: '' }));
  const chosen = matchChoice(text, [...before, ...message.choices])?.id;
  return chosen === '' ? undefined : chosen;
}
