// Tells the world's failures from our own bugs in what the driver throws.
import mongoose from 'mongoose';
import type { Log } from '../../app/ports.ts';
import { OperationalError } from '../../app/ports.ts';

/** What a server answers to a command that is wrong in itself: bad value, cannot parse, wrong type, empty name, index conflicts, too large. */
const OUR_FAULT: readonly (number | string | undefined)[] = [2, 9, 14, 56, 67, 85, 86, 10334, 11000, 17280];

/** Was a unique index in the way? FerretDB gives the code alone. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof mongoose.mongo.MongoServerError && error.code === 11000;
}

/**
 * The same store, with every failure of the world as an OperationalError; bugs pass unchanged. An outage is logged when it begins and
 * when it is over, not once per call.
 */
export function withNamedFailures<Port extends object>(port: Port, log: Log): Port {
  let out = false;
  const named = Object.entries(port).map(([name, method]) => [
    name,
    async (...args: unknown[]) => {
      try {
        const result = await method(...args);
        if (out) log.info('The database answers again');
        out = false;
        return result;
      } catch (error) {
        if (!isOfTheWorld(error)) throw error;
        if (!out) log.warn('The database does not answer', { error: error instanceof Error ? error.name : 'unknown' });
        out = true;
        throw new OperationalError('unavailable', { retryable: true, cause: error });
      }
    },
  ]);
  return Object.fromEntries(named);
}

function isOfTheWorld(error: unknown): boolean {
  const { MongoError, MongoServerError, MongoInvalidArgumentError } = mongoose.mongo;
  if (error instanceof mongoose.Error.MongooseServerSelectionError) return true;
  if (error instanceof MongoServerError) return !OUR_FAULT.includes(error.code);
  return error instanceof MongoError && !(error instanceof MongoInvalidArgumentError);
}
