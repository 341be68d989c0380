// One chat: who it is with, what was said, and what can be said next. The applicant's looks like a telephone.
import { ApiError, get, messagesOf, newKey, say, upload } from './api.js';
import { createComposer } from './composer.js';
import { h, icon, initials } from './dom.js';
import { drawLine, drawPending } from './message.js';
import { addLines, chatOf, markSeen, on, state } from './state.js';
import { applyTexts, dayOf, said, t } from './texts.js';

/** Within so many pixels of the end one is reading the newest. */
const NEAR_END = 80;

/** @param {import('./state.js').Person} person @param {{ phone: boolean }} look */
export function createChat(person, { phone }) {
  const log = h('div', { class: 'log', role: 'log', 'aria-live': 'polite', tabindex: '0', tLabel: 'chat.log' });
  const waiting = h('div', { class: 'waiting' });
  const typing = h(
    'div',
    { class: 'typing', hidden: true },
    h('span', { class: 'unseen', t: 'chat.typing' }),
    h('i'),
    h('i'),
    h('i'),
  );
  const newest = h(
    'button',
    { type: 'button', class: 'newest', hidden: true, onClick: () => toEnd() },
    icon('down'),
    h('span', { t: 'chat.newest' }),
  );
  const scroll = h('div', { class: 'scroll' }, log, waiting, typing);
  const title = h('p', { class: 'title' });
  const head = h(
    'header',
    { class: 'head' },
    h('span', { class: 'face', 'aria-hidden': 'true' }, initials(person.name || 'Meja TTE')),
    h('div', {}, h('h2', {}, person.name), title),
  );
  const composer = createComposer(person, {
    onText: (text) => void sendText(text),
    onFiles: (files) => void sendFiles(files),
  });
  const element = h(
    'section',
    { class: `chat${phone ? ' phone' : ''}`, id: `chat-${person.id}`, 'data-person': person.id },
    head,
    scroll,
    newest,
    composer.element,
  );
  let busy = 0;
  let lastDay = '';
  let wasVisible = false;
  composer.acceptDrops(element);

  const empty = h(
    'div',
    { class: 'empty' },
    h('p', { t: `chat.empty.${person.kind}` }),
    h(
      'button',
      { type: 'button', class: 'choice', onClick: () => void sendText(t('word.start')) },
      h('span', { t: 'word.start' }),
    ),
  );
  log.append(empty);

  function retitle() {
    // A visitor knows who he is: his chat is named after the desk.
    title.textContent = said(person.name ? person.title : state.about.agency);
    if (!person.name) head.querySelector('h2').textContent = t('page.title');
    element.setAttribute('aria-label', `${head.querySelector('h2').textContent}, ${title.textContent}`);
    for (const time of log.querySelectorAll('.day'))
      time.textContent = dayOf(/** @type {HTMLElement} */ (time).dataset.at ?? '');
  }

  /** @param {import('./state.js').Line[]} lines */
  function add(lines) {
    const follow = isNearEnd() || lines.some(({ from }) => from === 'person');
    empty.remove();
    for (const line of lines) {
      const day = dayOf(line.at);
      if (day !== lastDay) log.append(h('p', { class: 'day', 'data-at': line.at }, day));
      lastDay = day;
      if (line.from === 'person')
        for (const old of log.querySelectorAll('.choices:not(.old)')) old.classList.add('old');
      const drawn = drawLine(line, {
        who: line.from === 'bot' ? t('chat.bot') : person.name || t('seat.visitor'),
        onChoose: (choice) => void sendChoice(choice),
      });
      applyTexts(drawn);
      log.append(drawn);
    }
    if (follow) toUnseen();
    else newest.hidden = false;
    seeIfShown();
  }

  function isNearEnd() {
    return scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR_END;
  }

  function toEnd() {
    scroll.scrollTop = scroll.scrollHeight;
    newest.hidden = true;
  }

  /** What is new is read from its beginning: a message longer than the screen does not start above it. */
  function toUnseen() {
    const { seen, lines } = chatOf(person.id);
    const first = lines.find(({ seq, from }) => from === 'bot' && seq > seen);
    const drawn = first && log.querySelector(`[data-seq="${first.seq}"]`);
    toEnd();
    if (!(drawn instanceof HTMLElement)) return;
    scroll.scrollTop = Math.min(scroll.scrollTop, drawn.offsetTop - 10);
    newest.hidden = isNearEnd();
  }

  /** Called whenever the panels were arranged anew; only a chat that was out of sight has to find its place. */
  function shown() {
    const visible = element.offsetParent !== null;
    if (visible && !wasVisible) toUnseen();
    wasVisible = visible;
    seeIfShown();
  }

  function seeIfShown() {
    if (element.offsetParent !== null && document.visibilityState === 'visible') markSeen(person.id);
  }

  /** @param {string} text */
  function sendText(text) {
    const key = newKey();
    return deliver({ text }, () => say(person.id, { text }, key));
  }

  /** @param {{ id: string, label: string }} choice */
  function sendChoice(choice) {
    const key = newKey();
    return deliver({ text: choice.label }, () => say(person.id, { choice: choice.id }, key));
  }

  /** One after the other, so that they arrive in the order chosen. @param {File[]} files */
  async function sendFiles(files) {
    for (const file of files) {
      const key = newKey();
      await deliver({ file }, (onProgress) => upload(person.id, file, key, onProgress));
    }
  }

  /** @param {{ text?: string, file?: File }} what @param {(onProgress: (share: number) => void) => Promise<unknown>} send */
  async function deliver(what, send) {
    const pending = drawPending(what);
    applyTexts(pending.element);
    empty.remove();
    waiting.append(pending.element);
    await attempt();

    async function attempt() {
      pending.element.classList.remove('failed');
      pending.note.replaceChildren(t('chat.sending'));
      typing.hidden = (busy += 1) === 0;
      toEnd();
      try {
        await send((share) => {
          if (pending.bar) /** @type {HTMLProgressElement} */ (pending.bar).value = share;
        });
        await refresh();
        pending.element.remove();
      } catch (error) {
        fail(error instanceof ApiError ? error : new ApiError(t('error.failed'), true));
      } finally {
        typing.hidden = (busy -= 1) === 0;
      }
    }

    /** @param {ApiError} error */
    function fail(error) {
      pending.element.classList.add('failed');
      const dismiss = h('button', { type: 'button', onClick: () => pending.element.remove() }, t('chat.dismiss'));
      const again = error.again && h('button', { type: 'button', onClick: () => void attempt() }, t('chat.again'));
      pending.note.replaceChildren(error.message, ' ', ...(again ? [again, ' '] : []), dismiss);
    }
  }

  /** The answer is there once the message was taken: fetching it does not wait for the events. */
  async function refresh() {
    const after = chatOf(person.id).lines.at(-1)?.seq ?? 0;
    addLines(person.id, await get(`${messagesOf(person.id)}?after=${after}`));
  }

  // A keyboard that comes up, or a window made smaller, must not hide the newest line.
  let nearEnd = true;
  new ResizeObserver(() => nearEnd && toEnd()).observe(scroll);
  scroll.addEventListener('scroll', () => {
    nearEnd = isNearEnd();
    if (nearEnd) newest.hidden = true;
  });
  on('lines', ({ person: id, fresh }) => id === person.id && add(fresh));
  on('language', retitle);
  retitle();
  return {
    element,
    refresh,
    sendText,
    sendFiles,
    toEnd,
    shown,
    focus: composer.focus,
    person,
  };
}

/** The chat that the applicant writes in. */
export function applicant() {
  return state.people.find(({ kind }) => kind === 'applicant');
}
