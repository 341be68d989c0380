// What can be read off an address.
import type { Address } from './ports.ts';

/** The name of the channel it is on. */
export function channelOf(address: Address): string {
  return address.slice(0, address.indexOf(':'));
}
