// Says in a chat what came of something that its person did, once and at once: not as what is said unasked, which nobody may want to hear
// or which has to wait for a better hour.
import { botLine, deliver } from './deliver.ts';
import type { Desk } from './desk.ts';
import type { Address, Language, Outbound } from './ports.ts';
import { saveTurn } from './recent-chats.ts';

/** `id`: the same for every try. Resolves to whether it is said by this try: to nobody else, should the chat have become another's. */
export async function sayLater(
  desk: Desk,
  { address, person, id }: { readonly address: Address; readonly person: string; readonly id: string },
  saying: (language: Language) => readonly Outbound[],
): Promise<boolean> {
  return desk.chats.run(address, async () => {
    for (;;) {
      const chat = await desk.store.findChat(address);
      if (chat?.person !== person || chat.seen.includes(id)) return false;
      const at = desk.clock.now();
      const log = saying(chat.language).map((message, index) =>
        botLine(message, `${id}${index + 1}`, chat.lastSeq + 1 + index, at),
      );
      if (!(await saveTurn(desk, chat, { seen: id, log, at }))) continue;
      await deliver(desk, address, log);
      return true;
    }
  });
}
