// People on WhatsApp as the port's addresses: by telephone number where Meta tells it, else by the id they have with this business.
import type { Address } from '../../../app/ports.ts';

/** E.164 without the plus. */
const PHONE = /^\d{5,15}$/;

/**
 * Business-scoped user id, `US.13491208655302741918` or `US.ENT.11815799212886844830`:
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids
 */
const BSUID = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/;

/** The first of these that is an address; undefined when none is. */
export function addressOf(ids: readonly (string | undefined)[]): Address | undefined {
  const id = ids.find((each) => each !== undefined && (PHONE.test(each) || BSUID.test(each)));
  return id === undefined ? undefined : `whatsapp:${id}`;
}

/** How a message is addressed: exactly one of the two. Meta asks for the plus, lest it puts its own country code in front. */
export function recipientOf(address: Address): { readonly to: string } | { readonly recipient: string } {
  const id = address.replace(/^whatsapp:/, '');
  if (PHONE.test(id)) return { to: `+${id}` };
  if (BSUID.test(id)) return { recipient: id };
  throw new Error('that is no address of a person on WhatsApp');
}
