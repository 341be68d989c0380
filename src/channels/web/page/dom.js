// Makes elements. Words come in as text, never as markup.

/**
 * @param {string} tag
 * @param {Record<string, string | number | boolean | null | undefined | ((event: any) => void)>} [props] `class`, `on…` listeners, `t` / `tLabel` / `tTitle` / `tPlaceholder` keys of texts, else attributes.
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElement}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) setProp(element, name, value);
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Attributes that name a text instead of being one. */
const KEYS = new Set(['t', 'tLabel', 'tTitle', 'tPlaceholder']);

/** @param {HTMLElement} element @param {string} name @param {string | number | boolean | null | undefined | ((event: any) => void)} value */
function setProp(element, name, value) {
  if (value === undefined || value === null || value === false) return;
  if (typeof value === 'function') element.addEventListener(name.slice(2).toLowerCase(), value);
  else if (KEYS.has(name)) element.dataset[name] = String(value);
  else element.setAttribute(name, value === true ? '' : String(value));
}

const PATHS = {
  send: 'M4 12 20 4l-5 16-3.500-6.500Z M11.500 13.500 20 4',
  clip: 'M20 11.500 12.300 19.200a5 5 0 0 1-7-7L13.500 4a3.300 3.300 0 0 1 4.700 4.700l-8.200 8.200a1.700 1.700 0 0 1-2.400-2.400l7.500-7.500',
  check: 'm5 12.500 4.500 4.500L19 7.500',
  close: 'M6 6l12 12M18 6 6 18',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2.500v2M12 19.500v2M2.500 12h2M19.500 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M5.300 18.700l1.400-1.400M17.300 6.700l1.400-1.400',
  moon: 'M20 14.500A8.500 8.500 0 0 1 9.500 4 8.500 8.500 0 1 0 20 14.500Z',
  auto: 'M12 3.500a8.500 8.500 0 1 0 0 17ZM12 3.500a8.500 8.500 0 0 1 0 17',
  clock: 'M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17ZM12 7.500V12l3 2',
  file: 'M6.500 3.500h7L18 8v12.500H6.500ZM13.500 3.500V8H18M9 12.500h6M9 16h6',
  image: 'M4 5.500h16v13H4ZM4 16l4.500-4.500 4 4 2.500-2.500 5 4.500M15.500 8.500a1 1 0 1 0 0 2 1 1 0 0 0 0-2',
  down: 'M12 5v13M6 12.500l6 6 6-6',
  open: 'M14 4.500h5.500V10M19.500 4.500 11 13M17 14v5.500H4.500V7H10',
  back: 'M5 9.500 9.500 5M5 9.500 9.500 14M5 9.500h9a5 5 0 0 1 0 10h-3',
  route: 'M6 5.500v13M6 5.500a1 1 0 1 0 0-.1M6 12h8M6 18.500h8M14 12h4M14 18.500h4',
};

/** A line drawing, decorative only. @param {keyof typeof PATHS} name */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}

/** Two letters that stand for a person. @param {string} name */
export function initials(name) {
  const words = name
    .replace(/,.*$/, '')
    .split(/\s+/)
    .filter((word) => /^\p{L}/u.test(word) && !word.endsWith('.'));
  return ((words[0]?.[0] ?? '?') + (words.length > 1 ? (words.at(-1)?.[0] ?? '') : '')).toUpperCase();
}
