// Lexer and parser of PDF objects (ISO 32000-2, 7.2 and 7.3) over a buffer, with absolute offsets.
// Strict: what the grammar does not know is `damaged`, nothing is guessed.
import { type Budget, maxDepth, PdfProblem } from './limits.ts';
import type { Dict, PdfObject, Text } from './objects.ts';

const regular = 0;
const white = 1;
const delimiter = 2;

/** ISO 32000-2, tables 1 and 2. */
const classes = new Uint8Array(256);
for (const code of [0, 9, 10, 12, 13, 32]) classes[code] = white;
for (const char of '()<>[]{}/%') classes[char.charCodeAt(0)] = delimiter;

export function isWhite(code: number | undefined): boolean {
  return code !== undefined && classes[code] === white;
}

function hexValue(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  if (code >= 65 && code <= 70) return code - 55;
  if (code >= 97 && code <= 102) return code - 87;
  return -1;
}

export class Parser {
  readonly bytes: Uint8Array;
  readonly #budget: Budget;
  readonly #end: number;
  position: number;

  constructor(bytes: Uint8Array, position: number, budget: Budget, end = bytes.length) {
    this.bytes = bytes;
    this.position = position;
    this.#budget = budget;
    this.#end = end;
  }

  #damaged(what: string): never {
    throw new PdfProblem('damaged', `${what} at ${this.position}`);
  }

  /** Code of the byte ahead, -1 at the end. */
  peek(ahead = 0): number {
    const at = this.position + ahead;
    return at < this.#end ? (this.bytes[at] ?? -1) : -1;
  }

  /** Skips white space and comments. */
  skip(): void {
    const { bytes } = this;
    const end = this.#end;
    const start = this.position;
    let at = start;
    while (at < end) {
      const code = bytes[at] ?? 0;
      if (classes[code] === white) at++;
      else if (code === 37) while (at < end && bytes[at] !== 10 && bytes[at] !== 13) at++;
      else break;
    }
    this.position = at;
    this.#budget.spend('lexed', at - start);
  }

  /** A run of regular characters. */
  word(): string {
    const { bytes } = this;
    const start = this.position;
    let at = start;
    while (at < this.#end && classes[bytes[at] ?? 0] === regular) at++;
    if (at - start > 1024) this.#damaged('endless word');
    this.position = at;
    return latin1(bytes, start, at);
  }

  /** Takes `word` when it comes next, and says whether it did. */
  take(word: string): boolean {
    this.skip();
    for (let i = 0; i < word.length; i++) if (this.peek(i) !== word.charCodeAt(i)) return false;
    const after = this.peek(word.length);
    if (after !== -1 && classes[after] === regular) return false;
    this.position += word.length;
    return true;
  }

  /** An unsigned integer, at most 15 digits. */
  integer(): number {
    this.skip();
    return this.#digits() ?? this.#damaged('number expected');
  }

  #digits(): number | undefined {
    let at = this.position;
    let value = 0;
    for (; at < this.#end; at++) {
      const digit = (this.bytes[at] ?? 0) - 48;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
      if (at - this.position > 14) this.#damaged('endless number');
    }
    if (at === this.position) return undefined;
    this.position = at;
    return value;
  }

  object(depth = 0): PdfObject {
    if (depth > maxDepth) throw new PdfProblem('limit', 'nested too deep');
    this.skip();
    this.#budget.spend('values', 1);
    const code = this.peek();
    switch (code) {
      case 47: // /
        return { type: 'name', name: this.#name() };
      case 60: // <
        return this.peek(1) === 60 ? this.#dict(depth) : this.#hexString();
      case 40: // (
        return this.#literalString();
      case 91: // [
        return this.#array(depth);
      case -1:
        return this.#damaged('end of data');
      default:
        return (code >= 48 && code <= 57) || code === 43 || code === 45 || code === 46
          ? this.#number()
          : this.#keyword();
    }
  }

  #keyword(): PdfObject {
    const word = this.word();
    if (word === 'null') return null;
    if (word === 'true') return true;
    if (word === 'false') return false;
    return this.#damaged(`unknown keyword ${JSON.stringify(word.slice(0, 20))}`);
  }

  /** A number, or a reference: two integers and R (ISO 32000-2, 7.3.10). */
  #number(): PdfObject {
    const start = this.position;
    const num = this.#digits();
    if (num !== undefined && this.#atWhite()) {
      const after = this.position;
      while (this.#atWhite()) this.position++;
      const gen = this.#digits();
      if (gen !== undefined && this.#atWhite()) {
        while (this.#atWhite()) this.position++;
        const next = this.peek(1);
        if (this.peek() === 82 && (next === -1 || classes[next] !== regular)) {
          this.position++;
          return { type: 'ref', num, gen };
        }
      }
      this.position = after;
      return num;
    }
    this.position = start;
    const word = this.word();
    const value = Number(word.startsWith('+') ? word.slice(1) : word);
    if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(word)) {
      // "--5", "1.2.3", "-": a number that readers read differently.
      if (!/^[+\-.\d]+$/.test(word)) this.#damaged('not a number');
      return Number.parseFloat(word) || 0;
    }
    return value;
  }

  #atWhite(): boolean {
    const code = this.peek();
    return code !== -1 && classes[code] === white;
  }

  #name(): string {
    this.position++;
    const word = this.word();
    return word.includes('#')
      ? word.replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
      : word;
  }

  #array(depth: number): PdfObject {
    this.position++;
    const items: PdfObject[] = [];
    for (;;) {
      this.skip();
      if (this.peek() === 93) break;
      items.push(this.object(depth + 1));
    }
    this.position++;
    return { type: 'array', items };
  }

  #dict(depth: number): Dict {
    this.position += 2;
    const entries = new Map<string, PdfObject>();
    let ambiguous = false;
    for (;;) {
      this.skip();
      const code = this.peek();
      if (code === 62 && this.peek(1) === 62) break;
      if (code !== 47) this.#damaged('key expected');
      const key = this.#name();
      const value = this.object(depth + 1);
      if (entries.has(key)) ambiguous = true;
      entries.set(key, value);
    }
    this.position += 2;
    return { type: 'dict', entries, ambiguous };
  }

  #hexString(): Text {
    const start = this.position;
    const close = this.bytes.indexOf(62, start);
    if (close === -1 || close >= this.#end) this.#damaged('open hex string');
    this.#budget.spend('lexed', close - start);
    const bytes = new Uint8Array((close - start) >> 1);
    let length = 0;
    let high = -1;
    for (let at = start + 1; at < close; at++) {
      const code = this.bytes[at] ?? 0;
      const value = hexValue(code);
      if (value === -1) {
        if (classes[code] !== white) this.#damaged('not a hex digit');
      } else if (high === -1) high = value;
      else {
        bytes[length++] = high * 16 + value;
        high = -1;
      }
    }
    // ISO 32000-2, 7.3.4.3: a missing last digit is 0.
    if (high !== -1) bytes[length++] = high * 16;
    this.position = close + 1;
    return { type: 'string', bytes: bytes.subarray(0, length), hex: true, start, end: this.position };
  }

  #literalString(): Text {
    const { bytes } = this;
    const start = this.position;
    let nesting = 1;
    let escaped = false;
    let at = start + 1;
    for (; at < this.#end; at++) {
      const code = bytes[at];
      if (code === 92) {
        escaped = true;
        at++;
      } else if (code === 40) nesting++;
      else if (code === 41 && --nesting === 0) break;
      else if (code === 13) escaped = true;
    }
    this.#budget.spend('lexed', at - start);
    if (at >= this.#end) this.#damaged('open string');
    this.position = at + 1;
    const raw = bytes.subarray(start + 1, at);
    return { type: 'string', bytes: escaped ? unescape(raw) : raw, hex: false, start, end: at + 1 };
  }
}

const escapes = new Map([
  [110, 10],
  [114, 13],
  [116, 9],
  [98, 8],
  [102, 12],
]);

/** ISO 32000-2, 7.3.4.2: escape sequences, and line ends as LF. */
function unescape(raw: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(raw.length);
  let length = 0;
  for (let at = 0; at < raw.length; at++) {
    let code = raw[at] ?? 0;
    if (code === 13) {
      if (raw[at + 1] === 10) at++;
      code = 10;
    } else if (code === 92) {
      code = raw[++at] ?? 0;
      if (code === 13 || code === 10) {
        if (code === 13 && raw[at + 1] === 10) at++;
        continue;
      }
      if (code >= 48 && code <= 55) {
        let value = code - 48;
        for (let digits = 1; digits < 3; digits++) {
          const digit = (raw[at + 1] ?? 0) - 48;
          if (digit < 0 || digit > 7) break;
          value = value * 8 + digit;
          at++;
        }
        code = value & 255;
      } else code = escapes.get(code) ?? code;
    }
    bytes[length++] = code;
  }
  return bytes.subarray(0, length);
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let at = start; at < end; at++) text += String.fromCharCode(bytes[at] ?? 0);
  return text;
}
