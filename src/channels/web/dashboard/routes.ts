// The dashboard over HTTP: the link from the chat, the visit it opens, the page and its charts. Only POST changes anything, since chat
// programs fetch links by themselves to show what is behind them.
import type { Context } from 'hono';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Instant, Language, LocalDate } from '../../../app/ports.ts';
import type { Report, ReportSection } from '../../../core/report.ts';
import { createRateLimit } from '../../rate-limit.ts';
import { readLimited } from '../body.ts';
import { readVisit, visitCookie } from '../cookies.ts';
import { Fault, STATUS, toFault } from '../fault.ts';
import type { Guard } from '../guard.ts';
import type { WebOptions } from '../options.ts';
import type { Room } from '../room.ts';
import { serveFile } from '../static-page.ts';
import { figuresPage } from './figures-page.ts';
import type { Words } from './frame.ts';
import { wordsIn } from './frame.ts';
import { CHART_WIDTHS } from './section.ts';
import { notePage, openingPage } from './small-pages.ts';

export interface Dashboard {
  /** Uses the code of a link up; undefined when it is good for nothing (any more). */
  open(code: string): Promise<{ readonly token: string; readonly until: Instant } | undefined>;
  /** Undefined when the visit is over, or never was. */
  look(token: string, wanted: WantedFigures): Promise<ShownFigures | undefined>;
  close(token: string): Promise<void>;
  /** The chart of a section as a file of its own, light or dark as its reader's device; undefined where it has none. `width` in pixels. */
  chart(section: ReportSection, language: Language, width: number): Promise<string | undefined>;
}

/** The period as it stood in the address: anything. */
export interface WantedFigures {
  readonly language: Language;
  readonly from?: string;
  readonly day?: string;
}

export interface ShownFigures {
  readonly report: Report;
  /** Why they are not those of the period in the address. */
  readonly problem?: 'not_a_day' | 'future' | 'too_early' | 'backwards';
  readonly today: LocalDate;
  readonly until: Instant;
}

interface DashboardDeps {
  readonly dashboard: Dashboard;
  readonly options: WebOptions;
  readonly guard: Guard;
  readonly room: Room;
}

const MAX_FORM = 1_000;

const CODE = /^K[0-9A-Z]{12}$/;

const Size = z.enum(['narrow', 'middle', 'wide']).catch('wide');

const PAGE_HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  // With `no-referrer` a browser would not say where a form comes from either.
  'Referrer-Policy': 'strict-origin',
  'X-Robots-Tag': 'noindex',
};

/** The file may dress itself and nothing else. */
const CHART_HEADERS = {
  'Content-Type': 'image/svg+xml',
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
};

export function routeDashboard(app: Hono, { dashboard, options, guard, room }: DashboardDeps): void {
  const opening = createRateLimit({ burst: 10, perMinute: 6 });
  const looking = createRateLimit({ burst: 200, perMinute: 200 });
  const pages = new Hono();
  serveFile(pages, '/gaya.css', 'dashboard/style.css');
  serveFile(pages, '/ikon.svg', 'page/icon.svg');

  pages.onError((error, context) => {
    const fault = toFault(error);
    if (fault.code === 'failed') options.log.error('the dashboard failed', { error, path: context.req.routePath });
    if (fault.retryAfter !== undefined) context.header('Retry-After', String(Math.ceil(fault.retryAfter)));
    const kind = fault.code === 'rate_limited' ? 'slow' : STATUS[fault.code] === 404 ? 'unknown' : 'trouble';
    return show(context, notePage(words(context), kind), STATUS[fault.code]);
  });

  pages.get('/', async (context) => {
    const shown = await look(context);
    if (!shown) return show(context, notePage(words(context), 'no_visit'), 403);
    return show(context, figuresPage(words(context), shown, options.agency));
  });

  pages.get('/grafik/:file', async (context) => {
    const shown = await look(context);
    if (!shown) throw new Fault('not_allowed');
    const key = /^(.+)\.svg$/.exec(context.req.param('file'))?.[1];
    const section = shown.report.sections.find((each) => each.key === key);
    const width = CHART_WIDTHS[Size.parse(context.req.query('size'))];
    const svg = section && (await dashboard.chart(section, languageOf(context), width));
    if (svg === undefined) throw new Fault('not_found');
    return new Response(svg, { headers: CHART_HEADERS });
  });

  pages.get('/:code', (context) => {
    const code = context.req.param('code');
    if (!CODE.test(code)) throw new Fault('not_found');
    return show(context, openingPage(words(context), code));
  });

  pages.post('/', guard.writing, async (context) => {
    pace(opening.take(guard.remote(context), Date.parse(options.now())));
    const form = new URLSearchParams(await readLimited(context.req.raw, MAX_FORM, room));
    const code = form.get('code') ?? '';
    const visit = CODE.test(code) ? await dashboard.open(code) : undefined;
    if (!visit) return show(context, notePage(words(context), 'used'), 410);
    const seconds = Math.round((Date.parse(visit.until) - Date.parse(options.now())) / 1000);
    context.header('Set-Cookie', visitCookie(visit.token, seconds, guard.secure));
    return context.redirect(`/dasbor?lang=${languageOf(context)}`, 303);
  });

  pages.post('/tutup', guard.writing, async (context) => {
    const token = tokenOf(context);
    if (token !== undefined) await dashboard.close(token);
    context.header('Set-Cookie', visitCookie('', 0, guard.secure));
    return show(context, notePage(words(context), 'closed'));
  });

  app.route('/dasbor', pages);

  async function look(context: Context): Promise<ShownFigures | undefined> {
    pace(looking.take(guard.remote(context), Date.parse(options.now())));
    const token = tokenOf(context);
    const { from, day } = context.req.query();
    const period = { ...(from ? { from } : {}), ...(day ? { day } : {}) };
    return token === undefined ? undefined : dashboard.look(token, { language: languageOf(context), ...period });
  }

  function tokenOf(context: Context): string | undefined {
    return readVisit(context.req.header('cookie'), guard.secure);
  }

  function words(context: Context): Words {
    return wordsIn(options.texts, languageOf(context));
  }
}

function languageOf(context: Context): Language {
  return context.req.query('lang') === 'en' ? 'en' : 'id';
}

function pace(seconds: number): void {
  if (seconds > 0) throw new Fault('rate_limited', seconds);
}

async function show(
  context: Context,
  page: ReturnType<typeof notePage>,
  status: (typeof STATUS)[keyof typeof STATUS] | 200 | 410 = 200,
): Promise<Response> {
  return context.html(page, status, PAGE_HEADERS);
}
