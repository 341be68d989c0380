// The reader of sources that the rules stand on.
import { describe, expect, it } from 'vitest';
import { codeOf, importsOf, readSources, splitSource, stringsOf, templatePrefixesOf } from './helpers/source.ts';

const TRICKY = [
  "const a = 'it\\'s // no comment'; // a comment with 'quotes'",
  'const b = `outer ${inner({ x: `deep ${c} }` })} end`;',
  'const d = /[/\'"`]/.test(e) ? f / g / h : "/*";',
  '/* new Date() */ const i = [1].map((j) => j / 2);',
].join('\n');

describe('a source', () => {
  it('is the same again when its parts are joined', () => {
    for (const { path, text } of [{ path: 'tricky', text: TRICKY }, ...readSources(['src', 'test', 'conversations'])]) {
      const joined = splitSource(text).reduce((all, part) => all + part.text, '');
      expect(joined === text, path).toBe(true);
    }
  });

  it('is told apart into code, comments, strings and regular expressions', () => {
    expect(codeOf(TRICKY).replaceAll(/'\d+'/g, "'s'").replaceAll(/ +/g, ' ').split('\n')).toEqual([
      "const a = 's'; ",
      'const b = `______${inner({ x: `_____${c}__` })}____`;',
      "const d = /_/.test(e) ? f / g / h : 's';",
      ' const i = [1].map((j) => j / 2);',
    ]);
  });

  it('gives its strings without quotes', () => {
    expect(stringsOf('f(\'a\', "b", `c`, `d.${e}.f`)')).toEqual(['a', 'b', 'c', 'd.', '.f']);
  });

  it('gives the beginnings of its templates', () => {
    expect(templatePrefixesOf('t(`refusal.${code}`); u(`x${y}z${w}`); v(`${q}.x`)')).toEqual(['refusal.', 'x', '']);
  });
});

describe('imports', () => {
  it('are found in every form they take', () => {
    const source = [
      "import 'a';",
      "import b from 'b';",
      "import type { C } from 'c';",
      "import d, { type D } from 'd';",
      "import * as e from 'e';",
      'import {',
      '  f,',
      '  g,',
      '} from "f";',
      "export { h } from 'h';",
      "export * from 'i';",
      "export type { J } from 'j';",
      "const k = await import('k');",
      "type L = typeof import('l');",
      "const m = require('m');",
      "fork(new URL('./n.ts', import.meta.url));",
    ].join('\n');
    expect(importsOf(source).map(({ specifier, typeOnly }) => `${specifier}${typeOnly ? ' (type)' : ''}`)).toEqual([
      'a',
      'b',
      'c (type)',
      'd',
      'e',
      'f',
      'h',
      'i',
      'j (type)',
      'k',
      'l (type)',
      'm',
      './n.ts',
    ]);
  });

  it('are not found in comments, strings and other exports', () => {
    const source = [
      "// import a from 'a';",
      'const b = "import(\'b\')";',
      "export const c = 'c';",
      "export type D = 'd';",
      "const url = new URL('./page/index.html', import.meta.url);",
      'const here = import.meta.url;',
    ].join('\n');
    expect(importsOf(source)).toEqual([]);
  });

  it('are noticed when what they import is computed', () => {
    expect(importsOf('await import(name); require(`x${y}`)')).toEqual([
      { specifier: undefined, typeOnly: false },
      { specifier: undefined, typeOnly: false },
    ]);
  });
});
