// Draws one line of a chat: the words, the paper, the choices. Whatever stands in a message stays text.
import { h, icon } from './dom.js';
import { sizeOf, t, timeOf } from './texts.js';
import { openPaper } from './viewer.js';

/** Links, *bold*, _italic_, in the way chats write them. */
const MARKS =
  /(https?:\/\/[^\s<>"'`*]+)|(?<![\p{L}\p{N}*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\p{L}\p{N}*])|(?<![\p{L}\p{N}_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\p{L}\p{N}_])/gu;

/** @param {string} text @returns {(Node | string)[]} */
export function formatText(text) {
  /** @type {(Node | string)[]} */
  const parts = [];
  let at = 0;
  for (const match of text.matchAll(MARKS)) {
    const [whole, link, bold, italic] = match;
    parts.push(text.slice(at, match.index));
    at = match.index + whole.length;
    if (link !== undefined) {
      const address = link.replace(/[.,;:!?)\]]+$/, '');
      parts.push(linkTo(address), link.slice(address.length));
    } else if (bold !== undefined) parts.push(h('strong', {}, ...formatText(bold)));
    else parts.push(h('em', {}, ...formatText(italic ?? '')));
  }
  parts.push(text.slice(at));
  return parts.filter((part) => part !== '');
}

/** @param {string} address */
function linkTo(address) {
  if (!URL.canParse(address)) return address;
  return h('a', { href: address, target: '_blank', rel: 'noopener noreferrer nofollow' }, address);
}

/**
 * @param {import('./state.js').Line} line
 * @param {{ who: string, onChoose: (choice: { id: string, label: string }) => void }} how
 */
export function drawLine(line, { who, onChoose }) {
  const time = h('time', { datetime: line.at }, timeOf(line.at));
  const text = line.text && h('p', { class: 'words', dir: 'auto' }, ...formatText(line.text));
  const bubble = h(
    'div',
    { class: 'bubble' },
    h('span', { class: 'unseen' }, who),
    line.file && drawPaper(line.file),
    text,
    time,
  );
  const choices = line.from === 'bot' && line.choices.length > 0 && drawChoices(line, onChoose);
  return h('article', { class: `line ${line.from}`, 'data-seq': line.seq }, bubble, choices);
}

/** @param {import('./state.js').Line} line @param {(choice: { id: string, label: string }) => void} onChoose */
function drawChoices(line, onChoose) {
  const short = line.choices.every(({ label }) => label.length <= 8);
  const buttons = line.choices.map((choice) =>
    h(
      'button',
      { type: 'button', class: 'choice', 'data-choice': choice.id, onClick: () => onChoose(choice) },
      choice.label,
    ),
  );
  return h(
    'div',
    { class: `choices${short && line.choices.length > 3 ? ' short' : ''}`, role: 'group', tLabel: 'chat.choices' },
    ...buttons,
  );
}

/** @param {import('./state.js').Paper} paper */
function drawPaper(paper) {
  const image = paper.type.startsWith('image/');
  const open = (/** @type {Event} */ event) => {
    event.preventDefault();
    openPaper(paper);
  };
  return h(
    'a',
    { class: `paper${image ? ' picture' : ''}`, href: paper.url, onClick: open, target: '_blank', rel: 'noopener' },
    image ? h('img', { src: paper.url, alt: '', loading: 'lazy' }) : h('span', { class: 'kind' }, paperKind(paper)),
    h(
      'span',
      { class: 'about' },
      h('span', { class: 'name' }, paper.name),
      h('small', {}, `${sizeOf(paper.size)} · `, h('span', { t: 'paper.open' }, t('paper.open'))),
    ),
  );
}

/** @param {import('./state.js').Paper} paper */
function paperKind(paper) {
  return paper.type === 'application/pdf' ? 'PDF' : '···';
}

/**
 * What has been sent but does not stand in the chat yet.
 * @param {{ text?: string, file?: File }} sent
 */
export function drawPending({ text, file }) {
  const bar = file && h('progress', { max: '1', value: '0', tLabel: 'chat.uploading' });
  const note = h('small', { class: 'note' });
  const bubble = h(
    'div',
    { class: 'bubble' },
    file &&
      h(
        'span',
        { class: 'paper' },
        icon('file'),
        h('span', { class: 'about' }, h('span', { class: 'name' }, file.name), h('small', {}, sizeOf(file.size))),
      ),
    bar,
    text && h('p', { class: 'words', dir: 'auto' }, text),
    note,
  );
  return { element: h('article', { class: 'line person pending' }, bubble), bar, note };
}
