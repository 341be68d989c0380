// The page's own words in the language chosen, and dates and durations as that language writes them.

/** @type {Record<string, string>} */
let words = {};
/** @type {'id' | 'en'} */
let language = 'id';
let timeZone = 'Asia/Jakarta';
let zoneLabel = 'WIB';

/** @returns {'id' | 'en'} */
export function currentLanguage() {
  return language;
}

/** @param {{ timeZone: string, zoneLabel: string }} about */
export function setZone(about) {
  timeZone = about.timeZone;
  zoneLabel = about.zoneLabel;
}

/** Loads the words of a language and puts them wherever a key stands in the document. @param {'id' | 'en'} wanted */
export async function useLanguage(wanted) {
  const response = await fetch(`/api/texts?lang=${wanted}`);
  words = await response.json();
  language = wanted;
  document.documentElement.lang = wanted;
  applyTexts(document);
}

/** @param {string} key @param {Record<string, string | number>} [params] */
export function t(key, params = {}) {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => String(params[name] ?? whole));
}

/** A text that comes in both languages. @param {{ id: string, en: string } | undefined} text */
export function said(text) {
  return text?.[language] ?? text?.id ?? '';
}

const TARGETS = [
  ['t', (/** @type {HTMLElement} */ element, /** @type {string} */ text) => (element.textContent = text)],
  ['tLabel', (element, text) => element.setAttribute('aria-label', text)],
  ['tTitle', (element, text) => element.setAttribute('title', text)],
  ['tPlaceholder', (element, text) => element.setAttribute('placeholder', text)],
];

/** Fills in every element under `root` that names a key. @param {ParentNode} root */
export function applyTexts(root) {
  for (const [name, put] of TARGETS) {
    const attribute = `data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    const own = root instanceof HTMLElement && root.hasAttribute(attribute) ? [root] : [];
    for (const element of [...own, ...root.querySelectorAll(`[${attribute}]`)]) {
      const key = element.dataset[name];
      if (key) put(element, t(key));
    }
  }
}

/** @param {string} instant @param {Intl.DateTimeFormatOptions} options */
function format(instant, options) {
  return new Intl.DateTimeFormat(language === 'id' ? 'id-ID' : 'en-GB', { timeZone, ...options }).format(
    new Date(instant),
  );
}

/** `09.15` or `09:15`. @param {string} instant */
export function timeOf(instant) {
  return format(instant, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

/** `Senin, 23 November 2026`. @param {string} instant */
export function dayOf(instant) {
  return format(instant, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
}

/** `Sen, 23 Nov 2026`. @param {string} instant */
export function shortDayOf(instant) {
  return format(instant, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
}

/** Time, with the day in front when it is another than that of `now`. @param {string} instant @param {string} now */
export function momentOf(instant, now) {
  const time = `${timeOf(instant)} ${zoneLabel}`;
  return dayOf(instant) === dayOf(now)
    ? time
    : `${format(instant, { weekday: 'short', day: 'numeric', month: 'short' })}, ${time}`;
}

/** `23 November 2026` of a calendar day. @param {string} day */
export function dateOf(day) {
  const options = /** @type {const} */ ({ day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  return new Intl.DateTimeFormat(language === 'id' ? 'id-ID' : 'en-GB', options).format(new Date(`${day}T00:00:00Z`));
}

/** `15 menit`, `2 jam 5 menit`. @param {number} minutes */
export function durationOf(minutes) {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const parts = [];
  if (hours > 0) parts.push(t('time.hours', { n: hours }));
  if (rest > 0 || hours === 0) parts.push(t('time.minutes', { n: rest }));
  return parts.join(' ');
}

/** `1,2 MB`. @param {number} bytes */
export function sizeOf(bytes) {
  const number = (/** @type {number} */ value) =>
    new Intl.NumberFormat(language === 'id' ? 'id-ID' : 'en-GB', { maximumFractionDigits: 1 }).format(value);
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${number(bytes / 1000)} KB` : `${number(bytes / 1_000_000)} MB`;
}

/** The zone's short name, e.g. WITA. */
export function zone() {
  return zoneLabel;
}
