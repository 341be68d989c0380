// What the API says when it cannot do what it was asked: a closed list of codes, each with a status and a sentence.
import type { Language } from '../../app/ports.ts';
import { OperationalError } from '../../app/ports.ts';

export const STATUS = {
  bad_json: 400,
  bad_request: 400,
  empty_message: 400,
  missing_file: 400,
  too_many_parts: 400,
  broken_upload: 400,
  bad_key: 400,
  bad_duration: 400,
  no_session: 401,
  not_allowed: 403,
  not_found: 404,
  unknown_person: 404,
  unknown_file: 404,
  unknown_application: 404,
  too_large: 413,
  unsupported_type: 415,
  rate_limited: 429,
  failed: 500,
  busy: 503,
  unavailable: 503,
} as const;

export type FaultCode = keyof typeof STATUS;

export const FAULT_CODES = Object.keys(STATUS) as readonly FaultCode[];

/** Ends a request with its code; thrown anywhere on the way of one, answered in one place. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: FaultCode;
  /** Seconds after which another try makes sense. */
  readonly retryAfter: number | undefined;
  constructor(code: FaultCode, retryAfter?: number) {
    super(code);
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

/** What to answer when this was thrown. */
export function toFault(error: unknown): Fault {
  if (error instanceof Fault) return error;
  return error instanceof OperationalError && error.retryable ? new Fault('unavailable', 5) : new Fault('failed');
}

/** `{ "error": { "code", "message": { "id", "en" } } }` with the code's status. */
export function faultResponse(fault: Fault, texts: Readonly<Record<Language, Readonly<Record<string, string>>>>) {
  const key = `error.${fault.code}`;
  const message = { id: texts.id[key] ?? fault.code, en: texts.en[key] ?? fault.code };
  const headers = fault.retryAfter === undefined ? {} : { 'Retry-After': String(Math.ceil(fault.retryAfter)) };
  return Response.json({ error: { code: fault.code, message } }, { status: STATUS[fault.code], headers });
}
