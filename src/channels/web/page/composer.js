// Where a person writes: quick words, the text, papers by button, by drag and drop or from the clipboard.
import { h, icon } from './dom.js';
import { on, state } from './state.js';
import { fetchSample, SAMPLE_TYPE } from './samples.js';
import { said, t } from './texts.js';

/** Words the desk understands anywhere; officers have no request of their own to change. */
const WORDS = {
  applicant: ['menu', 'back', 'change', 'status', 'help', 'cancel'],
  officer: ['menu', 'status', 'statistics', 'help'],
  public: ['menu', 'back', 'help'],
};

/**
 * @param {import('./state.js').Person} person
 * @param {{ onText: (text: string) => void, onFiles: (files: File[]) => void }} send
 */
export function createComposer(person, { onText, onFiles }) {
  const box = /** @type {HTMLTextAreaElement} */ (
    h('textarea', {
      rows: '1',
      maxlength: '20000',
      enterkeyhint: 'send',
      autocomplete: 'off',
      tLabel: 'composer.text',
      tPlaceholder: 'composer.placeholder',
    })
  );
  const picker = /** @type {HTMLInputElement} */ (
    h('input', { type: 'file', multiple: true, hidden: true, accept: '.pdf,.jpg,.jpeg,.png,.xlsx,.csv,application/pdf,image/*' })
  );
  const words = h(
    'div',
    { class: 'words-bar', role: 'group', tLabel: 'composer.words' },
    ...WORDS[person.kind].map((word) => quickWord(word, onText)),
  );
  const menu = h('div', { class: 'attach-menu', hidden: true, role: 'group', tLabel: 'composer.attach' });
  const attach = h(
    'button',
    {
      type: 'button',
      class: 'round',
      'aria-expanded': 'false',
      tLabel: 'composer.attach',
      tTitle: 'composer.attach',
      onClick: toggleMenu,
    },
    icon('clip'),
  );
  const sendButton = h(
    'button',
    { type: 'submit', class: 'round send', tLabel: 'composer.send', tTitle: 'composer.send' },
    icon('send'),
  );
  const form = h('form', { class: 'composer', onSubmit: submit }, attach, box, sendButton, picker);
  const element = h('footer', { class: 'foot' }, words, menu, form);

  box.addEventListener('input', grow);
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  box.addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    onFiles(files);
  });
  picker.addEventListener('change', () => {
    onFiles([...(picker.files ?? [])]);
    picker.value = '';
  });
  element.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !menu.hidden) closeMenu(true);
  });
  document.addEventListener('click', (event) => {
    if (!menu.hidden && !element.contains(/** @type {Node} */ (event.target))) closeMenu(false);
  });
  on('language', () => !menu.hidden && fillMenu());

  /** @param {Event} event */
  function submit(event) {
    event.preventDefault();
    const text = box.value.trim();
    if (text === '') return;
    box.value = '';
    grow();
    onText(text);
  }

  function grow() {
    box.style.height = 'auto';
    box.style.height = `${Math.min(box.scrollHeight, 140)}px`;
  }

  function toggleMenu() {
    // Without samples there is only one thing to choose from: the person's own files.
    if (state.about.samples.length === 0) return picker.click();
    if (!menu.hidden) return closeMenu(true);
    fillMenu();
    menu.hidden = false;
    attach.setAttribute('aria-expanded', 'true');
    /** @type {HTMLElement | null} */ (menu.querySelector('button'))?.focus();
  }

  /** @param {boolean} refocus */
  function closeMenu(refocus) {
    menu.hidden = true;
    attach.setAttribute('aria-expanded', 'false');
    if (refocus) attach.focus();
  }

  function fillMenu() {
    const own = h(
      'button',
      { type: 'button', class: 'own', onClick: () => (closeMenu(true), picker.click()) },
      icon('open'),
      t('composer.pick'),
    );
    const samples = state.about.samples.map((/** @type {any} */ sample) =>
      h(
        'button',
        { type: 'button', onClick: () => void attachSample(sample) },
        icon(sample.type.startsWith('image/') ? 'image' : 'file'),
        h('span', {}, said(sample.label)),
      ),
    );
    menu.replaceChildren(own, h('p', {}, t('samples.title')), ...samples);
  }

  /** @param {any} sample */
  async function attachSample(sample) {
    closeMenu(true);
    onFiles([await fetchSample(sample)]);
  }

  /** Papers dropped anywhere on the chat are meant for it. @param {HTMLElement} area */
  function acceptDrops(area) {
    let depth = 0;
    const mark = (/** @type {number} */ change) => {
      depth = Math.max(0, depth + change);
      area.classList.toggle('dropping', depth > 0);
    };
    const carries = (/** @type {DragEvent} */ event) =>
      event.dataTransfer?.types.some((type) => type === 'Files' || type === SAMPLE_TYPE);
    area.append(h('p', { class: 'drop', 'aria-hidden': 'true' }, h('span', { t: 'composer.drop' })));
    area.addEventListener('dragenter', (event) => carries(event) && mark(1));
    area.addEventListener('dragleave', (event) => carries(event) && mark(-1));
    area.addEventListener('dragover', (event) => carries(event) && event.preventDefault());
    area.addEventListener('drop', (event) => {
      if (!carries(event)) return;
      event.preventDefault();
      depth = 0;
      mark(0);
      const name = event.dataTransfer?.getData(SAMPLE_TYPE);
      const sample = state.about.samples.find((/** @type {any} */ each) => each.name === name);
      if (sample) void attachSample(sample);
      else onFiles([...(event.dataTransfer?.files ?? [])]);
    });
  }

  return { element, acceptDrops, focus: () => box.focus() };
}

/** @param {string} word @param {(text: string) => void} onText */
function quickWord(word, onText) {
  return h('button', {
    type: 'button',
    'data-word': word,
    t: `word.${word}`,
    onClick: () => onText(t(`word.${word}`)),
  });
}
