// WhatsApp's jids as addresses and back: `whatsapp:<phone>` or, for those known by a linked id only, `whatsapp:lid.<id>`.
import type { Address } from '../../../app/ports.ts';
import type { Baileys, Socket } from './library.ts';

const PHONE = 's.whatsapp.net';
const LID = 'lid';

/** Undefined for whatever is no single person: groups, broadcasts, newsletters, bots. */
export function addressOf({ jidDecode, jidNormalizedUser }: Baileys, jid: string): Address | undefined {
  const { user = '', server } = jidDecode(jidNormalizedUser(jid)) ?? {};
  if (!/^\d{5,20}$/.test(user)) return undefined;
  if (server === PHONE) return `whatsapp:${user}`;
  return server === LID ? `whatsapp:lid.${user}` : undefined;
}

/** Throws where it is no address of WhatsApp's. */
export function jidOf({ jidEncode }: Baileys, address: Address): string {
  const [, lid, user] = /^whatsapp:(lid\.)?(\d{5,20})$/.exec(address) ?? [];
  if (user === undefined) throw new Error('that is no address of a WhatsApp chat');
  return jidEncode(user, lid === undefined ? PHONE : LID);
}

/** The same person's jid of the other kind, as far as the library knows it. */
export async function otherJidOf(
  { isLidUser }: Baileys,
  { signalRepository: { lidMapping } }: Pick<Socket, 'signalRepository'>,
  jid: string,
): Promise<string | undefined> {
  try {
    return (await (isLidUser(jid) ? lidMapping.getPNForLID(jid) : lidMapping.getLIDForPN(jid))) ?? undefined;
  } catch {
    return undefined;
  }
}

export function isLid(address: Address): boolean {
  return address.startsWith('whatsapp:lid.');
}
