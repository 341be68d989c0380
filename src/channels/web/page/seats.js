// The officers' seats as tabs: who sits there, what is unread, and whose turn it is.
import { h, initials } from './dom.js';
import { on, state, tell, unread } from './state.js';
import { said, t } from './texts.js';

/**
 * @param {import('./state.js').Person[]} people
 * @param {(id: string) => void} onSit
 */
export function createSeats(people, onSit) {
  const element = h('div', { class: 'seats', role: 'tablist', tLabel: 'seats.label' });
  const tabs = new Map(people.map((person) => [person.id, drawSeat(person)]));
  element.append(...tabs.values());

  /** @param {import('./state.js').Person} person */
  function drawSeat(person) {
    return h(
      'button',
      {
        type: 'button',
        role: 'tab',
        class: 'seat',
        id: `seat-${person.id}`,
        'data-person': person.id,
        'aria-controls': `chat-${person.id}`,
        onClick: () => onSit(person.id),
        onKeydown: move,
      },
      h('span', { class: 'face', 'aria-hidden': 'true' }, initials(person.name)),
      h('span', { class: 'who' }, h('span', { class: 'title' }), h('small', {}, person.name)),
      h('span', { class: 'badge', hidden: true }),
      h('span', { class: 'turn', hidden: true }),
    );
  }

  /** Arrow keys go from seat to seat. @param {KeyboardEvent} event */
  function move(event) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = people.findIndex(({ id }) => id === state.officer);
    const next = people[(at + step + people.length) % people.length];
    onSit(next.id);
    tabs.get(next.id)?.focus();
  }

  function draw() {
    for (const person of people) {
      const tab = tabs.get(person.id);
      if (!tab) continue;
      const selected = person.id === state.officer;
      tab.setAttribute('aria-selected', String(selected));
      tab.tabIndex = selected ? 0 : -1;
      part(tab, '.title').textContent = said(person.title);
      tab.title = `${said(person.title)} · ${person.name}`;
      drawBadge(part(tab, '.badge'), unread(person.id));
      const turn = part(tab, '.turn');
      turn.hidden = !hasTurn(person);
      turn.textContent = t('seats.turn');
    }
  }

  for (const what of /** @type {const} */ (['language', 'lines', 'seen', 'applications', 'panel'])) on(what, draw);
  draw();
  return { element, draw };
}

/** Whether the request that is shown waits for this seat. @param {import('./state.js').Person} person */
export function hasTurn(person) {
  const view = state.applications.find(({ number }) => number === state.shown);
  return view?.holder?.role === person.role;
}

/** @param {HTMLElement} badge @param {number} count */
export function drawBadge(badge, count) {
  badge.hidden = count === 0;
  badge.replaceChildren(String(Math.min(count, 99)), h('span', { class: 'unseen' }, ` ${t('seats.unread')}`));
}

/** @param {HTMLElement} root @param {string} selector */
function part(root, selector) {
  return /** @type {HTMLElement} */ (root.querySelector(selector));
}

/** Brings a seat to the front. @param {string} id */
export function sit(id) {
  state.officer = id;
  tell('panel');
}
