// The page of figures: what stands first, the period, and the sections of the report, each with its chart and its table.
import { html } from 'hono/html';
import { formatDate } from '../../../core/calendar.ts';
import { localTimeAt } from '../../../core/office-time.ts';
import type { Report } from '../../../core/report.ts';
import type { WebOptions } from '../options.ts';
import type { Html, Words } from './frame.ts';
import { addressOf, frame, languageLinks } from './frame.ts';
import type { ShownFigures } from './routes.ts';
import { sectionOf } from './section.ts';

export function figuresPage(words: Words, shown: ShownFigures, agency: WebOptions['agency']): Html {
  const { language, t } = words;
  const { report, problem } = shown;
  const period = { from: report.from, day: report.day };
  return frame(
    words,
    'figures',
    report.title,
    html`<a class="skip" href="#angka">${t('dashboard.skip')}</a>
      <header class="top">
        <img class="mark" src="/dasbor/ikon.svg" alt="" width="44" height="44" />
        <p class="agency">${agency.name[language]}</p>
        ${languageLinks(words, period)}
      </header>
      <main id="angka" tabindex="-1">
        <div class="title">
          <h1>${report.title}</h1>
          <p>${report.subtitle}</p>
        </div>
        ${problem === undefined ? '' : html`<p class="trouble" role="status">${t(`dashboard.period.${problem}`)}</p>`}
        ${periodForm(words, shown)}
        <section class="summary" aria-label="${t('dashboard.summary')}">
          <dl>
            ${report.summary.map(
              ({ label, value }) =>
                html`<div class="card">
                  <dt>${label}</dt>
                  <dd>${value}</dd>
                </div>`,
            )}
          </dl>
        </section>
        <nav class="sections card" aria-label="${t('dashboard.sections')}">
          <details>
            <summary>${t('dashboard.choose', { count: String(report.sections.length) })}</summary>
            <ul>
              ${report.sections.map(({ key, title }) => html`<li><a href="#bagian-${key}">${title}</a></li>`)}
            </ul>
          </details>
        </nav>
        ${report.sections.map((section) => sectionOf(words, section, addressOf({ ...period, lang: language })))}
        ${notesOf(words, report)}
      </main>
      ${footer(words, shown, agency)}`,
  );
}

function periodForm({ language, t }: Words, { report, today }: ShownFigures): Html {
  const field = (name: 'from' | 'day', value: string): Html =>
    html`<label
      >${t(`dashboard.period.${name}`)} <input type="date" name="${name}" value="${value}" max="${today}" required
    /></label>`;
  return html`<form class="period card" method="get" action="/dasbor" aria-label="${t('dashboard.period.label')}">
    ${field('from', report.from)} ${field('day', report.day)}
    <input type="hidden" name="lang" value="${language}" />
    <button>${t('dashboard.period.show')}</button>
  </form>`;
}

function notesOf({ t }: Words, { notes }: Report): Html | string {
  if (notes.length === 0) return '';
  return html`<section class="notes card" aria-labelledby="catatan">
    <h2 id="catatan">${t('dashboard.notes')}</h2>
    <ul>
      ${notes.map((note) => html`<li>${note}</li>`)}
    </ul>
  </section>`;
}

function footer({ language, t }: Words, { report, until }: ShownFigures, agency: WebOptions['agency']): Html {
  const clock = (at: string): string => {
    const { date, hour, minute } = localTimeAt(at, agency);
    return `${formatDate(date, language)}, ${hour}${language === 'id' ? '.' : ':'}${minute} ${agency.zoneLabel}`;
  };
  return html`<footer>
    <p>${t('dashboard.made', { at: clock(report.madeAt) })} ${t('dashboard.until', { at: clock(until) })}</p>
    <form method="post" action="/dasbor/tutup?lang=${language}"><button>${t('dashboard.close')}</button></form>
  </footer>`;
}
