// What every use case works with, put together once by main.
import type { Language, Profile } from '../core/profile.ts';
import type { Verdict } from '../core/verdict.ts';
import type { Conversation, ConversationName } from '../engine/conversation.ts';
import type { Texts } from '../engine/text.ts';
import type { BsreMemory } from './bsre.ts';
import { createBsreMemory } from './bsre.ts';
import type { Bursts } from './burst.ts';
import type { EffectsInHand } from './effects.ts';
import type { RecentChats } from './recent-chats.ts';
import { createRecentChats } from './recent-chats.ts';
import { createBursts } from './burst.ts';
import type { KeyedQueue } from './keyed-queue.ts';
import { createKeyedQueue } from './keyed-queue.ts';
import type { Address, Channel, Clock, DeliveryMark, Esign, Ids, Log, SentId, Store } from './ports.ts';

export interface DeskParts {
  readonly store: Store;
  readonly channels: readonly Channel[];
  /** Names of channels on which nobody ever becomes an officer. */
  readonly visitorChannels?: readonly string[];
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly profile: Profile;
  readonly texts: Texts;
  /** Of a person who has not chosen one. */
  readonly language: Language;
  readonly conversations: Readonly<Record<ConversationName, Conversation>>;
  /** Larger files are refused before they are read. */
  readonly maxFileBytes: number;
  /** Judges a signed PDF; never rejects for what is in the file. */
  readonly checkPdf: (bytes: Uint8Array) => Promise<Verdict>;
  /** Documents one person may have checked within an hour. */
  readonly checksPerHour: number;
  /** Where the agency runs an Esign Client Service. */
  readonly esign?: Esign;
  /** Where the dashboard is, e.g. `https://tte.example.go.id/dasbor`; undefined while no page is served. */
  readonly dashboardUrl?: () => string | undefined;
}

export interface Desk extends DeskParts {
  readonly chats: KeyedQueue;
  readonly bursts: Bursts;
  readonly recent: RecentChats;
  readonly effects: EffectsInHand;
  readonly bsre: BsreMemory;
  /** Deliveries that have happened but are not yet marked in the store. */
  readonly marks: Map<string, DeliveryMark>;
  /** What channels have called lines, as far as the store has not been told yet. */
  readonly sentIds: Map<string, { readonly address: Address; readonly key: string; readonly sent: SentId }>;
  /** Lines that are being handed to their channel, which may take its time: nobody else is to take them up. */
  readonly sending: Set<string>;
  /** Chats in which a line waits for its channel: what is said later must not overtake it. */
  readonly held: Set<Address>;
  /** Versions of profiles that are known to be kept in the store. */
  readonly kept: Set<string>;
  /** The channel of this name; throws when there is none. */
  channel(name: string): Channel;
  /** The profile of that version: today's, or one that a request was handed in under. */
  profileOf(version: string): Promise<Profile>;
}

export function createDesk(parts: DeskParts): Desk {
  const profiles = new Map<string, Profile>();
  const desk: Desk = {
    ...parts,
    chats: createKeyedQueue(),
    bursts: createBursts(),
    recent: createRecentChats(),
    effects: new Map(),
    bsre: createBsreMemory(),
    marks: new Map(),
    sentIds: new Map(),
    sending: new Set(),
    held: new Set(),
    kept: new Set(),
    channel(name) {
      const channel = parts.channels.find((each) => each.name === name);
      if (!channel) throw new Error(`no channel ${name}`);
      return channel;
    },
    async profileOf(version) {
      if (version === desk.profile.version) return desk.profile;
      const known = profiles.get(version) ?? (await parts.store.findProfile(version));
      if (!known) throw new Error(`no profile of version ${version} is kept`);
      profiles.set(version, known);
      return known;
    },
  };
  return desk;
}
