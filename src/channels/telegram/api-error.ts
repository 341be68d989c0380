// What Telegram refuses, and what does not reach it, as the port's errors. No text of a message, no token and no address gets through.
import { GrammyError, HttpError } from 'grammy';
import { OperationalError } from '../../app/ports.ts';

/** https://core.telegram.org/bots/api#making-requests: a refusal has error_code and description, some have parameters. */
export function toPortError(error: unknown): Error {
  if (error instanceof GrammyError) return refusalOf(error);
  if (error instanceof HttpError)
    return new OperationalError('unavailable', { retryable: true, cause: causeOf(error) });
  return error instanceof Error ? error : new Error('something that is no error was thrown');
}

function refusalOf(error: GrammyError): Error {
  const { error_code: status, parameters } = error;
  const cause = summaryOf(error);
  if (status === 429) {
    // https://core.telegram.org/bots/api#responseparameters: seconds left to wait.
    const seconds = parameters.retry_after;
    const wait = seconds === undefined ? {} : { retryAfter: seconds * 1000 };
    return new OperationalError('rate_limited', { retryable: true, cause, ...wait });
  }
  if (status === 401 || status === 404) return new OperationalError('unauthorized', { retryable: true, cause });
  if (status === 403 || isNobody(error)) return new OperationalError('blocked', { retryable: false, cause });
  if (status === 409) return new OperationalError('conflict', { retryable: true, cause });
  // Whatever stands between us and Telegram may answer as well, in its own way.
  if (typeof status !== 'number' || status >= 500)
    return new OperationalError('unavailable', { retryable: true, cause });
  return cause;
}

/** The chat is not there, or the person never began one. */
function isNobody({ error_code, description }: GrammyError): boolean {
  return (
    error_code === 400 &&
    /chat not found|user not found|PEER_ID_INVALID|user is deactivated/i.test(wordsOf(description))
  );
}

/** The method and what was said, without quotations from the message. */
export function summaryOf({ method, error_code, description }: GrammyError): Error {
  return new Error(`Telegram refused ${method}: ${error_code} ${wordsOf(description).replace(/["“].*$/s, '…')}`);
}

function wordsOf(description: unknown): string {
  return typeof description === 'string' ? description : '';
}

/** A refused request whose description reads like that. */
export function isRefusal(error: unknown, pattern: RegExp): error is GrammyError {
  return error instanceof GrammyError && error.error_code === 400 && pattern.test(wordsOf(error.description));
}

/** Errors of the network hold the whole address, and that holds the token: only their code is kept. */
export function causeOf(error: unknown): Error {
  for (let each: unknown = error; each instanceof Error; each = innerOf(each)) {
    const code: unknown = 'code' in each ? each.code : undefined;
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(code))
      return new Error(`Telegram was not reached: ${code}`);
  }
  return new Error('Telegram was not reached, or gave no answer that can be read');
}

function innerOf(error: Error): unknown {
  return error instanceof HttpError ? error.error : error.cause;
}
