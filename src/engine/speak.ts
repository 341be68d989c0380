// What the words do that work at every step: menu, back, change, cancel, resume, status, help, language, queue.
import { isOver } from '../core/application.ts';
import { clear, isForm, takeBack } from './aside.ts';
import { t, withdrawable } from './context.ts';
import type { Draft } from './draft.ts';
import { offer, tell, update } from './draft.ts';
import { askAgainOrMenu, goOn, notUnderstood, open } from './open.ts';
import { locate, proceed } from './proceed.ts';
import { askAgain } from './answer.ts';
import { filesOf, isFirst } from './session.ts';
import { tellRecap, tellStatistics } from './statistics.ts';
import { supervise } from './supervision.ts';
import { queueChoices, queueRemarks } from './task-view.ts';
import { changeable, contactLine, ownStepChoices, statusText, textParams } from './view.ts';
import type { Said } from './word.ts';

export function speak(draft: Draft, said: Said): void {
  switch (said.word) {
    case 'start':
      return greet(draft);
    case 'menu':
      return open(draft, 'menu');
    case 'back':
      return back(draft);
    case 'change':
      return change(draft, said.argument);
    case 'cancel':
      return cancel(draft);
    case 'cancel_yes':
      return reallyCancel(draft);
    case 'resume':
      return resume(draft);
    case 'status':
      return status(draft);
    case 'help':
      tell(
        draft,
        draft.context.actor.roles.length > 0 ? 'help.officer' : 'help.text',
        textParams(draft.session, draft.context),
      );
      return askAgainOrMenu(draft);
    case 'human':
      tell(draft, 'help.human', { contact: contactLine(draft.context) });
      return askAgainOrMenu(draft);
    case 'language':
      return language(draft, said.argument);
    case 'link':
      return giveCode(draft);
    case 'trouble':
      return open(draft, 'trouble');
    case 'forgotten':
      tell(draft, 'trouble.forgotten_help', textParams(draft.session, draft.context));
      return askAgainOrMenu(draft);
    case 'queue':
      return queue(draft);
    case 'statistics':
      return tellStatistics(draft);
    case 'recap':
      return tellRecap(draft);
    case 'supervision':
      return supervise(draft);
    case 'roll':
    case 'report':
      return isOfficer(draft) ? open(draft, said.word) : notUnderstood(draft);
    case 'dashboard':
      return isOfficer(draft) ? giveLink(draft) : notUnderstood(draft);
    case 'close_dashboard':
      return isOfficer(draft) ? closeDashboard(draft) : notUnderstood(draft);
    case 'mute':
      return mute(draft);
    case 'unmute':
      return unmute(draft);
  }
}

function greet(draft: Draft): void {
  if (draft.session.conversation !== null) {
    if (draft.parts.length === 0) tell(draft, 'greet.again');
    return askAgain(draft);
  }
  tell(draft, draft.context.actor.roles.length > 0 ? 'greet.officer' : 'greet.hello', {
    ...textParams(draft.session, draft.context),
    name: draft.context.actor.name,
    waiting: draft.context.queue.length,
  });
  open(draft, 'menu');
}

/** From now on this chat is told nothing that was not asked for; answers go on. */
function mute(draft: Draft): void {
  update(draft, { muted: true, waiting: [] });
  tell(draft, 'mute.done');
  askAgainOrMenu(draft);
}

/** Also what Telegram sends when a chat is opened for the first time. */
function unmute(draft: Draft): void {
  if (draft.session.muted !== true) return greet(draft);
  update(draft, { muted: false });
  tell(draft, 'mute.over');
  askAgainOrMenu(draft);
}

/** Asks the answer before the present question again, and the one before that the next time; nothing is lost by it. */
function back(draft: Draft): void {
  const { trail, focus, conversation } = draft.session;
  if (conversation === null) return open(draft, 'menu');
  const at = focus === null ? trail.length : trail.indexOf(focus);
  const before = trail[at - 1];
  if (before === undefined || before === 'consent') tell(draft, 'back.first');
  else update(draft, { focus: before });
  askAgain(draft);
}

function change(draft: Draft, argument: string): void {
  const list = changeable(draft.session, draft.context);
  if (draft.session.conversation === null || list.length === 0) {
    tell(draft, 'change.nothing');
    return askAgainOrMenu(draft);
  }
  const picked = list[Number(argument) - 1];
  if (argument !== '' && picked && picked.key !== 'note') {
    update(draft, { focus: picked.key });
    return askAgain(draft);
  }
  if (argument !== '' && !picked) tell(draft, 'change.no_such', { count: list.length });
  tell(draft, 'change.which');
  offer(draft, [
    ...list.map(({ key, label }) => ({ id: `change:${key}`, label })),
    { id: 'word:resume', label: t(draft.context, 'change.none') },
  ]);
}

