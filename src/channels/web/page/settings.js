// What a reader sets for himself: the language of the page, and light or dark. Kept in his own browser.
import { h, icon } from './dom.js';
import { tell } from './state.js';
import { applyTexts, currentLanguage, useLanguage } from './texts.js';

const THEMES = /** @type {const} */ (['auto', 'light', 'dark']);
const ICONS = /** @type {const} */ ({ auto: 'auto', light: 'sun', dark: 'moon' });

/** @returns {'id' | 'en'} */
export function chosenLanguage() {
  return recall('language') === 'en' ? 'en' : 'id';
}

/** @param {HTMLElement} element */
export function drawSettings(element) {
  const languages = h(
    'div',
    { class: 'languages', role: 'group', tLabel: 'settings.language' },
    ...['id', 'en'].map((each) =>
      h(
        'button',
        { type: 'button', lang: each, 'data-language': each, onClick: () => choose(/** @type {'id' | 'en'} */ (each)) },
        each.toUpperCase(),
      ),
    ),
  );
  const theme = h('button', { type: 'button', class: 'round', onClick: nextTheme });
  element.replaceChildren(languages, theme);

  function draw() {
    for (const button of languages.querySelectorAll('button'))
      button.setAttribute('aria-pressed', String(button.dataset.language === currentLanguage()));
    const chosen = chosenTheme();
    theme.replaceChildren(icon(ICONS[chosen]));
    theme.dataset.tLabel = `theme.${chosen}`;
    theme.dataset.tTitle = `theme.${chosen}`;
    applyTexts(element);
  }

  /** @param {'id' | 'en'} language */
  async function choose(language) {
    keep('language', language);
    await useLanguage(language);
    draw();
    tell('language');
  }

  function nextTheme() {
    const next = THEMES[(THEMES.indexOf(chosenTheme()) + 1) % THEMES.length] ?? 'auto';
    keep('theme', next);
    if (next === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    draw();
  }

  draw();
}

function chosenTheme() {
  const theme = document.documentElement.dataset.theme;
  return theme === 'light' || theme === 'dark' ? theme : 'auto';
}

/** @param {string} name */
function recall(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** @param {string} name @param {string} value */
function keep(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Storage may be closed to us: then it holds until the page is closed.
  }
}
