// Draws how far a request is as the steps of the SOP: who has it, until when, how late, what is done.
import { h, icon } from './dom.js';
import { get } from './api.js';
import { on, state, tell } from './state.js';
import { applyTexts, dateOf, durationOf, momentOf, said, t } from './texts.js';

/** @param {(role: string) => void} onActor what a click on a step's actor does */
export function createProgress(onActor) {
  const body = h('div', { class: 'progress-body' });
  const element = h(
    'section',
    { class: 'progress card', id: 'progress', 'aria-labelledby': 'progress-title' },
    h('h2', { id: 'progress-title', t: 'progress.title' }),
    body,
  );

  function draw() {
    const view = state.applications.find(({ number }) => number === state.shown) ?? state.applications[0];
    element.classList.toggle('none', !view);
    if (!view) {
      body.replaceChildren(
        h('p', { class: 'hint' }, t(state.about.mode === 'demo' ? 'progress.none' : 'progress.noneOwn')),
      );
      return;
    }
    body.replaceChildren(drawHead(view), drawSteps(view, onActor));
    applyTexts(body);
  }

  for (const what of /** @type {const} */ (['applications', 'language', 'clock'])) on(what, draw);
  draw();
  return { element };
}

/** Asks for the requests anew; the newest comes to the front as soon as it is there. */
export async function refreshApplications() {
  const known = new Set(state.applications.map(({ number }) => number));
  state.applications = await get('/api/applications');
  const fresh = state.applications.find(({ number }) => !known.has(number));
  if (fresh) state.shown = fresh.number;
  tell('applications');
}

/** @param {any} view */
function drawHead(view) {
  const numbers = state.applications.map(({ number }) => number);
  const number =
    numbers.length > 1
      ? h(
          'select',
          { tLabel: 'progress.choose', onChange: (/** @type {any} */ event) => show(event.target.value) },
          ...numbers.map((each) => h('option', { value: each, selected: each === view.number }, each)),
        )
      : h('strong', {}, view.number);
  return h(
    'div',
    { class: 'progress-head' },
    h(
      'div',
      { class: 'which' },
      h('span', { class: 'number' }, number),
      h(
        'span',
        { class: `pill ${view.state}${view.late ? ' late' : ''}` },
        view.late ? `${t(`state.${view.state}`)} · ${t('step.late')}` : t(`state.${view.state}`),
      ),
    ),
    h('p', { class: 'service' }, said(view.service)),
    view.holder &&
      h(
        'p',
        { class: 'holder' },
        t(view.state === 'returned' ? 'progress.returned' : 'progress.holder', { who: said(view.holder.title) }),
      ),
    view.certificate &&
      h(
        'p',
        { class: 'certificate' },
        icon('check'),
        t('progress.certificate', {
          from: dateOf(view.certificate.issuedOn),
          until: dateOf(view.certificate.validUntil),
        }),
      ),
    h('progress', {
      class: 'share',
      max: view.steps.length,
      value: view.steps.filter(({ state: each }) => each === 'done').length,
      tLabel: 'progress.share',
    }),
  );
}

/** @param {string} number */
function show(number) {
  state.shown = number;
  tell('applications');
}

/** @param {any} view @param {(role: string) => void} onActor */
function drawSteps(view, onActor) {
  return h(
    'ol',
    { class: 'steps' },
    ...view.steps.map((/** @type {any} */ step, /** @type {number} */ index) => drawStep(step, index, view, onActor)),
  );
}

/** @param {any} step @param {number} index @param {any} view @param {(role: string) => void} onActor */
function drawStep(step, index, view, onActor) {
  const current = step.state === 'current';
  const returned = current && view.state === 'returned';
  const seat = state.people.some(({ role }) => role === step.role);
  const actor = seat
    ? h('button', { type: 'button', class: 'actor', onClick: () => onActor(step.role) }, said(step.actor))
    : h('span', { class: 'actor' }, said(step.actor));
  const mark = step.state === 'done' ? icon('check') : returned ? icon('back') : String(index + 1);
  return h(
    'li',
    {
      class: `step ${step.state}${step.late ? ' late' : ''}${returned ? ' back' : ''}`,
      'aria-current': current ? 'step' : undefined,
    },
    h('span', { class: 'mark' }, mark),
    h(
      'div',
      { class: 'step-body' },
      h(
        'p',
        { class: 'step-title' },
        said(step.title),
        h('span', { class: 'unseen' }, ` (${t(`step.${step.state}`)})`),
      ),
      h('p', { class: 'step-about' }, actor, h('span', {}, allowance(step))),
      times(step),
    ),
  );
}

/** @param {any} step */
function allowance(step) {
  const time =
    step.daysAllowed === undefined ? durationOf(step.minutesAllowed ?? 0) : t('time.days', { n: step.daysAllowed });
  return t('step.allowed', { time });
}

/** @param {any} step */
function times(step) {
  const parts = [];
  if (step.doneAt) parts.push(h('span', {}, t('step.doneAt', { time: momentOf(step.doneAt, state.now) })));
  else if (step.due) parts.push(h('span', {}, icon('clock'), t('step.due', { time: momentOf(step.due, state.now) })));
  if (step.late)
    parts.push(
      h(
        'strong',
        { class: 'late-by' },
        step.lateMinutes > 0 ? t('step.lateBy', { time: durationOf(step.lateMinutes) }) : t('step.late'),
      ),
    );
  return parts.length > 0 && h('p', { class: 'step-times' }, ...parts);
}
