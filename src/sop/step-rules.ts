// The steps of a service as a graph: from the applicant's submission every way must lead on to an end.
import { asList, asRecord, asText, unknownName, type Problem } from './problem.ts';

/** Decisions that lead to no further step: the papers come back to the same step, single people are decided, or the request is over. */
const BACKWARD: readonly string[] = ['return_papers', 'reject', 'decide_people'];

/** What no applicant may decide about his own request. */
const OFFICERS: readonly string[] = ['dispose', 'register', 'verify_activation', 'issue', 'revoke', ...BACKWARD];

interface Step {
  readonly id: string | undefined;
  readonly actor: string | undefined;
  readonly raw: Readonly<Record<string, unknown>>;
  readonly decisions: readonly {
    readonly kind: string;
    readonly next: string | undefined;
    readonly ground: string | undefined;
  }[];
}

/** Position of a step, or `end`. */
type Place = number | 'end';

export function findStepProblems(
  key: string,
  service: Readonly<Record<string, unknown>>,
  actors: Readonly<Record<string, unknown>>,
): readonly Problem[] {
  const path = ['services', key, 'steps'];
  const steps = asList(service['steps']).map((raw) => readStep(asRecord(raw)));
  if (steps.length === 0) return [];
  const ids = steps.map(({ id }) => id);
  const known = ids.filter((id) => id !== undefined);
  const problems: Problem[] = [];
  const report = (at: number, rest: readonly (string | number)[], reason: string): void => {
    problems.push({ path: [...path, at, ...rest], reason });
  };
  for (const [at, step] of steps.entries()) {
    const kind = asRecord(actors[step.actor ?? ''])['kind'];
    if (step.id !== undefined && ids.indexOf(step.id) < at) report(at, ['id'], `"${step.id}" is there twice`);
    if (step.actor !== undefined && !(step.actor in actors)) {
      report(at, ['actor'], unknownName('actor', step.actor, Object.keys(actors)));
    }
    const { minutes, days } = step.raw;
    if ((minutes === undefined) === (days === undefined)) report(at, [], 'needs either minutes or days');
    if (!step.decisions.some((decision) => !BACKWARD.includes(decision.kind))) {
      report(at, ['decisions'], 'has no decision that leads on');
    }
    for (const [nth, decision] of step.decisions.entries()) {
      const place = ['decisions', nth];
      if (step.decisions.findIndex(({ kind: other }) => other === decision.kind) < nth) {
        report(at, place, `"${decision.kind}" is there twice`);
      }
      if (decision.next !== undefined && BACKWARD.includes(decision.kind)) {
        report(at, [...place, 'next'], `"${decision.kind}" leads to no other step`);
      } else if (decision.next !== undefined && !known.includes(decision.next)) {
        report(at, [...place, 'next'], unknownName('step', decision.next, known));
      }
      if (decision.kind === 'submit' && at > 0) report(at, place, 'only the first step is a submission');
      if (kind === 'applicant' && OFFICERS.includes(decision.kind)) {
        report(at, place, `an applicant cannot decide "${decision.kind}"`);
      }
    }
  }
  const first = steps[0];
  if (first !== undefined && !isSubmission(first, actors, asList(service['asked_by']))) {
    report(0, [], 'the first step must be of somebody who asks for it, with "submit" as its only decision');
  }
  return [
    ...problems,
    ...findDeadEnds(steps, path),
    ...findKindProblems(key, asText(service['kind']), steps, path),
    ...findGroundProblems(service, steps, path),
  ];
}

function readStep(raw: Readonly<Record<string, unknown>>): Step {
  const decisions = asList(raw['decisions']).map((entry) => {
    const kind = asText(entry) ?? asText(asRecord(entry)['kind']) ?? '';
    return { kind, next: asText(asRecord(entry)['next']), ground: asText(asRecord(entry)['ground']) };
  });
  return { id: asText(raw['id']), actor: asText(raw['actor']), raw, decisions };
}

function isSubmission(step: Step, actors: Readonly<Record<string, unknown>>, askedBy: readonly unknown[]): boolean {
  const kind = asRecord(actors[step.actor ?? ''])['kind'];
  const asks = kind === undefined || (askedBy.length === 0 ? kind === 'applicant' : askedBy.includes(step.actor));
  return asks && step.decisions.every((decision) => decision.kind === 'submit');
}

