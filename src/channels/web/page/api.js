// Talks to the desk: what the page asks, what a person sends, and the events that come by themselves.
import { currentLanguage, t } from './texts.js';

/** What went wrong, in the reader's language. */
export class ApiError extends Error {
  /** @param {string} message @param {boolean} again whether the same may work later */
  constructor(message, again) {
    super(message);
    this.again = again;
  }
}

/** @param {string} path */
export async function get(path) {
  const response = await reach(() => fetch(path, { headers: { Accept: 'application/json' } }));
  return answerOf(response.status, await response.text());
}

/** @param {string} path @param {object} body @param {Record<string, string>} [headers] */
export async function post(path, body, headers = {}) {
  const response = await reach(() =>
    fetch(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'Content-Type': 'application/json', ...headers },
    }),
  );
  return answerOf(response.status, await response.text());
}

/**
 * Sends one thing a person says. The key makes a second try harmless.
 * @param {string} person @param {{ text: string } | { choice: string }} said @param {string} key
 */
export function say(person, said, key) {
  return post(messagesOf(person), said, { 'Idempotency-Key': key });
}

/**
 * Uploads one file and tells how far it is (0 to 1).
 * @param {string} person @param {File} file @param {string} key @param {(share: number) => void} onProgress
 */
export function upload(person, file, key, onProgress) {
  const form = new FormData();
  form.set('file', file, file.name);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', messagesOf(person));
    request.setRequestHeader('Idempotency-Key', key);
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener('error', () => reject(new ApiError(t('error.offline'), true)));
    request.addEventListener('load', () => {
      try {
        resolve(answerOf(request.status, request.responseText));
      } catch (error) {
        reject(error);
      }
    });
    request.send(form);
  });
}

/** @param {string} person */
export function messagesOf(person) {
  return `/api/chats/${encodeURIComponent(person)}/messages`;
}

/**
 * Every new line of every chat one may see. After a break the browser says where it was; when it has given up, the page does.
 * @param {() => Record<string, number>} positions last line known of each chat
 * @param {{ message: (event: { person: string, message: object }) => void, clock: (now: string) => void, up: (connected: boolean) => void }} on
 */
export function listen(positions, on) {
  const after = new URLSearchParams(Object.entries(positions()).map(([person, seq]) => [person, String(seq)]));
  const source = new EventSource(`/api/events?after=${encodeURIComponent(after.toString())}`);
  source.addEventListener('message', (event) => on.message(JSON.parse(event.data)));
  source.addEventListener('clock', (event) => on.clock(JSON.parse(event.data).now));
  source.addEventListener('open', () => on.up(true));
  source.addEventListener('error', () => {
    on.up(false);
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen(positions, on), 3000);
  });
}

/** Unique enough for one chat. */
export function newKey() {
  return (
    crypto.randomUUID?.() ?? [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16)).join('')
  );
}

/** @param {() => Promise<Response>} ask */
async function reach(ask) {
  try {
    return await ask();
  } catch {
    throw new ApiError(t('error.offline'), true);
  }
}

/** @param {number} status @param {string} body */
function answerOf(status, body) {
  let value;
  try {
    value = JSON.parse(body);
  } catch {
    throw new ApiError(t('error.failed'), true);
  }
  if (status >= 200 && status < 300) return value;
  throw new ApiError(value?.error?.message?.[currentLanguage()] ?? t('error.failed'), status >= 500 || status === 429);
}
