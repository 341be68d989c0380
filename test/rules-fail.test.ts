// That each rule of test/rules.test.ts fails when it should, on small made-up sources.
import { describe, expect, it } from 'vitest';
import { LAYERS } from './helpers/layers.ts';
import {
  checkBan,
  checkCatalogues,
  checkConversation,
  checkEnvExample,
  checkImports,
  checkKeysUsed,
  checkLength,
  checkNames,
  checkOpenings,
  checkPageKeysKnown,
  checkPageKeysUsed,
  checkReadme,
  checkTodos,
  checkTop,
  CHANCE,
  CLOCK,
  ENVIRONMENT,
} from './helpers/rules.ts';
import type { Ban } from './helpers/rules.ts';

function importing(path: string, specifier: string, kind = 'import { x } from'): string[] {
  return checkImports([{ path, text: `${kind} '${specifier}';` }], LAYERS);
}

function banned(ban: Ban, text: string): string[] {
  return checkBan([{ path: 'src/app/x.ts', text }], ban);
}

describe('the import table', () => {
  it.each([
    ['src/core/a.ts', '../sop/b.ts'],
    ['src/core/a.ts', '../app/ports.ts'],
    ['src/core/a.ts', 'zod'],
    ['src/core/a.ts', 'node:fs'],
    ['src/core/a.ts', 'fs/promises'],
    ['src/sop/a.ts', '../engine/b.ts'],
    ['src/pdf/a.ts', '../sop/b.ts'],
    ['src/pdf/a.ts', 'pdf-lib'],
    ['src/engine/a.ts', '../app/b.ts'],
    ['src/engine/a.ts', '../../conversations/all.ts'],
    ['src/engine/a.ts', 'node:crypto'],
    ['conversations/a.ts', '../src/sop/b.ts'],
    ['src/app/a.ts', '../storage/memory/memory-store.ts'],
    ['src/app/a.ts', '../config.ts'],
    ['src/app/a.ts', 'mongoose'],
    ['src/channels/web/a.ts', '../../app/handle-message.ts'],
    ['src/channels/web/a.ts', '../telegram/adapter.ts'],
    ['src/channels/a.ts', './web/adapter.ts'],
    ['src/channels/web/a.ts', 'grammy'],
    ['src/storage/mongo/a.ts', '../memory/b.ts'],
    ['src/storage/memory/a.ts', 'mongoose/lib/x.js'],
    ['src/jobs/a.ts', '../storage/mongo/b.ts'],
    ['src/config.ts', './core/person.ts'],
    ['src/log.ts', '@hono/node-server/conninfo'],
  ])('keeps %s from importing %s, and names the file', (path, specifier) => {
    const problems = importing(path, specifier);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${path.replaceAll('.', '[.]')} imports `));
  });

  it.each([
    ['src/core/a.ts', './b.ts'],
    ['src/core/a.ts', 'dayjs/plugin/utc.js'],
    ['src/app/a.ts', '../../conversations/all.ts'],
    ['src/channels/web/a.ts', '../../app/ports.ts'],
    ['src/channels/web/a.ts', './parts/b.ts'],
    ['src/storage/mongo/a.ts', '../pending.ts'],
    ['src/main.ts', './storage/mongo/mongo-store.ts'],
  ])('lets %s import %s', (path, specifier) => {
    expect(importing(path, specifier)).toEqual([]);
  });

  it('knows every file', () => {
    expect(importing('src/extra/a.ts', './b.ts')).toEqual(['src/extra/a.ts stands in no layer of the import table']);
  });

  it('lets the engine see types that it may not run', () => {
    expect(importing('src/engine/a.ts', '../sop/b.ts', 'import type { X } from')).toEqual([]);
    expect(importing('src/engine/a.ts', '../sop/b.ts')).toEqual([
      'src/engine/a.ts imports src/sop/b.ts, which it may for its types only',
    ]);
  });

  it('sees types, re-exports, dynamic imports and child programs too', () => {
    const path = 'src/core/a.ts';
    for (const text of [
      "import type { X } from '../sop/b.ts';",
      "export * from '../sop/b.ts';",
      "await import('../sop/b.ts');",
      "spawn(new URL('../sop/b.ts', import.meta.url));",
      'await import(name);',
    ]) {
      expect(checkImports([{ path, text }], LAYERS), text).toHaveLength(1);
    }
  });
});

describe('the bans', () => {
  it.each([
    'const a = process.env.PORT;',
    "const a = process.env['PORT'];",
    'const a = process?.env;',
    "const a = process['env'];",
    'const { argv, env } = process;',
  ])('find the environment read by: %s', (text) => {
    expect(banned(ENVIRONMENT, `\n${text}`)).toEqual(['src/app/x.ts:2 reads process.env']);
  });

  it.each([
    'new Date()',
    'new Date',
    'Date()',
    'Date.now()',
    'list.map(Date.now)',
    'dayjs()',
    'dayjs.utc()',
    'performance.now()',
    'process.hrtime.bigint()',
  ])('find the clock read by: %s', (text) => {
    expect(banned(CLOCK, `const a = ${text};`)).toEqual(['src/app/x.ts:1 reads the clock']);
  });

  it.each([
    'new Date(at)',
    "new Date('2026-01-01')",
    'dayjs(at)',
    'dayjs.utc(at)',
    'Date.UTC(2026, 0)',
    'localDate()',
    'core.Date(x)',
    '"new Date()"',
    '1; // Date.now()',
    '(date: Date) => date',
  ])('do not mistake for the clock: %s', (text) => {
    expect(banned(CLOCK, `const a = ${text};`)).toEqual([]);
  });

  it.each(['Math.random()', 'randomUUID()', 'crypto.randomBytes(8)', 'globalThis.crypto.getRandomValues(a)'])(
    'find chance in: %s',
    (text) => {
      expect(banned(CHANCE, `const a = ${text};`)).toEqual(['src/app/x.ts:1 makes something random']);
    },
  );

  it('let an exception pass, and complain once nothing needs it', () => {
    const exceptions = [{ path: 'src/main.ts', why: 'makes the clock' }];
    expect(checkBan([{ path: 'src/main.ts', text: 'Date.now()' }], CLOCK, exceptions)).toEqual([]);
    expect(checkBan([{ path: 'src/main.ts', text: '' }], CLOCK, exceptions)).toEqual([
      'src/main.ts is an exception that is not needed: it no longer reads the clock',
    ]);
  });
});

describe('.env.example', () => {
  it('must have the settings, each with its line of comment', () => {
    expect(checkEnvExample('# What a is.\nA=1\n# What b is.\nB=\n', ['A', 'B'])).toEqual([]);
    expect(checkEnvExample('# a\nA=1\nB=\n# one\n# two\nD=\n# again\nA=2', ['A', 'B', 'C'])).toEqual([
      '.env.example lacks C',
      '.env.example has D, which is no setting',
      '.env.example has A more than once',
      '.env.example has not one line of comment above B',
      '.env.example has not one line of comment above D',
    ]);
  });
});

describe('the texts', () => {
  it('must have the same keys and placeholders in both languages, and words', () => {
    const id = { a: 'A {{x}} {{y}}', b: 'B', c: '', n_other: '{{count}} hari' };
    const en = { a: 'A {{y}} {{x}}', c: 'C {{z}}', d: 'D', n_one: '{{count}} day', n_other: '{{count}} days' };
    expect(checkCatalogues(['id', id], ['en', en])).toEqual([
      'en lacks b, which id has',
      'id lacks d, which en has',
      'id has nothing to say for c',
      'en fills in other things than id in c',
    ]);
  });

  it('must be used, whole or as one of a family that code makes', () => {
    const sources = [{ path: 'src/a.ts', text: "t('a'); t(`f.${'x'}`); t('n', { count }); // t('b')" }];
    const catalogue = { a: '', b: '', 'f.x': '', 'f.y': '', 'g.x': '', n_other: '' };
    const families = [
      { prefix: 'f.', why: 'a code follows' },
      { prefix: 'g.', why: 'a code follows' },
    ];
    expect(checkKeysUsed('id', catalogue, sources, families)).toEqual([
      'id has b, which nothing says',
      'id has f.y, which nothing says',
      'g. is declared as a family of keys, but no source makes one',
    ]);
  });

  it('must be shown by the page when they are the page’s', () => {
    const text = `<b data-t="a"></b><script>t(\`state.\${s}\`); is('x')</script>`;
    expect(checkPageKeysUsed('page', { a: '', b: '', 'state.x': '', 'state.y': '' }, [{ path: 'a', text }])).toEqual([
      'page has b, which the page does not show',
      'page has state.y, which the page does not show',
    ]);
  });

  it('must be there when the page asks for them', () => {
    const text = `<b data-t-label="a"></b><i data-t="b"></i><script>t('c'); t(c); set('d')</script>`;
    expect(checkPageKeysKnown('page', { a: '' }, [{ path: 'index.html', text }])).toEqual([
      'index.html shows b, which page lacks',
      'index.html shows c, which page lacks',
    ]);
  });
});

describe('a conversation', () => {
  it('must be plain data whose every step is reached and every way leads somewhere', () => {
    const steps = {
      a: {
        choose: 'k',
        options: [
          { id: 'x', label: 'k', next: 'b' },
          { id: 'y', label: 'k', next: 'gone' },
        ],
      },
      b: { branch: 'p', yes: 'a', no: 'end' },
      lost: { say: 'k', next: 'a', when: () => true, at: new Date(0), none: undefined },
    };
    expect(checkConversation({ name: 'c', start: 'a', steps })).toEqual([
      'c.steps.lost.when is not plain data',
      'c.steps.lost.at is not plain data',
      'c.steps.lost.none is not plain data',
      'c.a leads to gone, which is no step',
      'c.lost is never reached',
    ]);
    expect(checkConversation({ name: 'c', start: 'z', steps: {} })).toEqual(['c starts at z, which is no step']);
  });

  it('must not count a step as reached that only unreached steps lead to', () => {
    const steps = { a: { say: 'k', next: 'end' }, b: { say: 'k', next: 'c' }, c: { say: 'k', next: 'b' } };
    expect(checkConversation({ name: 'c', start: 'a', steps })).toEqual([
      'c.b is never reached',
      'c.c is never reached',
    ]);
  });
});

describe('files', () => {
  it('must not be too long', () => {
    expect(checkLength([{ path: 'src/a.ts', text: 'x\n'.repeat(401) }], 400)).toEqual([
      'src/a.ts has 401 lines; 400 is the most',
    ]);
    expect(checkLength([{ path: 'src/a.ts', text: 'x\n'.repeat(400) }], 400)).toEqual([]);
  });

  it('must have names in kebab-case that say something', () => {
    const paths = ['src/core/aB.ts', 'src/utils/a.ts', 'src/core/common.ts', 'test/helpers/a.ts', 'src/a-b.test.ts'];
    expect(checkNames([...paths, 'src/channels/web/README.md', 'src/core/a_b.ts'], 'src')).toEqual([
      'src/core/aB.ts is not in kebab-case',
      'src/utils/a.ts has a name that says nothing',
      'src/core/common.ts has a name that says nothing',
      'src/core/a_b.ts is not in kebab-case',
    ]);
  });

  it('must say what they are for', () => {
    const long = '// a\n'.repeat(5);
    expect(
      checkOpenings([
        { path: 'a.ts', text: 'x' },
        { path: 'b.ts', text: long },
        { path: 'c.ts', text: '// a\nx' },
      ]),
    ).toEqual([
      'a.ts does not begin with one to four lines on what it is for',
      'b.ts does not begin with one to four lines on what it is for',
    ]);
  });

  it('must name the issue of what is left to do', () => {
    const texts = ['// TODO later', '/* FIXME: now */', '// TODO(#12): later', '// FIXME #3', "const a = 'TODO';"];
    expect(checkTodos(texts.map((text, index) => ({ path: `${index}.ts`, text })))).toEqual([
      '0.ts has something to do that names no issue',
      '1.ts has something to do that names no issue',
    ]);
  });

  it('must not stand at the top unless they belong there', () => {
    expect(checkTop(['src', '.npmrc', 'docs'], ['src'])).toEqual(['docs does not belong at the top of the repository']);
  });
});

describe('the README', () => {
  it('must mention every command and every setting', () => {
    const text = 'Run `npm run demo`, `npm test`, or `fix`. PORT is the port.';
    expect(checkReadme(text, ['demo', 'test', 'fix'], ['PORT'])).toEqual([]);
    expect(checkReadme('npm run check-pdf PORTS', ['check', 'check:types'], ['PORT'])).toEqual([
      'README.md does not mention npm run check',
      'README.md does not mention npm run check:types',
      'README.md does not mention PORT',
    ]);
  });
});
