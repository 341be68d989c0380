// What each day was like, and the list of all Perangkat Daerah, in memory.
import type { Store } from '../../app/store.ts';
import type { DayRecord } from '../../core/figures.ts';
import type { Office } from '../../core/office-list.ts';

type DayPart = Pick<Store, 'keepDay' | 'findDays' | 'keepOffices' | 'findOffices'>;

/** The part of the memory store that keeps closed days and the list of offices. */
export function createDayShelf(): DayPart {
  const days = new Map<string, DayRecord>();
  let kept: readonly Office[] | undefined;

  return {
    async keepDay(record) {
      if (days.has(record.day)) return false;
      days.set(record.day, structuredClone(record));
      return true;
    },
    async findDays(from, until) {
      const within = [...days.values()].filter(({ day }) => from <= day && day <= until);
      return structuredClone(within.sort((a, b) => (a.day < b.day ? -1 : 1)));
    },
    async keepOffices(offices) {
      kept = structuredClone(offices);
    },
    async findOffices() {
      return structuredClone(kept);
    },
  };
}
