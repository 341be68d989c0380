// Where things stand: the applicant's telephone, the officers' desk, the progress; on a small screen one at a time.
import { h, icon, initials } from './dom.js';
import { drawBadge, hasTurn, sit } from './seats.js';
import { on, state, tell, unread } from './state.js';
import { said, t } from './texts.js';

/** Below this width one panel is shown at a time. */
export const narrow = matchMedia('(max-width: 859px)');

/**
 * Shows the chat of a seat, wherever the screen has room for it.
 * @param {string} id
 */
export function showSeat(id) {
  const person = state.people.find((each) => each.id === id);
  if (!person) return;
  if (person.kind !== 'applicant') sit(id);
  state.panel = id;
  tell('panel');
}

/** @param {{ desk: HTMLElement, switcher: HTMLElement, chats: Map<string, { element: HTMLElement, shown: () => void }> }} parts */
export function arrangePanels({ desk, switcher, chats }) {
  const people = [...state.people];
  // Right after the applicant: at the far end of the row nobody would find it.
  const tabs = people.map(({ id }) => id);
  tabs.splice(people.findIndex(({ kind }) => kind === 'applicant') + 1, 0, 'progress');
  const buttons = new Map(tabs.map((id) => [id, drawTab(id)]));
  switcher.replaceChildren(...buttons.values());
  switcher.dataset.tLabel = 'panels.label';

  /** @param {string} id */
  function drawTab(id) {
    const person = people.find((each) => each.id === id);
    const face = person
      ? h('span', { class: 'face', 'aria-hidden': 'true' }, initials(person.name || '·'))
      : h('span', { class: 'face plain-face' }, icon('route'));
    return h(
      'button',
      { type: 'button', 'data-panel': id, onClick: () => (person ? showSeat(id) : showProgress()) },
      face,
      h('span', { class: 'tab-title' }),
      h('span', { class: 'badge', hidden: true }),
      h('span', { class: 'dot', hidden: true }),
    );
  }

  function showProgress() {
    state.panel = 'progress';
    tell('panel');
  }

  function draw() {
    switcher.hidden = !narrow.matches;
    desk.dataset.panel =
      state.panel === 'progress'
        ? 'progress'
        : people.find(({ id }) => id === state.panel)?.kind === 'applicant'
          ? 'applicant'
          : 'officer';
    for (const [id, button] of buttons) {
      const person = people.find((each) => each.id === id);
      button.setAttribute('aria-pressed', String(id === state.panel));
      const title = /** @type {HTMLElement} */ (button.querySelector('.tab-title'));
      title.textContent = person ? said(person.title) : t('progress.title');
      const dot = /** @type {HTMLElement} */ (button.querySelector('.dot'));
      if (!person) continue;
      drawBadge(/** @type {HTMLElement} */ (button.querySelector('.badge')), unread(id));
      dot.hidden = !hasTurn(person);
    }
  }

  function drawChats() {
    for (const [id, chat] of chats) {
      const person = people.find((each) => each.id === id);
      chat.element.hidden = person?.kind !== 'applicant' && id !== state.officer;
    }
    draw();
    for (const chat of chats.values()) chat.shown();
  }

  on('panel', drawChats);
  for (const what of /** @type {const} */ (['language', 'lines', 'seen', 'applications'])) on(what, draw);
  narrow.addEventListener('change', drawChats);
  drawChats();
}
