// The pages around the figures: the one with the button that opens them, and those that say why there are none.
import { html } from 'hono/html';
import type { Html, Words } from './frame.ts';
import { frame, languageLinks } from './frame.ts';

/** Why there are no figures to see. */
export type NoteKind = 'used' | 'no_visit' | 'closed' | 'slow' | 'unknown' | 'trouble';

/** What a link of the chat leads to; the code is only used when the button is pressed. */
export function openingPage(words: Words, code: string): Html {
  const { language, t } = words;
  return small(
    words,
    t('dashboard.link.title'),
    html`<p>${t('dashboard.link.text')}</p>
      <form method="post" action="/dasbor?lang=${language}">
        <input type="hidden" name="code" value="${code}" />
        <button class="main">${t('dashboard.link.open')}</button>
      </form>`,
    languageLinks(words),
  );
}

export function notePage(words: Words, kind: NoteKind): Html {
  const { t } = words;
  return small(words, t(`dashboard.note.${kind}`), html`<p>${t(NEXT[kind])}</p>`, '');
}

/** What to do then. */
const NEXT: Readonly<Record<NoteKind, string>> = {
  used: 'dashboard.next.ask',
  no_visit: 'dashboard.next.ask',
  closed: 'dashboard.next.ask',
  unknown: 'dashboard.next.ask',
  slow: 'dashboard.next.wait',
  trouble: 'dashboard.next.wait',
};

function small(words: Words, title: string, body: Html, foot: Html | string): Html {
  return frame(
    words,
    'small',
    title,
    html`<main class="card">
        <img class="mark" src="/dasbor/ikon.svg" alt="" width="48" height="48" />
        <h1>${title}</h1>
        ${body}
      </main>
      ${foot}`,
  );
}
