// The bytes of a file that a person sent: its address asked for by id, read up to a limit, and compared with the hash it was announced with.
import { createHash } from 'node:crypto';
import type { IncomingFile } from '../../../app/ports.ts';
import { OperationalError } from '../../../app/ports.ts';
import { readBody } from '../../read-body.ts';
import { hexOf, parseFileRef } from './file-ref.ts';
import { GraphRefusal, refusalOf, unreached } from './graph-error.ts';
import type { Graph, MediaInfo } from './graph.ts';

/** Meta's own hosts for files; the token is sent to these alone, and to wherever the Graph API itself is. */
const META = /^(?:[a-z0-9-]+\.)*(?:facebook\.com|fbsbx\.com|whatsapp\.net|fbcdn\.net)$/;

/** Throws OperationalError: `too_large`, `gone` (also when what comes is not what was announced), or what the network and Meta have. */
export async function downloadFile(
  graph: Graph,
  apiRoot: string,
  file: IncomingFile,
  maxBytes: number,
): Promise<Uint8Array> {
  const { id, sha256 } = parseFileRef(file.ref);
  check(file.size);
  let { info, response } = await request();
  // The address is good for five minutes: https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
  if (isGone(response)) {
    await response.body?.cancel();
    ({ info, response } = await request());
  }
  if (!response.ok || !response.body) {
    await response.body?.cancel();
    throw isGone(response) || response.status < 400
      ? gone(`Meta answered ${response.status} to a download`)
      : refusalOf(response, undefined);
  }
  const bytes = await readBody(response.body, maxBytes, tooLarge).catch((error: unknown) => {
    throw error instanceof OperationalError ? error : unreached(error);
  });
  const hash = createHash('sha256').update(bytes).digest('hex');
  if ([sha256, hexOf(info.sha256)].some((announced) => announced !== undefined && announced !== hash))
    throw gone('a file is not the one that was announced');
  return bytes;

  function check(size: number | undefined): void {
    if (size !== undefined && size > maxBytes) throw tooLarge();
  }

  async function request(): Promise<{ info: MediaInfo; response: Response }> {
    const found = await graph.media(id).catch((error: unknown) => {
      throw isUnknown(error) ? gone('Meta does not know the file any more') : error;
    });
    check(found.file_size);
    return { info: found, response: await graph.fetchMedia(trusted(found.url, apiRoot)) };
  }
}

function tooLarge(): OperationalError {
  return new OperationalError('too_large', { retryable: false });
}

function isGone({ status }: Response): boolean {
  return status === 404 || status === 410;
}

/** 404, or code 100: "the specified object does not exist". */
function isUnknown(error: unknown): boolean {
  const cause = error instanceof OperationalError ? error.cause : undefined;
  return cause instanceof GraphRefusal && (cause.status === 404 || cause.code === 100);
}

function gone(why: string): OperationalError {
  return new OperationalError('gone', { retryable: false, cause: new Error(why) });
}

/** The address, if the token may be sent there. Throws OperationalError `gone`. */
export function trusted(address: string, apiRoot: string): URL {
  const root = new URL(apiRoot);
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const own = url?.origin === root.origin;
  if (url && (own || (url.protocol === 'https:' && url.port === '' && META.test(url.hostname)))) return url;
  throw gone('Meta named an address that is not its own');
}
