// What every page of the dashboard has: its head, its words, and the way to the other language.
import { html } from 'hono/html';
import type { Language } from '../../../app/ports.ts';

/** A page or a part of one; whatever was filled in is text, never markup. */
export type Html = ReturnType<typeof html>;

export interface Words {
  readonly language: Language;
  /** A text of the page, with `{name}` filled in. */
  readonly t: (key: string, params?: Readonly<Record<string, string>>) => string;
}

type PageTexts = Readonly<Record<Language, Readonly<Record<string, string>>>>;

export function wordsIn(texts: PageTexts, language: Language): Words {
  return {
    language,
    t: (key, params = {}) =>
      (texts[language][key] ?? key).replaceAll(/\{(\w+)\}/g, (whole, name: string) => params[name] ?? whole),
  };
}

/** `kind` is the class of the body. */
export function frame({ language, t }: Words, kind: 'small' | 'figures', title: string, body: Html): Html {
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>${title} · ${t('page.title')}</title>
        <link rel="icon" href="/dasbor/ikon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/dasbor/gaya.css" />
      </head>
      <body class="${kind}">
        ${body}
      </body>
    </html> `;
}

const LANGUAGES = [
  ['id', 'Bahasa Indonesia'],
  ['en', 'English'],
] as const;

/** Links to the same page in either language; `query` is what else stands in its address. */
export function languageLinks({ language, t }: Words, query: Readonly<Record<string, string>> = {}): Html {
  return html`<nav class="languages" aria-label="${t('settings.language')}">
    ${LANGUAGES.map(
      ([each, name]) =>
        html`<a
          lang="${each}"
          hreflang="${each}"
          href="?${addressOf({ ...query, lang: each })}"
          ${each === language ? html`aria-current="true"` : ''}
          aria-label="${name}"
          >${each.toUpperCase()}</a
        > `,
    )}
  </nav>`;
}

export function addressOf(query: Readonly<Record<string, string>>): string {
  return new URLSearchParams(query).toString();
}
