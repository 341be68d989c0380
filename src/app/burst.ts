// Several files sent at once arrive as so many messages: who waits behind whom, so that the question is put once, after the last.
import type { Address } from './ports.ts';

export interface Bursts {
  begin(address: Address): void;
  end(address: Address): void;
  /** Whether another file from there already waits. */
  waiting(address: Address): boolean;
}

export function createBursts(): Bursts {
  const files = new Map<Address, number>();
  const change = (address: Address, by: number): void => {
    const count = (files.get(address) ?? 0) + by;
    if (count > 0) files.set(address, count);
    else files.delete(address);
  };
  return {
    begin: (address) => change(address, 1),
    end: (address) => change(address, -1),
    waiting: (address) => files.has(address),
  };
}
