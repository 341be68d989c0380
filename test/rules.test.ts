// The rules of this repository, held against the repository itself. Each failure names the offending file.
// That the rules can fail is shown in test/rules-fail.test.ts.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { conversations } from '../conversations/all.ts';
import { VARIABLES } from '../src/config.ts';
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
import type { Catalogue, Exception, KeyFamily } from './helpers/rules.ts';
import { listFiles, readSources } from './helpers/source.ts';

const SRC = readSources(['src']);
const PRODUCT = [...SRC, ...readSources(['conversations'])];
const SCRIPTS = readSources(['scripts']);
const PAGE = readSources(['src/channels/web/page'], ['.html', '.js']);

const CLOCK_EXCEPTIONS: readonly Exception[] = [
  { path: 'src/main.ts', why: 'makes the clock that everything else is handed' },
];

const CHANCE_EXCEPTIONS: readonly Exception[] = [
  { path: 'src/main.ts', why: 'makes the ids that everything else is handed' },
  { path: 'src/storage/mongo/sealing.ts', why: 'needs a fresh nonce for every sealed value; nobody ever compares one' },
];

/** Keys that code puts together: the prefix, and the closed list whose codes follow it. */
const KEY_FAMILIES: readonly KeyFamily[] = [
  { prefix: 'file.', why: 'FileProblem in src/engine/advance.ts' },
  { prefix: 'problem.', why: 'what the checks of src/core object to' },
  { prefix: 'doubt.', why: 'what the checks of src/core warn of' },
  { prefix: 'contradiction.', why: 'what src/core/cross-check.ts finds' },
  { prefix: 'refusal.', why: 'RefusalCode in src/core/refusal.ts' },
  { prefix: 'decision.', why: 'DECISIONS in src/core/profile.ts' },
  { prefix: 'draft.', why: 'DraftStage in src/engine/drafts.ts' },
  { prefix: 'remind.', why: 'REMINDER_KINDS and REMINDER_ANSWERS in src/core/reminder.ts' },
  { prefix: 'remind.said.', why: 'Answered in src/core/reminder.ts' },
  { prefix: 'remind.stopped.', why: 'REMINDER_KINDS in src/core/reminder.ts' },
  { prefix: 'link.', why: 'Input of kind link_failed in src/engine/advance.ts' },
  { prefix: 'other.', why: 'OtherKind in src/app/ports.ts' },
  { prefix: 'event.', why: 'kinds of ApplicationEvent in src/core/application.ts' },
  { prefix: 'state.', why: 'ApplicationState in src/core/application.ts' },
  { prefix: 'verdict.problem.', why: 'Verdict.problem in src/core/verdict.ts' },
  { prefix: 'verdict.headline.', why: 'Headline in src/core/verdict.ts' },
  { prefix: 'bsre.status.', why: 'EsignStatus in src/core/esign.ts' },
  { prefix: 'bsre.hint.', why: 'EsignHint in src/core/esign.ts' },
  { prefix: 'bsre.opinion.', why: 'EsignOpinion in src/core/esign.ts' },
  { prefix: 'verdict.integrity.', why: 'Integrity in src/core/verdict.ts' },
  { prefix: 'verdict.timestamp.', why: 'TimestampFacts.status in src/core/verdict.ts' },
  { prefix: 'verdict.missing.', why: 'SignatureFacts.missing in src/core/verdict.ts' },
  { prefix: 'verdict.reason.', why: 'REASONS in src/core/verdict-reason.ts' },
  { prefix: 'report.section.', why: 'makeSection in src/engine/report-words.ts' },
  { prefix: 'report.column.', why: 'makeColumn in src/engine/report-words.ts' },
  { prefix: 'notice.', why: 'NoticeKind in src/engine/notice.ts' },
];

const TOP =
  'src conversations locales scripts test package.json package-lock.json tsconfig.json README.md LICENSE'.split(' ');
