// The log of main and scripts: pino, told what must not be seen. Secrets, personal fields and long digit runs
// (NIK, NIP, telephone numbers) are taken out here, so that a slip elsewhere does no harm.
import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import type { Log } from './app/ports.ts';
import type { LogLevel } from './config.ts';

/** Keys whose values are dropped wherever they stand, compared in lower case without `_` and `-`. */
const PERSONAL = new Set(
  `nik nip npwp phone telephone mail email officemail name fullname displayname title filename
   text message body caption label note reason choice choices answer answers input value values params session
   passphrase password token secret secrets datakey authorization cookie`.split(/\s+/),
);

const DEEPEST = 6;
const LONGEST = 2000;

/** Unguessable ids and hashes: hex with a letter in it, whole. They are let through; digits masked inside them help nobody. */
const OPAQUE = String.raw`\b(?=[0-9-]*[a-f])(?:[0-9a-f]{32,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b`;
/** Eight digits or more, also in groups with spaces; ten or more in groups with dashes (a date has eight). */
const DIGITS = String.raw`\d(?: ?\d){7,}|\d(?:-?\d){9,}`;
const OPAQUE_OR_DIGITS = new RegExp(`(${OPAQUE})|${DIGITS}`, 'gi');

/** A log that writes one JSON object a line, to standard output unless told otherwise. */
export function createLog(level: LogLevel, secrets: readonly string[], destination?: DestinationStream): Log {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  const logger = destination === undefined ? pino(options) : pino(options, destination);
  return {
    debug: (text, data) => write(logger, 'debug', secrets, text, data),
    info: (text, data) => write(logger, 'info', secrets, text, data),
    warn: (text, data) => write(logger, 'warn', secrets, text, data),
    error: (text, data) => write(logger, 'error', secrets, text, data),
  };
}

function write(
  logger: Logger,
  level: 'debug' | 'info' | 'warn' | 'error',
  secrets: readonly string[],
  text: string,
  data: Record<string, unknown> = {},
): void {
  if (!logger.isLevelEnabled(level)) return;
  logger[level](scrub(data, secrets), scrubText(text, secrets));
}

/** The same data without what must not be logged. Errors become plain objects with their causes. */
export function scrub(value: unknown, secrets: readonly string[], depth = 0): unknown {
  if (typeof value === 'string') return scrubText(value, secrets);
  if (typeof value === 'number' || typeof value === 'bigint') return scrubNumber(value);
  if (typeof value === 'function' || typeof value === 'symbol') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'no date' : value.toISOString();
  if (ArrayBuffer.isView(value)) return `<${value.byteLength} bytes>`;
  if (depth >= DEEPEST) return '<deeper>';
  if (value instanceof Error) return scrubError(value, secrets, depth);
  if (Array.isArray(value)) return value.slice(0, 50).map((item) => scrub(item, secrets, depth + 1));
  const clean: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    if (!isPersonal(key)) clean[scrubText(key, secrets)] = scrub(item, secrets, depth + 1);
  }
  return clean;
}

function scrubError(error: Error, secrets: readonly string[], depth: number): Record<string, unknown> {
  return {
    type: error.name,
    ...('code' in error ? { code: scrub(error.code, secrets, depth + 1) } : {}),
    message: scrubText(error.message, secrets),
    stack: scrubText(error.stack ?? '', secrets),
    ...(error.cause === undefined ? {} : { cause: scrub(error.cause, secrets, depth + 1) }),
  };
}

function scrubText(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) clean = clean.replaceAll(secret, '<secret>');
  clean = clean.replace(OPAQUE_OR_DIGITS, (_match, opaque: string | undefined) => opaque ?? '<digits>');
  return clean.length > LONGEST ? `${clean.slice(0, LONGEST)}…` : clean;
}

function scrubNumber(value: number | bigint): number | string {
  if (/\d{8}/.test(String(value))) return '<digits>';
  return typeof value === 'bigint' ? String(value) : value;
}

function isPersonal(key: string): boolean {
  return PERSONAL.has(key.toLowerCase().replaceAll(/[_-]/g, ''));
}
