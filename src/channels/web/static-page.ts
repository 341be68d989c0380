// The page's own files, from a fixed list read once at the start: no path from outside ever reaches the disk.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Hono } from 'hono';

const TYPES = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
} as const;

const PAGE_FILES = [
  'index.html',
  'icon.svg',
  'style/base.css',
  'style/chat.css',
  'style/desk.css',
  'style/progress.css',
  'style/dialog.css',
  'app.js',
  'api.js',
  'chat.js',
  'clock.js',
  'composer.js',
  'dom.js',
  'message.js',
  'panels.js',
  'progress.js',
  'samples.js',
  'seats.js',
  'settings.js',
  'state.js',
  'texts.js',
  'theme.js',
  'viewer.js',
] as const;

/** Answers `GET /` and each of the page's files. */
export function servePage(app: Hono): void {
  for (const name of PAGE_FILES) serveFile(app, name === 'index.html' ? '/' : `/${name}`, `page/${name}`);
}

/** Answers GET of a path with a file of ours, with an ETag so that a second visit costs nothing. `name` is below this folder. */
export function serveFile(app: Hono, path: string, name: string): void {
  const body = readFileSync(new URL(`./${name}`, import.meta.url));
  const extension = name.slice(name.lastIndexOf('.') + 1) as keyof typeof TYPES;
  const tag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const headers = { 'Content-Type': TYPES[extension], ETag: tag, 'Cache-Control': 'no-cache' };
  app.get(path, (context) =>
    context.req.header('if-none-match') === tag
      ? new Response(null, { status: 304, headers })
      : new Response(new Uint8Array(body), { headers }),
  );
}