/** Of steps that cannot come to the end only those that turn back are named: the ones before them have no fault. */
function findDeadEnds(steps: readonly Step[], path: readonly (string | number)[]): readonly Problem[] {
  const reached = reach(steps, () => true);
  return steps.flatMap((step, at): Problem[] => {
    const name = step.id ?? String(at + 1);
    if (!reached.has(at)) return [{ path: [...path, at], reason: `no way leads to step "${name}"` }];
    const targets = targetsOf(steps, at, () => true);
    const turnsBack = targets.length > 0 && targets.every((target) => target !== 'end' && target <= at);
    return turnsBack && !reach(steps, () => true, at).has('end')
      ? [{ path: [...path, at], reason: `no way leads from step "${name}" to the end` }]
      : [];
  });
}

/** What a service of each kind decides about a certificate on every way to its end; a change of data may or may not lead to a new one. */
const DECIDES: Readonly<Record<string, 'issue' | 'revoke'>> = {
  issue: 'issue',
  renew: 'issue',
  reissue: 'issue',
  bulk: 'issue',
  revoke: 'revoke',
};

/** No way to the end of a service may pass by what it is there for, nor lead to what it is not. */
function findKindProblems(
  key: string,
  kind: string | undefined,
  steps: readonly Step[],
  path: readonly (string | number)[],
): readonly Problem[] {
  const does = (decision: string): boolean =>
    steps.some(({ decisions }) => decisions.some((each) => each.kind === decision));
  const problem = (reason: string): readonly Problem[] => [{ path, reason: `the service ${key} ${reason}` }];
  const wanted = DECIDES[kind ?? ''];
  if (does('revoke') && kind !== 'revoke') return problem('decides "revoke" and needs kind: revoke');
  if (does('issue') && (kind === 'revoke' || kind === 'none'))
    return problem(`is of kind ${kind} and cannot decide "issue"`);
  if (wanted === undefined || !reach(steps, () => true).has('end')) return [];
  if (!does(wanted)) return problem(`never decides "${wanted}"`);
  return reach(steps, (each) => each !== wanted).has('end') ? problem(`can come to its end without "${wanted}"`) : [];
}

/** A revocation is recorded with its ground: the answer of a field that everybody who asks has answered. */
function findGroundProblems(
  service: Readonly<Record<string, unknown>>,
  steps: readonly Step[],
  path: readonly (string | number)[],
): readonly Problem[] {
  const fields = asList(service['fields']).map(asRecord);
  const fitting = fields.filter(
    ({ kind, optional, when }) => kind === 'choice' && optional !== true && when === undefined,
  );
  return steps.flatMap(({ decisions }, at) =>
    decisions.flatMap(({ kind, ground }, nth): Problem[] => {
      const place = [...path, at, 'decisions', nth];
      if (kind !== 'revoke')
        return ground === undefined
          ? []
          : [{ path: [...place, 'ground'], reason: 'belongs to decisions of kind revoke only' }];
      if (ground === undefined)
        return [{ path: place, reason: '"revoke" needs ground, the field that names the ground' }];
      return fitting.some(({ key }) => key === ground)
        ? []
        : [{ path: [...place, 'ground'], reason: `"${ground}" is no field of kind choice that everybody answers` }];
    }),
  );
}

/** Everywhere the decisions of an allowed kind lead, beginning with `from`. */
function reach(steps: readonly Step[], allowed: (kind: string) => boolean, from = 0): ReadonlySet<Place> {
  const reached = new Set<Place>([from]);
  for (const place of reached) {
    if (place !== 'end') for (const target of targetsOf(steps, place, allowed)) reached.add(target);
  }
  return reached;
}

/** Where a step's decisions of an allowed kind lead on to. An unknown `next` leads nowhere. */
function targetsOf(steps: readonly Step[], at: number, allowed: (kind: string) => boolean): readonly Place[] {
  return (steps[at]?.decisions ?? []).flatMap(({ kind, next }): Place[] => {
    if (BACKWARD.includes(kind) || !allowed(kind)) return [];
    const target = next === undefined ? at + 1 : steps.findIndex(({ id }) => id === next);
    return target < 0 ? [] : [target >= steps.length ? 'end' : target];
  });
}
