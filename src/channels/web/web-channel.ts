// The web page as a channel: HTTP and server-sent events in, the port out.
import type { Channel } from '../../app/ports.ts';
import type { WebOptions } from './options.ts';

export interface WebChannel extends Channel {
  /** The same answers without a socket. */
  fetch(request: Request): Promise<Response>;
  /** Where it listens, without a slash at the end; throws before `start`. */
  readonly url: string;
}

export function createWebChannel(_options: WebOptions): WebChannel {
  throw new Error('Not built yet');
}
