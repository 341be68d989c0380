// Tells the world's failures from our own bugs in what the driver throws.
import mongoose from 'mongoose';
import { OperationalError } from '../../app/ports.ts';

/** What a server answers to a command that is wrong in itself: bad value, cannot parse, wrong type, empty name, index conflicts, too large. */
const OUR_FAULT: readonly (number | string | undefined)[] = [2, 9, 14, 56, 67, 85, 86, 10334, 11000, 17280];

/** Was a unique index in the way? FerretDB gives the code alone. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof mongoose.mongo.MongoServerError && error.code === 11000;
}

/** The same store, with every failure of the world as an OperationalError; bugs pass unchanged. */
export function withNamedFailures<Port extends object>(port: Port): Port {
  const named = Object.entries(port).map(([name, method]) => [
    name,
    async (...args: unknown[]) => {
      try {
        return await method(...args);
      } catch (error) {
        throw worldFailure(error);
      }
    },
  ]);
  return Object.fromEntries(named);
}

function worldFailure(error: unknown): unknown {
  return isOfTheWorld(error) ? new OperationalError('unavailable', { retryable: true, cause: error }) : error;
}

function isOfTheWorld(error: unknown): boolean {
  const { MongoError, MongoServerError, MongoInvalidArgumentError } = mongoose.mongo;
  if (error instanceof mongoose.Error.MongooseServerSelectionError) return true;
  if (error instanceof MongoServerError) return !OUR_FAULT.includes(error.code);
  return error instanceof MongoError && !(error instanceof MongoInvalidArgumentError);
}
