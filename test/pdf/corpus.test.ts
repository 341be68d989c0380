// The verifier against 240 public files with known answers, when they are there (see the README of that folder).
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { measure, meetsFigures } from '../../scripts/corpus.ts';

const directory = resolve(import.meta.dirname, '../../../shared/pdf-corpus');

describe.runIf(existsSync(resolve(directory, 'expected.json')))('the corpus', () => {
  it('is judged without a false accept and within the promised figures', () => {
    const corpus = measure(directory);
    expect(corpus.falseAccepts).toEqual([]);
    expect(meetsFigures(corpus), corpus.wrong.join('\n')).toBe(true);
  });
});
