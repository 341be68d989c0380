// One of the two ways to WhatsApp: Baileys or the Cloud API. The channel in front of it minds the manners, the same for both.
import type { Address, Channel, Inbound, Outbound, SentId } from '../../app/ports.ts';

/** The part of the channel port that differs; everything is said in the port's own words and errors. */
export interface Transport extends Pick<Channel, 'stop' | 'download'> {
  /** As `Channel.start`. */
  start(onMessage: (inbound: Inbound) => Promise<void>): Promise<void>;
  /** Resolves to WhatsApp's id of the message once WhatsApp itself has taken it. Throws OperationalError. */
  send(to: Address, message: Outbound, key: string): Promise<SentId>;
}
