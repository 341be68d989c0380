// What the page knows: people, their chats, requests, the time. Parts of the page listen to what concerns them.

/**
 * @typedef {{ id: string, name: string, title: { id: string, en: string }, kind: 'applicant' | 'officer' | 'public', role: string }} Person
 * @typedef {{ id: string, name: string, type: string, size: number, url: string }} Paper
 * @typedef {{ seq: number, from: 'bot' | 'person', text: string, choices: { id: string, label: string }[], file?: Paper, at: string }} Line
 * @typedef {{ lines: Line[], seen: number }} Chat
 */

export const state = {
  /** @type {any} */
  about: {},
  /** @type {Person[]} */
  people: [],
  /** @type {Map<string, Chat>} */
  chats: new Map(),
  /** @type {any[]} */
  applications: [],
  /** Number of the request that is drawn. */
  shown: '',
  /** The seat in front of the officers' desk. */
  officer: '',
  /** On a small screen: which panel is in front. */
  panel: '',
  now: '',
};

const bus = new EventTarget();

/** @param {'people' | 'lines' | 'seen' | 'applications' | 'clock' | 'language' | 'panel' | 'connection'} what @param {(detail: any) => void} listener */
export function on(what, listener) {
  bus.addEventListener(what, (event) => listener(/** @type {CustomEvent} */ (event).detail));
}

/** @param {string} what @param {unknown} [detail] */
export function tell(what, detail) {
  bus.dispatchEvent(new CustomEvent(what, { detail }));
}

/** @param {string} person @returns {Chat} */
export function chatOf(person) {
  let chat = state.chats.get(person);
  if (!chat) state.chats.set(person, (chat = { lines: [], seen: 0 }));
  return chat;
}

/** Adds lines that are new; says so once. @param {string} person @param {Line[]} lines */
export function addLines(person, lines) {
  const chat = chatOf(person);
  const last = chat.lines.at(-1)?.seq ?? 0;
  const fresh = lines.filter(({ seq }) => seq > last);
  if (fresh.length === 0) return;
  chat.lines.push(...fresh);
  tell('lines', { person, fresh });
}

/** Lines of the bot nobody has looked at yet. @param {string} person */
export function unread(person) {
  const chat = chatOf(person);
  return chat.lines.filter(({ seq, from }) => from === 'bot' && seq > chat.seen).length;
}

/** @param {string} person */
export function markSeen(person) {
  const chat = chatOf(person);
  const last = chat.lines.at(-1)?.seq ?? 0;
  if (chat.seen === last) return;
  chat.seen = last;
  tell('seen', { person });
}