function cancel(draft: Draft): void {
  if (draft.session.conversation === null) {
    if (withdrawable(draft.context)) return open(draft, 'withdraw');
    tell(draft, 'cancel.nothing');
    return open(draft, 'menu');
  }
  if (!isForm(draft.session.conversation)) return leave(draft, 'cancel.left');
  tell(draft, 'cancel.sure');
  offer(draft, [
    { id: 'word:cancel_yes', label: t(draft.context, 'cancel.yes'), means: 'yes' },
    { id: 'word:resume', label: t(draft.context, 'cancel.no'), means: 'no' },
  ]);
}

function reallyCancel(draft: Draft): void {
  const { session } = draft;
  if (!isForm(session.conversation)) return open(draft, 'menu');
  draft.discarded.push(...filesOf({ ...session, parked: [] }));
  update(draft, { tray: [], made: [] });
  leave(draft, 'cancel.done');
}

/** Ends the dialogue under way; the form that waits behind it, if any, goes on. */
function leave(draft: Draft, words: 'cancel.left' | 'cancel.done'): void {
  clear(draft);
  tell(draft, words);
  if (takeBack(draft)) {
    tell(draft, 'resume.parked');
    return proceed(draft);
  }
  open(draft, 'menu');
}

function resume(draft: Draft): void {
  if (draft.session.conversation === null && !takeBack(draft)) {
    tell(draft, 'resume.nothing');
    return open(draft, 'menu');
  }
  proceed(draft);
}

function status(draft: Draft): void {
  const { context } = draft;
  if (context.actor.roles.length > 0 && context.applications.length === 0) return queue(draft);
  const live = context.applications.filter((application) => !isOver(application));
  const shown = live.length > 0 ? live : context.applications.slice(0, 1);
  for (const application of shown) draft.parts.push(statusText(application, context));
  const position = locate(draft);
  if (position) tell(draft, 'status.draft', textParams(draft.session, context));
  else if (shown.length === 0) tell(draft, 'status.none');
  askAgainOrMenu(draft);
  // What waits for the applicant himself can be done at once, wherever its first button has gone.
  const own = position ? [] : shown.flatMap((application) => ownStepChoices(application, context));
  offer(draft, [...own, ...draft.choices]);
}

function language(draft: Draft, argument: string): void {
  const wanted = argument.includes('indonesia')
    ? 'id'
    : argument.includes('english') || argument.includes('inggris')
      ? 'en'
      : undefined;
  if (wanted) {
    draft.context = { ...draft.context, language: wanted };
    tell(draft, 'language.set');
    return isFirst(draft.session) ? greet(draft) : askAgainOrMenu(draft);
  }
  tell(draft, 'language.which');
  offer(draft, [
    { id: 'lang:id', label: 'Bahasa Indonesia' },
    { id: 'lang:en', label: 'English' },
  ]);
}

/** What waits for the officer, the earliest due first. */
function queue(draft: Draft): void {
  const { context } = draft;
  if (context.actor.roles.length === 0) {
    tell(draft, 'queue.not_officer');
    return askAgainOrMenu(draft);
  }
  if (context.queue.length === 0) {
    tell(draft, 'queue.empty');
    return askAgainOrMenu(draft);
  }
  const head = t(context, 'queue.head', { count: context.queue.length });
  draft.parts.push([head, ...queueRemarks(context)].join('\n'));
  offer(draft, queueChoices(context));
}

/** A code to be typed on another channel, so that the person is known there too and finds his dialogue. */
function giveCode(draft: Draft): void {
  const { newCode } = draft.context;
  if (!newCode) throw new Error('a code was asked for, but none was prepared');
  draft.code = { code: newCode, purpose: 'join' };
  tell(draft, 'link.code', { code: newCode });
  askAgainOrMenu(draft);
}

function isOfficer({ context }: Draft): boolean {
  return context.actor.roles.length > 0;
}

/** A link that opens the dashboard once. */
function giveLink(draft: Draft): void {
  const { newCode, dashboardUrl, language } = draft.context;
  if (dashboardUrl === undefined) {
    tell(draft, 'dashboard.off');
    return goOn(draft, []);
  }
  if (!newCode) throw new Error('a link was asked for, but no code was prepared');
  draft.code = { code: newCode, purpose: 'dashboard' };
  tell(draft, 'dashboard.link', { link: `${dashboardUrl}/${newCode}?lang=${language}` });
  goOn(draft, []);
}

function closeDashboard(draft: Draft): void {
  draft.closesVisits = true;
  tell(draft, 'dashboard.closed');
  goOn(draft, []);
}
