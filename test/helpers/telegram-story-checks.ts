// What holds for everything the bot ever says on Telegram: nobody is offered what he may not do, nobody reads a personal number.
import type { Address, Choice } from '../../src/app/ports.ts';
import { choiceOf } from '../../src/channels/action-token.ts';
import type { Application } from '../../src/core/application.ts';
import { decide } from '../../src/core/decide.ts';
import { objection, returnedPapers } from '../../src/core/rights.ts';
import { localDateAt } from '../../src/core/office-time.ts';
import { rolesOn } from '../../src/core/officer.ts';
import type { Actor } from '../../src/core/person.ts';
import type { DecisionKind } from '../../src/core/profile.ts';
import { NIK, NIP, PHONE } from './story.ts';
import { Upload } from './telegram-double-state.ts';
import type { TelegramDouble } from './telegram-double.ts';
import type { Player, TelegramStory } from './telegram-story.ts';

/** What of these the person in the chat may not do at this moment, each with the reason. */
export async function forbidden(story: TelegramStory, address: Address, choices: readonly Choice[]): Promise<string[]> {
  const actor = await actorAt(story, address);
  const own = await story.store.findApplicationsOf(actor.person);
  const found: string[] = [];
  for (const { id } of choices) {
    const why = await objectionTo(story, id, actor, own);
    if (why !== undefined) found.push(`${address} ${id}: ${why}`);
  }
  return found;
}

async function objectionTo(
  { store, profile, now }: TelegramStory,
  id: string,
  actor: Actor,
  own: readonly Application[],
): Promise<string | undefined> {
  const [kind = '', number = '', step = '', decision = ''] = id.split(':');
  const officer = actor.roles.length > 0;
  const context = { actor, profile, now: now(), commandId: 'a check' };
  if (['menu=queue', 'word:queue'].includes(id)) return officer ? undefined : 'no officer';
  if (id === 'menu=replace') return own.some((each) => returnedPapers(each).length > 0) ? undefined : 'none returned';
  if (id === 'menu=withdraw')
    return own.some((each) => decide(each, { kind: 'withdraw' }, context).ok) ? undefined : 'nothing to withdraw';
  if (!['act', 'claim', 'release', 'open', 'papers', 'history', 'replace'].includes(kind)) return undefined;
  const application = await store.findApplication(number);
  if (!application) return 'no such request';
  const mine = application.applicant === actor.person;
  if (kind === 'act') return objection(application, { step, decision: decision as DecisionKind }, context)?.code;
  if (kind === 'replace') return mine && returnedPapers(application).length > 0 ? undefined : 'not returned to him';
  if (kind === 'claim' || kind === 'release') {
    const decided = decide(application, { kind }, context);
    return decided.ok ? undefined : decided.refusal.code;
  }
  return officer || mine ? undefined : "somebody else's request";
}

async function actorAt({ store, profile, now }: TelegramStory, address: Address): Promise<Actor> {
  const person = (await store.findChat(address))?.person ?? '';
  const officers = await store.findOfficers();
  const known = officers.find(({ id }) => id === person);
  const roles = known ? rolesOn(known, officers, localDateAt(now(), profile.office)) : [];
  return { person, name: known?.name ?? '', roles };
}

/** The decisions that stand under messages in these chats although they cannot be taken any more. */
export async function leftStanding(story: TelegramStory, players: readonly Player[]): Promise<string[]> {
  const found: string[] = [];
  for (const { address, person } of players) {
    const log = await story.store.readLog(address, 0);
    const tokens = person.shown().flatMap(({ rows }) => rows.flat().map(({ data }) => data));
    const choices = tokens.map((token) => ({ id: choiceOf(log, token)?.choice ?? `unknown ${token}`, label: '' }));
    found.push(...choices.filter(({ id }) => id.startsWith('unknown')).map(({ id }) => `${address} ${id}`));
    const decisions = choices.filter(({ id }) => id.startsWith('act:'));
    found.push(...(await forbidden(story, address, decisions)));
  }
  return found;
}

/** Personal numbers that were sent in clear, and callback data that Telegram would refuse. */
export function indiscretions({ calls }: TelegramDouble): string[] {
  return calls.flatMap(({ method, params }) => {
    const { document } = params;
    const file = document instanceof Upload ? document.name : '';
    const words = JSON.stringify([params['text'], params['caption'], params['reply_markup'], file]);
    const digits = words.replaceAll(/(?<=\d)[\s.-]+(?=\d)/g, '');
    const told = [NIP, NIK, PHONE, PHONE.slice(1)].filter((number) => digits.includes(number));
    const long = [...words.matchAll(/"callback_data":"([^"]*)"/g)].filter(([, data = '']) => {
      const bytes = Buffer.byteLength(data);
      return bytes < 1 || bytes > 64;
    });
    return [...told, ...long.map(([data]) => data)].map((what) => `${method}: ${what}`);
  });
}
