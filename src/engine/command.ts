// Turns what a dialogue has gathered into a command on a request (core/decide.ts).
import { fieldsAsked, papersAsked } from '../core/asked.ts';
import type { Command } from '../core/decide.ts';
import type { Paper } from '../core/application.ts';
import { returnedPapers } from '../core/rights.ts';
import type { DecisionKind } from '../core/profile.ts';
import { serviceInHand } from './context.ts';
import type { Context } from './context.ts';
import { verdictsOf } from './people.ts';
import type { Session } from './session.ts';
import { NONE, pickedPapers } from './slot.ts';

export type CommandName = 'submit' | 'replace_papers' | 'withdraw' | 'decide' | 'decide_people' | 'claim' | 'release';

export function buildCommand(name: CommandName, session: Session, context: Context): Command {
  switch (name) {
    case 'submit':
      return submission(session, context);
    case 'replace_papers': {
      const asked = context.subject ? returnedPapers(context.subject).map(({ key }) => key) : [];
      return { kind: 'replace_papers', papers: papersOf(session, context).filter(({ key }) => asked.includes(key)) };
    }
    case 'withdraw':
    case 'claim':
    case 'release':
      return { kind: name };
    case 'decide_people':
      return { kind: name, step: session.params['step'] ?? '', verdicts: verdictsOf(session, context) };
    case 'decide': {
      const { note, reason, date } = session.answers;
      const papers = pickedPapers(session.answers);
      return {
        kind: 'decide',
        step: session.params['step'] ?? '',
        decision: (session.params['decision'] ?? '') as DecisionKind,
        ...(note && note !== NONE ? { note } : {}),
        ...(reason ? { reason } : {}),
        ...(date ? { date } : {}),
        ...(papers.length > 0 ? { papers } : {}),
      };
    }
  }
}

function submission(session: Session, context: Context): Command {
  const service = serviceInHand(session, context);
  const fields = fieldsAsked(service, session.answers);
  const answers = Object.fromEntries(fields.map(({ key }) => [key, session.answers[key] ?? '']));
  if (!session.consent) throw new Error('a request was about to be handed in without a recorded agreement');
  if (context.newNumber === '') throw new Error('a request was about to be handed in without a number');
  return {
    kind: 'submit',
    number: context.newNumber,
    service: service.key,
    answers,
    papers: papersOf(session, context),
    ...(context.people ? { people: context.people } : {}),
    ...(session.answers['note'] ? { note: session.answers['note'] } : {}),
    consent: session.consent,
  };
}

function papersOf(session: Session, context: Context): Paper[] {
  const service = serviceInHand(session, context);
  const kinds = session.conversation === 'apply' ? papersAsked(service, session.answers) : service.papers;
  return kinds.flatMap(({ key }) => {
    const file = session.papers[key];
    return file ? [{ key, file, at: context.now }] : [];
  });
}
