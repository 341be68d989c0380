// Opens the page: asks who is here, lays out the chats, and keeps everything up to date from then on.
import { get, listen, messagesOf, say } from './api.js';
import { createChat } from './chat.js';
import { startClock } from './clock.js';
import { h } from './dom.js';
import { arrangePanels, showSeat } from './panels.js';
import { createProgress, refreshApplications } from './progress.js';
import { createSamples, fetchSample } from './samples.js';
import { createSeats } from './seats.js';
import { chosenLanguage, drawSettings } from './settings.js';
import { addLines, chatOf, on, state, tell, unread } from './state.js';
import { applyTexts, said, setZone, t, useLanguage } from './texts.js';
import { prepareViewer } from './viewer.js';

/** Several lines at once lead to one question. */
const CALM = 150;

/** @param {string} id */
function find(id) {
  return /** @type {HTMLElement} */ (document.querySelector(`#${id}`));
}

async function open() {
  const [about, people] = await Promise.all([get('/api/about'), get('/api/people'), useLanguage(chosenLanguage())]);
  Object.assign(state, { about, people, now: about.now });
  setZone(about);
  const demo = about.mode === 'demo';
  document.body.classList.add(about.mode);

  const chats = new Map(
    people.map((/** @type {import('./state.js').Person} */ person) => [
      person.id,
      createChat(person, { phone: demo && person.kind === 'applicant' }),
    ]),
  );
  const others = people.filter((/** @type {import('./state.js').Person} */ { kind }) => kind !== 'applicant');
  const first = people.find((/** @type {import('./state.js').Person} */ { kind }) => kind === 'applicant') ?? people[0];
  state.officer = others[0]?.id ?? '';
  state.panel = first.id;

  const progress = createProgress(sitAt);
  layOut(demo, chats, others, progress.element);
  drawSettings(find('settings'));
  prepareViewer();
  const clock = startClock(find('clock'));
  arrangePanels({ desk: find('desk'), switcher: find('switcher'), chats });
  applyTexts(document);
  retitle();
  find('desk').removeAttribute('aria-busy');

  await Promise.all([loadLines(people), refreshApplications().catch(() => undefined)]);
  tell('seen', {});
  watch(clock);
  // The key is the same whoever opens the page, and however often: it is said once.
  if (demo && chatOf(first.id).lines.length === 0) {
    await say(first.id, { text: t('word.start') }, 'auto-start');
    await chats.get(first.id)?.refresh();
  }
}

/** @param {boolean} demo @param {Map<string, any>} chats @param {import('./state.js').Person[]} others @param {HTMLElement} progress */
function layOut(demo, chats, others, progress) {
  const desk = h('div', { class: 'officers' });
  if (others.length > 0) desk.append(createSeats(others, showSeat).element);
  for (const { id, kind } of state.people) {
    const { element } = chats.get(id);
    if (kind === 'applicant') find('chats').append(element);
    else {
      element.setAttribute('role', 'tabpanel');
      element.setAttribute('aria-labelledby', `seat-${id}`);
      desk.append(element);
    }
  }
  if (others.length > 0) find('chats').append(desk);
  find('side').append(progress);
  const mine = state.people.find(({ kind }) => kind === 'applicant');
  /** @param {any} sample */
  async function attach(sample) {
    if (!mine) return;
    showSeat(mine.id);
    await chats.get(mine.id).sendFiles([await fetchSample(sample)]);
  }
  if (demo && mine && state.about.samples.length > 0)
    find('side').append(createSamples((sample) => void attach(sample)));
}

/** @param {import('./state.js').Person[]} people */
async function loadLines(people) {
  await Promise.all(
    people.map(async ({ id }) => {
      const lines = await get(messagesOf(id));
      // What stood there before the page was opened is not new.
      chatOf(id).seen = lines.at(-1)?.seq ?? 0;
      addLines(id, lines);
    }),
  );
}

/** @param {string} role */
function sitAt(role) {
  const person = state.people.find((each) => each.role === role);
  if (person) showSeat(person.id);
}

/** @param {{ set: (now: string) => void }} clock */
function watch(clock) {
  let calm = 0;
  const soon = () => {
    clearTimeout(calm);
    calm = setTimeout(() => refreshApplications().catch(() => undefined), CALM);
  };
  const positions = () => Object.fromEntries(state.people.map(({ id }) => [id, chatOf(id).lines.at(-1)?.seq ?? 0]));
  listen(positions, {
    message: ({ person, message }) => addLines(person, [/** @type {any} */ (message)]),
    clock: (now) => (clock.set(now), soon()),
    up: (connected) => {
      find('trouble').hidden = connected;
      if (!connected) find('trouble').textContent = t('trouble.offline');
    },
  });
  on('lines', soon);
  on('clock', soon);
  for (const what of /** @type {const} */ (['lines', 'seen', 'language'])) on(what, retitle);
  document.addEventListener('visibilitychange', () => tell('panel'));
}

function retitle() {
  find('agency').textContent = said(state.about.agency);
  const count = state.people.reduce((sum, { id }) => sum + unread(id), 0);
  document.title = `${count > 0 ? `(${count}) ` : ''}${t('page.title')}`;
}

open().catch((error) => {
  find('trouble').hidden = false;
  find('trouble').textContent = error instanceof Error ? error.message : String(error);
});
