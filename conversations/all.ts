// Every conversation by its name.
import type { Conversation, ConversationName } from '../src/engine/conversation.ts';
import { apply } from './apply.ts';
import { check } from './check.ts';
import { decide } from './decide.ts';
import { menu } from './menu.ts';
import { people } from './people.ts';
import { replace } from './replace.ts';
import { report } from './report.ts';
import { roll } from './roll.ts';
import { trouble } from './trouble.ts';
import { withdraw } from './withdraw.ts';

export const conversations: Readonly<Record<ConversationName, Conversation>> = {
  menu,
  apply,
  replace,
  withdraw,
  decide,
  people,
  check,
  trouble,
  roll,
  report,
};
