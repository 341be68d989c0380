// While one of our own people talks with the person, the bot listens: it answers nothing and loses nothing.
import type { Input } from './advance.ts';
import type { Context } from './context.ts';
import { t } from './context.ts';
import type { Word } from './conversation.ts';
import type { Turn } from './draft.ts';
import { MOST_STRAYS } from './answer.ts';
import { looksLikePassphrase } from './secret.ts';
import { isWithHuman } from './session.ts';
import type { Session } from './session.ts';
import { readWord } from './word.ts';

/** What nobody says to a human: the other words of a dialogue ("selamat pagi", "tolong", "lanjut") are said to people too. */
const FOR_THE_BOT: readonly (Word | undefined)[] = ['menu', 'status', 'queue', 'link', 'mute', 'unmute'];

/** Whether the bot leaves this to the human. Whoever asks for the menu, or taps a button, wants the bot; so does who says a code. */
export function listens(session: Session, input: Input, now: string): boolean {
  if (!isWithHuman(session, now)) return false;
  if (input.kind === 'text') return !FOR_THE_BOT.includes(readWord(input.text)?.word);
  return input.kind === 'file' || input.kind === 'other' || input.kind === 'refused_file' || input.kind === 'bad_sheet';
}

/** A turn without an answer; a file is kept, and offered when the bot asks for one again. Of a secret the person is warned all the same. */
export function listen(session: Session, input: Input, context: Context): Turn {
  const isSecret = input.kind === 'text' && looksLikePassphrase(input.text);
  const kept =
    input.kind === 'file' && session.tray.length < MOST_STRAYS ? [...session.tray, input.file] : session.tray;
  const discarded = input.kind === 'file' && kept === session.tray ? [input.file] : [];
  const replies = isSecret ? [{ text: t(context, 'safety.passphrase'), choices: [] }] : [];
  return { session: { ...session, tray: kept }, replies, language: context.language, discarded };
}
