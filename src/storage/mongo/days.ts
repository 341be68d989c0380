// What each day was like, one document per day, and the list of all Perangkat Daerah, one document.
import type { Store } from '../../app/store.ts';
import { isDuplicate } from './failures.ts';
import type { ClosedDayRecord, Models, OfficesRecord } from './schemas.ts';

type DayPart = Pick<Store, 'keepDay' | 'findDays' | 'keepOffices' | 'findOffices'>;

const OFFICES = 'offices';

/** The part of the Mongo store that keeps closed days and the list of offices. */
export function createDays({ days, offices }: Models): DayPart {
  return {
    async keepDay({ day, ...record }) {
      try {
        await days.insertMany([{ _id: day, ...record }], { lean: true });
        return true;
      } catch (error) {
        if (isDuplicate(error)) return false;
        throw error;
      }
    },
    async findDays(from, until) {
      const within = days.find({ _id: { $gte: from, $lte: until } }).sort({ _id: 1 });
      return (await within.lean<ClosedDayRecord[]>()).map(({ _id: day, ...record }) => ({ day, ...record }));
    },
    async keepOffices(list) {
      await offices.updateOne({ _id: OFFICES }, { $set: { offices: list } }, { upsert: true });
    },
    async findOffices() {
      return (await offices.findById(OFFICES).lean<OfficesRecord>())?.offices;
    },
  };
}