/** What .gitignore names: a person's own, never committed. */
const IGNORED = ['node_modules', 'data', 'coverage'];

function readCatalogue(path: string): Catalogue {
  return z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(path, 'utf8')));
}

function inUse(exceptions: readonly Exception[]): readonly Exception[] {
  return exceptions.filter(({ path }) => existsSync(path));
}

describe('the sources', () => {
  it('import only what the table allows', () => {
    expect(checkImports(PRODUCT, LAYERS)).toEqual([]);
  });

  it('read the environment in src/config.ts only', () => {
    const why = 'is the one place that reads settings';
    expect(checkBan([...PRODUCT, ...SCRIPTS], ENVIRONMENT, [{ path: 'src/config.ts', why }])).toEqual([]);
  });

  it('are handed the time instead of reading a clock', () => {
    expect(checkBan(PRODUCT, CLOCK, inUse(CLOCK_EXCEPTIONS))).toEqual([]);
  });

  it('are handed ids instead of making them', () => {
    expect(checkBan(PRODUCT, CHANCE, inUse(CHANCE_EXCEPTIONS))).toEqual([]);
  });

  it('have at most 400 lines each', () => {
    expect(checkLength(PRODUCT, 400)).toEqual([]);
  });

  it('begin with what they are for', () => {
    expect(checkOpenings([...PRODUCT, ...SCRIPTS])).toEqual([]);
  });

  it('leave nothing to do without the number of its issue', () => {
    expect(checkTodos([...PRODUCT, ...SCRIPTS, ...readSources(['test'])])).toEqual([]);
  });

  it('have names in kebab-case that say something', () => {
    const paths = ['src', 'conversations', 'locales', 'scripts', 'test'].flatMap((folder) => listFiles(folder));
    expect(checkNames(paths, 'src')).toEqual([]);
  });
});

describe('the top of the repository', () => {
  it('holds nothing but what the map names', () => {
    const names = readdirSync('.').filter((name) => !IGNORED.includes(name) && !name.endsWith('.log'));
    expect(checkTop(names, TOP)).toEqual([]);
  });

  it('has an .env.example equal to the settings', () => {
    expect(checkEnvExample(readFileSync('.env.example', 'utf8'), VARIABLES)).toEqual([]);
  });

  it('has a README that mentions every command and every setting', () => {
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(readFileSync('package.json', 'utf8')));
    expect(checkReadme(readFileSync('README.md', 'utf8'), Object.keys(scripts), VARIABLES)).toEqual([]);
  });
});

describe('the texts', () => {
  it.each([
    { id: 'locales/id.json', en: 'locales/en.json' },
    { id: 'locales/page.id.json', en: 'locales/page.en.json' },
  ])('in $en say as much as those in $id', ({ id, en }) => {
    expect(checkCatalogues([id, readCatalogue(id)], [en, readCatalogue(en)])).toEqual([]);
  });

  it('of the chat are all used', () => {
    const path = 'locales/id.json';
    expect(checkKeysUsed(path, readCatalogue(path), [...PRODUCT, ...SCRIPTS], KEY_FAMILIES)).toEqual([]);
  });

  it('of the page are all used', () => {
    const path = 'locales/page.id.json';
    expect(checkPageKeysUsed(path, readCatalogue(path), [...SRC, ...PAGE])).toEqual([]);
  });

  it('of the page are all there', () => {
    const path = 'locales/page.id.json';
    expect(checkPageKeysKnown(path, readCatalogue(path), PAGE)).toEqual([]);
  });
});

describe('the conversations', () => {
  it.each(Object.values(conversations))('$name is plain data with every step reachable', (conversation) => {
    expect(checkConversation(conversation)).toEqual([]);
    expect(JSON.parse(JSON.stringify(conversation))).toStrictEqual(conversation);
  });

  it('are called by their own names', () => {
    for (const [name, conversation] of Object.entries(conversations)) expect(conversation.name).toBe(name);
  });
});
