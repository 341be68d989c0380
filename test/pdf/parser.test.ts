// The lexer and parser of PDF objects.
import { describe, expect, it } from 'vitest';
import { Budget, PdfProblem } from '../../src/pdf/limits.ts';
import { entry, isType, type PdfObject, textOf } from '../../src/pdf/objects.ts';
import { Parser } from '../../src/pdf/parser.ts';

function parse(text: string): PdfObject {
  return new Parser(Buffer.from(text, 'latin1'), 0, new Budget()).object();
}

function problemOf(text: string): string {
  try {
    parse(text);
    return 'none';
  } catch (error) {
    return error instanceof PdfProblem ? error.problem : 'crash';
  }
}

describe('the parser', () => {
  it.each([
    ['12', 12],
    ['-3.5', -3.5],
    ['+7', 7],
    ['.25', 0.25],
    ['4.', 4],
    ['true', true],
    ['null', null],
  ])('reads %s', (text, value) => {
    expect(parse(text)).toBe(value);
  });

  it('tells a reference from two numbers', () => {
    expect(parse('12 0 R')).toEqual({ type: 'ref', num: 12, gen: 0 });
    expect(parse('[1 0 2 0 R 3]')).toEqual({ type: 'array', items: [1, 0, { type: 'ref', num: 2, gen: 0 }, 3] });
  });

  it('decodes #xx in names', () => {
    expect(parse('/A#42#20C')).toEqual({ type: 'name', name: 'AB C' });
  });

  it.each([
    ['(a(b)c)', 'a(b)c'],
    ['(a\\)b\\\\)', 'a)b\\'],
    ['(\\101\\7)', 'A\x07'],
    ['(a\\\nb\r\nc)', 'ab\nc'],
    ['<48 65 6C6c6F>', 'Hello'],
    ['<414>', 'A@'],
    ['<FEFF00410042>', 'AB'],
  ])('reads the string %j', (token, text) => {
    expect(textOf(parse(token))).toBe(text);
  });

  it('gives the offsets of a string with its delimiters', () => {
    const dict = parse('<< /Contents <00ff> >>');
    const contents = isType(dict, 'dict') ? entry(dict, 'Contents') : null;
    expect(contents).toMatchObject({ start: 13, end: 19, hex: true });
  });

  it('skips comments', () => {
    expect(parse('% a comment\n[1 % two\n 2]')).toEqual({ type: 'array', items: [1, 2] });
  });

  it('marks a dictionary that has a key twice', () => {
    expect(parse('<</A 1/A 2>>')).toMatchObject({ ambiguous: true });
    expect(parse('<</A 1/B 2>>')).toMatchObject({ ambiguous: false });
  });

  it.each(['<', '(', '[1', '<</A', '<</A>>', '<< 1 2 >>', 'foo', '<zz>', ''])('calls %j damaged', (text) => {
    expect(problemOf(text)).toBe('damaged');
  });

  it.each([
    ['arrays', '['.repeat(200_000)],
    ['dictionaries', '<</A'.repeat(100_000)],
  ])('stops at %s nested too deep', (_, text) => {
    expect(problemOf(text)).toBe('limit');
  });

  it('stops at more values than a file may have', () => {
    expect(problemOf(`[${'1 '.repeat(1_100_000)}]`)).toBe('limit');
  });

  it.each([
    ['hex string', `<${'a'.repeat(5_000_000)}`],
    ['parentheses', '('.repeat(5_000_000)],
  ])('gives up on an open %s in one pass', (_, text) => {
    const start = performance.now();
    expect(problemOf(text)).toBe('damaged');
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
