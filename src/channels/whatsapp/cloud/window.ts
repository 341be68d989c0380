// The 24 hours after a person's last message, in which anything may be said to him:
// https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages#customer-service-windows
import type { Address, Instant } from '../../../app/ports.ts';

const WINDOW_MS = 24 * 60 * 60_000;

/** People remembered; of the others the desk is asked. */
const MOST_PEOPLE = 10_000;

export interface Window {
  /** The person wrote then. */
  heard(address: Address, at: Instant): void;
  isOpen(address: Address): Promise<boolean>;
}

export function createWindow(
  now: () => Instant,
  lastHeard: (address: Address) => Promise<Instant | undefined>,
): Window {
  const known = new Map<Address, number>();
  const isRecent = (at: number | undefined): boolean => at !== undefined && Date.parse(now()) - at < WINDOW_MS;
  return {
    heard(address, at) {
      const latest = Math.max(known.get(address) ?? 0, Date.parse(at));
      known.delete(address);
      known.set(address, latest);
      const [oldest] = known.keys();
      if (known.size > MOST_PEOPLE && oldest !== undefined) known.delete(oldest);
    },
    async isOpen(address) {
      if (isRecent(known.get(address))) return true;
      const at = await lastHeard(address);
      return isRecent(at === undefined ? undefined : Date.parse(at));
    },
  };
}
