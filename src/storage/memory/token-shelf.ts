// Small things with an end, in memory: one-time codes, leases, and what channels call the messages they have sent.
import type { Code, Instant, SentId, Store } from '../../app/ports.ts';

type TokenPart = Pick<
  Store,
  'keepSentId' | 'findSentIds' | 'saveCode' | 'takeCode' | 'findCode' | 'dropCodes' | 'takeLease' | 'dropLease'
>;

/** The oldest are forgotten beyond so many: nobody taps a button from that long ago. */
const MOST_SENT = 20_000;

/** The part of the memory store that keeps codes, leases and sent ids. */
export function createTokenShelf(): TokenPart {
  const sentIds = new Map<string, SentId>();
  const codes = new Map<string, Code>();
  const leases = new Map<string, { readonly holder: string; readonly until: Instant }>();

  return {
    async keepSentId(address, key, sent) {
      sentIds.set(`${address} ${key}`, sent);
      const [oldest] = sentIds.keys();
      if (sentIds.size > MOST_SENT && oldest !== undefined) sentIds.delete(oldest);
    },
    async findSentIds(address, keys) {
      const known = keys.map((key) => [key, sentIds.get(`${address} ${key}`)] as const);
      return new Map(known.flatMap(([key, sent]) => (sent === undefined ? [] : [[key, sent]])));
    },

    async saveCode(code) {
      codes.set(code.hash, structuredClone(code));
    },
    async takeCode(hash, now) {
      const code = codes.get(hash);
      codes.delete(hash);
      return code && code.expiresAt > now ? code : undefined;
    },
    async findCode(hash, now) {
      const code = codes.get(hash);
      return code && code.expiresAt > now ? structuredClone(code) : undefined;
    },
    async dropCodes(purpose, person) {
      for (const [hash, code] of codes) if (code.purpose === purpose && code.person === person) codes.delete(hash);
    },

    async takeLease(name, holder, now, until) {
      const lease = leases.get(name);
      if (lease && lease.holder !== holder && lease.until > now) return false;
      leases.set(name, { holder, until });
      return true;
    },
    async dropLease(name, holder) {
      if (leases.get(name)?.holder === holder) leases.delete(name);
    },
  };
}
