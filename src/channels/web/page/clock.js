// The desk's clock: what time it is at the office, and in the demo the buttons that move it on.
import { get, post } from './api.js';
import { h, icon } from './dom.js';
import { on, state, tell } from './state.js';
import { applyTexts, shortDayOf, t, timeOf, zone } from './texts.js';

const STEPS = [
  { advance: 'PT1H', key: 'clock.hour' },
  { advance: 'P1D', key: 'clock.day' },
  { advance: 'P3D', key: 'clock.days' },
];

/** What the server says is asked again this often; between, the page counts for itself. */
const ASK_EVERY = 30_000;

/** @param {HTMLElement} element */
export function startClock(element) {
  const time = h('time', {});
  const day = h('span', { class: 'date' });
  const buttons = STEPS.map(({ advance, key }) =>
    h('button', { type: 'button', t: key, 'data-advance': advance, onClick: () => move(advance) }),
  );
  const status = h('span', { class: 'unseen', role: 'status' });
  const moves = h('div', { class: 'moves', role: 'group', tLabel: 'clock.move' }, ...buttons);
  element.replaceChildren(icon('clock'), h('p', {}, time, day), ...(state.about.clock ? [moves] : []), status);
  element.hidden = false;
  applyTexts(element);
  let heardAt = performance.now();

  function draw() {
    const now = new Date(Date.parse(state.now) + performance.now() - heardAt).toISOString();
    time.textContent = `${timeOf(now)} ${zone()}`;
    time.setAttribute('datetime', now);
    day.textContent = shortDayOf(now);
  }

  /** @param {string} now */
  function set(now) {
    state.now = now;
    heardAt = performance.now();
    draw();
  }

  /** @param {string} advance */
  async function move(advance) {
    for (const button of buttons) button.disabled = true;
    try {
      const { now } = await post('/api/clock', { advance });
      set(now);
      tell('clock');
      status.textContent = t('clock.moved', { time: `${shortDayOf(now)} ${timeOf(now)}` });
    } catch (error) {
      status.textContent = error instanceof Error ? error.message : t('error.failed');
    } finally {
      for (const button of buttons) button.disabled = false;
    }
  }

  setInterval(draw, 1000);
  setInterval(async () => set((await get('/api/about')).now), ASK_EVERY);
  on('language', draw);
  set(state.now);
  return { set };
}
