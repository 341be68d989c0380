// What Meta refuses, and what does not reach it, as the port's errors: by code, never with a text, the token or a number.
// Codes: https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
import { z } from 'zod';
import { OperationalError } from '../../../app/ports.ts';

/** The account's token, permissions, payment or lock: messages wait until somebody has put it right. */
const ACCOUNT: readonly number[] = [0, 3, 10, 190, 368, 131005, 131031, 131042];

/** Too much at once: of the application, the account, the number; 131056 to this one person. */
const RATE: readonly number[] = [4, 80007, 130429, 131048, 131056];

/** Trouble of Meta's own, whatever the status. */
const PASSING: readonly number[] = [1, 2, 131000, 131016];

/** The person cannot be reached on WhatsApp. */
const NOBODY = 131026;

/** More than 24 hours since the person wrote last. */
export const CLOSED_WINDOW = 131047;

const Refusal = z.object({ error: z.object({ code: z.int() }) });

/** The cause of an OperationalError that Meta itself brought about. */
export class GraphRefusal extends Error {
  override readonly name = 'GraphRefusal';
  readonly status: number;
  /** Undefined when something between us and Meta answered. */
  readonly code: number | undefined;
  constructor(status: number, code: number | undefined) {
    super(`Meta answered ${status}${code === undefined ? '' : ` with the code ${code}`}`);
    this.status = status;
    this.code = code;
  }
}

/** For an answer that is not 2xx, with its body as far as it is JSON. */
export function refusalOf({ status, headers }: Response, answer: unknown): OperationalError {
  const code = Refusal.safeParse(answer).data?.error.code;
  const cause = new GraphRefusal(status, code);
  const known = code ?? -1;
  if (ACCOUNT.includes(known) || (known >= 200 && known <= 299) || status === 401)
    return new OperationalError('unauthorized', { retryable: true, cause });
  if (RATE.includes(known) || status === 429)
    return new OperationalError('rate_limited', { retryable: true, cause, ...waitOf(headers) });
  if (known === NOBODY) return new OperationalError('blocked', { retryable: false, cause });
  const passes = status >= 500 || code === undefined || PASSING.includes(code);
  return new OperationalError('unavailable', { retryable: passes, cause });
}

/** Errors of the network may hold the whole address: only their code is kept. */
export function unreached(error: unknown): OperationalError {
  return new OperationalError('unavailable', {
    retryable: true,
    cause: new Error(`Meta was not reached: ${wordOf(error)}`),
  });
}

function wordOf(error: unknown): string {
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    const code: unknown = 'code' in each ? each.code : undefined;
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(code)) return code;
    if (each.name === 'TimeoutError') return 'TIMEOUT';
  }
  return 'UNKNOWN';
}

/** https://www.rfc-editor.org/rfc/rfc9110#field.retry-after, in seconds; a date is not expected of Meta. */
function waitOf(headers: Headers): { retryAfter?: number } {
  const seconds = headers.get('retry-after') ?? '';
  return /^\d{1,6}$/.test(seconds) ? { retryAfter: Number(seconds) * 1000 } : {};
}
