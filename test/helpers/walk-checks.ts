// What must hold of every request at any moment of a walk.
import type { Application } from '../../src/core/application.ts';
import { isOver } from '../../src/core/application.ts';
import type { World } from './world.ts';

const KNOWN = new WeakMap<World, Map<string, Application>>();

/** Throws when a request is in a state that cannot be, or has become another one than it was. */
export async function checkRequests(world: World): Promise<void> {
  const known = KNOWN.get(world) ?? new Map<string, Application>();
  KNOWN.set(world, known);
  const requests = await requestsIn(world);
  for (const request of requests) {
    await checkRequest(world, request);
    const before = known.get(request.number);
    if (before?.revision !== request.revision) await checkTrail(world, request);
    if (before) checkGrowth(before, request);
    known.set(request.number, request);
  }
  const open = requests
    .filter((request) => !isOver(request))
    .map(({ applicant, service }) => `${applicant} ${service}`);
  if (new Set(open).size < open.length) throw new Error(`more than one open request: ${open.join(', ')}`);
}

/** Everything that happened to the request stands in the audit trail once. */
async function checkTrail(world: World, { number, history }: Application): Promise<void> {
  const entries = await world.store.findAudit(number);
  const written = entries.filter(({ act }) => act !== 'paper_opened').map(({ actor, at }) => `${actor} ${at}`);
  const done = history.filter(({ kind }) => kind !== 'application_completed').map(({ by, at }) => `${by.person} ${at}`);
  if (written.join() !== done.join()) throw new Error(`the audit trail tells ${number} otherwise: ${written.join()}`);
}

async function requestsIn(world: World): Promise<Application[]> {
  const found = await Promise.all(
    ['web-pemohon', 'web-publik'].map((person) => world.store.findApplicationsOf(person)),
  );
  return found.flat();
}

async function checkRequest(world: World, request: Application): Promise<void> {
  const { number, state, step, due, papers } = request;
  const service = (await world.desk.profileOf(request.profileVersion)).services[request.service];
  const fail = (what: string): never => {
    throw new Error(`${number} (${state} at ${step}) ${what}`);
  };
  if (!service?.steps.some(({ id }) => id === step)) fail('is at a step that does not exist');
  if ((state === 'in_progress') !== (due !== undefined)) fail(`has the deadline ${due}`);
  const back = papers.some(({ returned }) => returned);
  if (state === 'returned' ? !back : back && state !== 'withdrawn') fail('has papers returned, or none');
  if (new Set(papers.map(({ key }) => key)).size < papers.length) fail('has a paper twice');
  for (const { key, optional } of service?.papers ?? []) {
    if (!optional && !papers.some((paper) => paper.key === key)) fail(`lacks the paper ${key}`);
  }
  for (const { key, optional } of service?.fields ?? []) {
    if (!optional && !request.answers[key]) fail(`lacks the answer ${key}`);
  }
}

function checkGrowth(before: Application, after: Application): void {
  const kept = JSON.stringify(after.history.slice(0, before.history.length)) === JSON.stringify(before.history);
  if (!kept) throw new Error(`the history of ${after.number} was rewritten`);
  if (after.revision < before.revision) throw new Error(`${after.number} went back to an older revision`);
  if (isOver(before) && after.state !== before.state) throw new Error(`${after.number} came back from its end`);
  const moved = after.step !== before.step || after.state !== before.state;
  if (moved && after.history.length === before.history.length) throw new Error(`${after.number} moved without a trace`);
}
