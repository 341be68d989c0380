// The bytes of a file that a person sent: asked for by id, then read up to a limit. The address holds the token and is never shown.
import type { Api } from 'grammy';
import type { IncomingFile } from '../../app/ports.ts';
import { OperationalError } from '../../app/ports.ts';
import { readBody } from '../read-body.ts';
import { causeOf, isRefusal, toPortError } from './api-error.ts';

export interface DownloadOptions {
  readonly token: string;
  readonly apiRoot: string;
  /** The most that Telegram hands out. */
  readonly limit: number;
}

const TIMEOUT = 120_000;

export async function downloadFile(
  api: Api,
  { token, apiRoot, limit }: DownloadOptions,
  file: IncomingFile,
  maxBytes: number,
): Promise<Uint8Array> {
  const most = Math.min(limit, maxBytes);
  check(file.size);
  const path = await findPath();
  let response: Response;
  try {
    response = await fetch(`${apiRoot}/file/bot${token}/${path}`, { signal: AbortSignal.timeout(TIMEOUT) });
  } catch (error) {
    throw new OperationalError('unavailable', { retryable: true, cause: causeOf(error) });
  }
  if (!response.ok || !response.body) {
    await response.body?.cancel();
    const cause = new Error(`Telegram answered ${response.status} to a download`);
    throw response.status >= 500 || response.status === 429
      ? new OperationalError('unavailable', { retryable: true, cause })
      : new OperationalError('gone', { retryable: false, cause });
  }
  try {
    return await readBody(response.body, most, tooLarge);
  } catch (error) {
    if (error instanceof OperationalError) throw error;
    throw new OperationalError('unavailable', { retryable: true, cause: causeOf(error) });
  }

  function tooLarge(): OperationalError {
    return new OperationalError('too_large', { retryable: false, limitBytes: most });
  }

  function check(size: number | undefined): void {
    if (size !== undefined && size > most) throw tooLarge();
  }

  /** https://core.telegram.org/bots/api#getfile: the link is good for an hour, so it is asked for each time. */
  async function findPath(): Promise<string> {
    try {
      const { file_path, file_size } = await api.getFile(file.ref);
      check(file_size);
      // A Bot API server of one's own with --local names a path on its own disk.
      if (file_path === undefined || file_path.startsWith('/'))
        throw new OperationalError('gone', {
          retryable: false,
          cause: new Error('Telegram named no path to download'),
        });
      return file_path;
    } catch (error) {
      if (isRefusal(error, /file is too big/i))
        throw new OperationalError('too_large', { retryable: false, limitBytes: most });
      if (isRefusal(error, /file/i))
        throw new OperationalError('gone', { retryable: false, cause: toPortError(error) });
      throw toPortError(error);
    }
  }
}
