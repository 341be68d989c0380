// Several files sent at once arrive as so many messages: who waits behind whom, so that the question is put once, after the last.
import type { Address } from './ports.ts';

export interface Bursts {
  begin(address: Address): void;
  end(address: Address): void;
  /** Whether another file from there already waits. */
  waiting(address: Address): boolean;
  /** Notes whether the last turn put its question, or held it back for a file to come. */
  asked(address: Address, put: boolean): void;
  /** Whether a question was held back and no file is to come any more. */
  owes(address: Address): boolean;
}

export function createBursts(): Bursts {
  const files = new Map<Address, number>();
  const owed = new Set<Address>();
  const change = (address: Address, by: number): void => {
    const count = (files.get(address) ?? 0) + by;
    if (count > 0) files.set(address, count);
    else files.delete(address);
  };
  return {
    begin: (address) => change(address, 1),
    end: (address) => change(address, -1),
    waiting: (address) => files.has(address),
    asked(address, put) {
      if (put) owed.delete(address);
      else owed.add(address);
    },
    owes: (address) => owed.has(address) && !files.has(address),
  };
}
