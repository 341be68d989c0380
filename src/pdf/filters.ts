// Stream filters (ISO 32000-2, 7.4) for the streams that carry structure: cross-references, object streams, DSS values.
// Nothing is inflated beyond its budget; content streams are never inflated at all.
import { inflateSync, constants } from 'node:zlib';
import { type Budget, PdfProblem } from './limits.ts';

export interface FilterStep {
  readonly name: string;
  /** /DecodeParms, numbers only. */
  readonly parameters: ReadonlyMap<string, number>;
}

/** Undoes the filters in order. Throws `limit` for a bomb, `damaged` for what cannot be decoded or is not known. */
export function decode(data: Uint8Array, steps: readonly FilterStep[], budget: Budget): Uint8Array {
  if (steps.length > 8) throw new PdfProblem('limit', 'too many filters');
  let bytes = data;
  for (const step of steps) {
    bytes = decodeOne(bytes, step, budget);
    budget.spend('inflated', bytes.length);
  }
  return bytes;
}

function decodeOne(data: Uint8Array, step: FilterStep, budget: Budget): Uint8Array {
  switch (step.name) {
    case 'FlateDecode':
    case 'Fl':
      return unpredict(inflate(data, budget), step.parameters);
    case 'ASCIIHexDecode':
    case 'AHx':
      return asciiHex(data);
    case 'ASCII85Decode':
    case 'A85':
      return ascii85(data);
    case 'Crypt':
      return data;
    default:
      throw new PdfProblem('damaged', `filter ${step.name} is not for structure`);
  }
}

function inflate(data: Uint8Array, budget: Budget): Uint8Array {
  const most = budget.inflatable();
  if (most <= 0) throw new PdfProblem('limit', 'too much inflated');
  try {
    // Z_SYNC_FLUSH: a missing checksum at the end is no damage to the data.
    return inflateSync(data, { maxOutputLength: most, finishFlush: constants.Z_SYNC_FLUSH });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ERR_BUFFER_TOO_LARGE') throw new PdfProblem('limit', 'stream inflates too far');
    throw new PdfProblem('damaged', 'stream does not inflate');
  }
}

/** ISO 32000-2, 7.4.4.4: TIFF predictor 2 (8 bits) and the PNG predictors. */
function unpredict(data: Uint8Array, parameters: ReadonlyMap<string, number>): Uint8Array {
  const predictor = parameters.get('Predictor') ?? 1;
  if (predictor === 1) return data;
  const bits = parameters.get('BitsPerComponent') ?? 8;
  const colors = parameters.get('Colors') ?? 1;
  const columns = parameters.get('Columns') ?? 1;
  if (bits !== 8 || colors < 1 || columns < 1 || colors * columns > 65_536)
    throw new PdfProblem('damaged', 'odd predictor');
  const width = colors * columns;
  if (predictor === 2) {
    const bytes = Uint8Array.from(data);
    for (let at = 0; at < bytes.length; at++)
      if (at % width >= colors) bytes[at] = (bytes[at] ?? 0) + (bytes[at - colors] ?? 0);
    return bytes;
  }
  if (predictor < 10) throw new PdfProblem('damaged', 'unknown predictor');
  return unpredictPng(data, width, colors);
}

function unpredictPng(data: Uint8Array, width: number, step: number): Uint8Array {
  const rows = Math.ceil(data.length / (width + 1));
  const bytes = new Uint8Array(rows * width);
  let length = 0;
  for (let row = 0; row < rows; row++) {
    const from = row * (width + 1);
    const kind = data[from] ?? 0;
    const to = row * width;
    const count = Math.min(width, data.length - from - 1);
    if (kind > 4) throw new PdfProblem('damaged', 'unknown PNG predictor');
    for (let i = 0; i < count; i++) {
      const left = i >= step ? (bytes[to + i - step] ?? 0) : 0;
      const up = row > 0 ? (bytes[to + i - width] ?? 0) : 0;
      const upLeft = row > 0 && i >= step ? (bytes[to + i - width - step] ?? 0) : 0;
      bytes[to + i] = (data[from + 1 + i] ?? 0) + guess(kind, left, up, upLeft);
    }
    length = to + count;
  }
  return bytes.subarray(0, length);
}

/** PNG (ISO/IEC 15948), clause 9. */
function guess(kind: number, left: number, up: number, upLeft: number): number {
  if (kind === 0) return 0;
  if (kind === 1) return left;
  if (kind === 2) return up;
  if (kind === 3) return (left + up) >> 1;
  const estimate = left + up - upLeft;
  const [a, b, c] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - upLeft)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : upLeft;
}

function asciiHex(data: Uint8Array): Uint8Array {
  const text = Buffer.from(data.buffer, data.byteOffset, data.length).toString('latin1').replace(/\s/g, '');
  const digits = text.split('>', 1)[0] ?? '';
  return Buffer.from(digits.length % 2 ? `${digits}0` : digits, 'hex');
}

function ascii85(data: Uint8Array): Uint8Array {
  if (data.length > 4_000_000) throw new PdfProblem('limit', 'too much ASCII85');
  const bytes: number[] = [];
  let group: number[] = [];
  const flush = (count: number): void => {
    let value = 0;
    for (let i = 0; i < 5; i++) value = value * 85 + (group[i] ?? 84);
    for (let i = 0; i < count; i++) bytes.push(Math.floor(value / 256 ** (3 - i)) & 255);
    group = [];
  };
  for (const code of data) {
    if (code === 126) break;
    if (code === 122 && group.length === 0) bytes.push(0, 0, 0, 0);
    else if (code >= 33 && code <= 117) {
      group.push(code - 33);
      if (group.length === 5) flush(4);
    }
  }
  if (group.length > 1) flush(group.length - 1);
  return Uint8Array.from(bytes);
}
