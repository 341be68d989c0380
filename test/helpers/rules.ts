// The rules of this repository as functions: each takes what it judges and gives one line per offence, the offender's name first.
import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import type { Layer } from './layers.ts';
import { codeOf, importsOf, splitSource, stringsOf, templatePrefixesOf } from './source.ts';
import type { Import, SourceFile } from './source.ts';

/** Imports that the table does not allow, and files that the table does not know. */
export function checkImports(files: readonly SourceFile[], layers: readonly Layer[]): string[] {
  return files.flatMap((file) => {
    const layer = layerOf(file.path, layers);
    if (layer === undefined) return [`${file.path} stands in no layer of the import table`];
    if (layer.everything === true) return [];
    return importsOf(file.text)
      .map((found) => objection(file.path, found, layer, layers))
      .filter((problem) => problem !== undefined)
      .map((problem) => `${file.path} ${problem}`);
  });
}

function objection(path: string, found: Import, layer: Layer, layers: readonly Layer[]): string | undefined {
  const { specifier, typeOnly } = found;
  if (specifier === undefined) return 'imports a name that is computed at run time';
  if (specifier.startsWith('.')) {
    const target = posix.join(posix.dirname(path), specifier);
    if (layerOf(target, layers) === layer) return undefined;
    if (layer.ours.some((entry) => covers(entry, target))) return undefined;
    const asType = (layer.types ?? []).some((entry) => covers(entry, target));
    if (asType && typeOnly) return undefined;
    return `imports ${target}${asType ? ', which it may for its types only' : ''}`;
  }
  if (specifier.startsWith('node:') || builtinModules.includes(specifier)) {
    const name = specifier.replace('node:', '').split('/')[0] ?? '';
    return layer.builtins.includes(name) ? undefined : `imports ${specifier}`;
  }
  const library = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  return layer.libraries.includes(library) ? undefined : `imports the library ${library}`;
}

function layerOf(path: string, layers: readonly Layer[]): Layer | undefined {
  return layers
    .filter((layer) => covers(layer.path, path))
    .reduce<Layer | undefined>(
      (best, layer) => ((best?.path.length ?? 0) > layer.path.length ? best : layer),
      undefined,
    );
}

function covers(entry: string, path: string): boolean {
  if (entry.endsWith('/*')) return posix.dirname(path) === entry.slice(0, -2);
  return path === entry || path.startsWith(`${entry}/`);
}

export interface Ban {
  readonly what: string;
  readonly pattern: RegExp;
}

/** Why a file may do what is banned elsewhere. */
export interface Exception {
  readonly path: string;
  readonly why: string;
}

const MEMBER = String.raw`\s*(?:\?\.|\.)\s*`;

export const ENVIRONMENT: Ban = {
  what: 'reads process.env',
  pattern: new RegExp(String.raw`\bprocess(?:${MEMBER}env\b|\s*\[)|\{[^}]*\benv\b[^}]*\}\s*=\s*process\b`),
};

export const CLOCK: Ban = {
  what: 'reads the clock',
  pattern: new RegExp(
    [
      String.raw`\bnew\s+Date\b(?!\s*\(\s*[^)\s])`,
      String.raw`(?<!new\s+|[.\w])Date\s*\(`,
      String.raw`\bDate${MEMBER}now\b`,
      String.raw`\bdayjs(?:${MEMBER}(?:utc|tz))?\s*\(\s*\)`,
      String.raw`\bperformance${MEMBER}(?:now|timeOrigin)\b`,
      String.raw`\bhrtime\b`,
      String.raw`\bTemporal${MEMBER}Now\b`,
    ].join('|'),
  ),
};

export const CHANCE: Ban = {
  what: 'makes something random',
  pattern: new RegExp(
    [
      String.raw`\bMath${MEMBER}random\b`,
      String.raw`\b(?:randomUUID|randomBytes|randomInt|randomFill|randomFillSync|getRandomValues)\b`,
    ].join('|'),
  ),
};

/** Files whose code (not comments, not strings) holds what is banned, and exceptions that nothing needs any more. */
export function checkBan(files: readonly SourceFile[], ban: Ban, exceptions: readonly Exception[] = []): string[] {
  const offenders = files.flatMap(({ path, text }) => {
    const code = codeOf(text);
    const index = code.search(ban.pattern);
    return index < 0 ? [] : [{ path, line: code.slice(0, index).split('\n').length }];
  });
  const stale = exceptions.filter(({ path }) => !offenders.some((offender) => offender.path === path));
  return [
    ...offenders
      .filter(({ path }) => !exceptions.some((exception) => exception.path === path))
      .map(({ path, line }) => `${path}:${line} ${ban.what}`),
    ...stale.map(({ path }) => `${path} is an exception that is not needed: it no longer ${ban.what}`),
  ];
}

/** `.env.example` against the schema: the same variables in the same order, each under one line of comment. */
export function checkEnvExample(text: string, variables: readonly string[]): string[] {
  const lines = text.trimEnd().split('\n');
  const names = lines.map((line) => /^([A-Z][A-Z0-9_]*)=/.exec(line)?.[1]);
  const shown = names.filter((name) => name !== undefined);
  return [
    ...variables.filter((name) => !shown.includes(name)).map((name) => `.env.example lacks ${name}`),
    ...shown.filter((name) => !variables.includes(name)).map((name) => `.env.example has ${name}, which is no setting`),
    ...shown
      .filter((name, index) => shown.indexOf(name) !== index)
      .map((name) => `.env.example has ${name} more than once`),
    ...names.flatMap((name, index) => {
      if (name === undefined) return [];
      const commented = isComment(lines[index - 1]) && !isComment(lines[index - 2]);
      return commented ? [] : [`.env.example has not one line of comment above ${name}`];
    }),
  ];
}

function isComment(line: string | undefined): boolean {
  return line !== undefined && /^# \S/.test(line);
}

export type Catalogue = Readonly<Record<string, string>>;

/** Catalogues that must say the same things: the same keys (but for plurals), the same `{{placeholders}}`, nothing empty. */
export function checkCatalogues(source: [string, Catalogue], other: [string, Catalogue]): string[] {
  const [sourceName, sourceTexts] = source;
  const [otherName, otherTexts] = other;
  return [
    ...missingKeys(sourceTexts, otherTexts).map((key) => `${otherName} lacks ${key}, which ${sourceName} has`),
    ...missingKeys(otherTexts, sourceTexts).map((key) => `${sourceName} lacks ${key}, which ${otherName} has`),
    ...[source, other].flatMap(([name, texts]) =>
      Object.entries(texts)
        .filter(([, text]) => text.trim() === '')
        .map(([key]) => `${name} has nothing to say for ${key}`),
    ),
    ...Object.keys(sourceTexts)
      .filter((key) => otherTexts[key] !== undefined)
      .filter((key) => placeholders(sourceTexts[key]) !== placeholders(otherTexts[key]))
      .map((key) => `${otherName} fills in other things than ${sourceName} in ${key}`),
  ];
}

/** Languages differ in plurals: `x_one` may be missing where `x_other` is there. */
function missingKeys(from: Catalogue, to: Catalogue): string[] {
  return Object.keys(from).filter(
    (key) => to[key] === undefined && to[key.replace(/_(?:zero|one|two|few|many)$/, '_other')] === undefined,
  );
}

function placeholders(text = ''): string {
  const names = [...text.matchAll(/\{\s*-?\s*([\w.]+)/g)].map(([, name = '']) => name);
  return [...new Set(names)].toSorted((one, other) => one.localeCompare(other)).join(' ');
}

/** A family of keys that code puts together from parts, e.g. `refusal.` and a code. */
export interface KeyFamily {
  readonly prefix: string;
  readonly why: string;
}

/** Keys that no source says, whole or as a code after a family's prefix; and families that no source makes. */
export function checkKeysUsed(
  name: string,
  catalogue: Catalogue,
  sources: readonly SourceFile[],
  families: readonly KeyFamily[],
): string[] {
  const said = new Set(sources.flatMap(({ text }) => stringsOf(text)));
  const made = new Set(sources.flatMap(({ text }) => templatePrefixesOf(text)));
  const isSaid = (key: string): boolean =>
    said.has(key) || said.has(key.replace(/_(?:zero|one|two|few|many|other)$/, ''));
  const isMember = (key: string): boolean =>
    families.some(({ prefix }) => key.startsWith(prefix) && key.slice(prefix.length).split('.').every(isSaid));
  return [
    ...Object.keys(catalogue)
      .filter((key) => !isSaid(key) && !isMember(key))
      .map((key) => `${name} has ${key}, which nothing says`),
    ...families
      .filter(({ prefix }) => !made.has(prefix))
      .map(({ prefix }) => `${prefix} is declared as a family of keys, but no source makes one`),
  ];
}

/** Keys of the page that nothing shows: neither whole in quotes, nor as a quoted code after the fixed part before a `${`. */
export function checkPageKeysUsed(name: string, catalogue: Catalogue, files: readonly SourceFile[]): string[] {
  const all = files.map(({ text }) => text).join('\n');
  const prefixes = new Set([...all.matchAll(/`([\w.-]+[.-])\$\{/g)].map(([, prefix = '']) => prefix));
  const quoted = new Set([...all.matchAll(/(["'`])([\w.-]+)\1/g)].map(([, , said = '']) => said));
  // Codes of an API stand unquoted where they are keys: `bad_json: 400`.
  const codes = new Set([...all.matchAll(/^\s+(\w+):/gm)].map(([, code = '']) => code));
  const isSaid = (code: string): boolean => quoted.has(code) || codes.has(code);
  return Object.keys(catalogue)
    .filter((key) => !quoted.has(key))
    .filter((key) => ![...prefixes].some((prefix) => key.startsWith(prefix) && isSaid(key.slice(prefix.length))))
    .map((key) => `${name} has ${key}, which the page does not show`);
}

/** Texts the page asks for that are not there: `t('key')` in its code, `data-t="key"` and `data-t-label="key"` in its document. */
export function checkPageKeysKnown(name: string, catalogue: Catalogue, files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text }) =>
    [...text.matchAll(/(?:\bt\(\s*|\bdata-t(?:-[a-z]+)?=)(["'])([\w.-]+)\1/g)]
      .map(([, , key = '']) => key)
      .filter((key) => catalogue[key] === undefined)
      .map((key) => `${path} shows ${key}, which ${name} lacks`),
  );
}

interface ConversationLike {
  readonly name: string;
  readonly start: string;
  readonly steps: Readonly<Record<string, object>>;
}

/** Is it plain data, does every way lead to a step that exists, and is every step on some way from the start? */
export function checkConversation(conversation: ConversationLike): string[] {
  const { name, start, steps } = conversation;
  const unplain = unplainParts(conversation, name);
  const ways = Object.entries(steps).flatMap(([step, definition]) =>
    targetsOf(definition).map((target) => ({ step, target })),
  );
  const reached = new Set([start]);
  for (const step of reached) {
    for (const way of ways) if (way.step === step) reached.add(way.target);
  }
  return [
    ...unplain,
    ...(steps[start] === undefined ? [`${name} starts at ${start}, which is no step`] : []),
    ...ways
      .filter(({ target }) => target !== 'end' && steps[target] === undefined)
      .map(({ step, target }) => `${name}.${step} leads to ${target}, which is no step`),
    ...Object.keys(steps)
      .filter((step) => !reached.has(step))
      .map((step) => `${name}.${step} is never reached`),
  ];
}

/** Where a step may lead: its exits, and those of its options. */
function targetsOf(definition: object): string[] {
  return Object.entries(definition).flatMap(([key, value]: [string, unknown]) => {
    if (['next', 'yes', 'no', 'ok', 'refused'].includes(key)) return typeof value === 'string' ? [value] : [];
    if (key !== 'options' || !Array.isArray(value)) return [];
    return value.flatMap((option: unknown) =>
      typeof option === 'object' && option !== null && 'next' in option && typeof option.next === 'string'
        ? [option.next]
        : [],
    );
  });
}

/** Parts that JSON would lose or change. */
function unplainParts(value: unknown, path: string): string[] {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return [];
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [`${path} is not plain data`];
  if (Array.isArray(value)) return value.flatMap((item, index) => unplainParts(item, `${path}[${index}]`));
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.entries(value).flatMap(([key, item]) => unplainParts(item, `${path}.${key}`));
  }
  return [`${path} is not plain data`];
}

/** Files longer than so many lines. */
export function checkLength(files: readonly SourceFile[], most: number): string[] {
  return files
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > most)
    .map(({ path, lines }) => `${path} has ${lines} lines; ${most} is the most`);
}

const VAGUE = ['util', 'utils', 'helper', 'helpers', 'common', 'manager', 'managers', 'service', 'services'];

/** Names that are not kebab-case, and names that say nothing. `README.md` is free, so are dot-files. */
export function checkNames(paths: readonly string[], vagueIn: string): string[] {
  return paths.flatMap((path) => {
    const names = path.split('/').filter((name) => !name.startsWith('.') && name !== 'README.md');
    return [
      ...(names.every((name) => /^[a-z0-9]+(?:[-.][a-z0-9]+)*$/.test(name)) ? [] : [`${path} is not in kebab-case`]),
      ...(path.startsWith(`${vagueIn}/`) && names.some((name) => VAGUE.includes(name.split('.')[0] ?? ''))
        ? [`${path} has a name that says nothing`]
        : []),
    ];
  });
}

/** Notes to do something later that name no issue: `TODO #12` or `TODO(#12)` is fine. */
export function checkTodos(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text }) =>
    splitSource(text)
      .filter(({ kind, text: comment }) => kind === 'comment' && /\b(?:TODO|FIXME)\b(?!\W{0,2}#\d)/.test(comment))
      .map(() => `${path} has something to do that names no issue`),
  );
}

/** Files that do not begin with one to four lines on what they are for. */
export function checkOpenings(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text }) => {
    const lines = text.replace(/^#!.*\n/, '').split('\n');
    const opening = lines.findIndex((line) => !line.startsWith('//'));
    return opening >= 1 && opening <= 4 ? [] : [`${path} does not begin with one to four lines on what it is for`];
  });
}

/** What stands at the top and does not belong there. Dot-files and what git ignores are free. */
export function checkTop(names: readonly string[], allowed: readonly string[]): string[] {
  return names
    .filter((name) => !name.startsWith('.') && !allowed.includes(name))
    .map((name) => `${name} does not belong at the top of the repository`);
}

/** Commands and settings that the README leaves out. */
export function checkReadme(text: string, scripts: readonly string[], variables: readonly string[]): string[] {
  const isNamed = (script: string): boolean => {
    const name = script.replaceAll(':', '[:]');
    return new RegExp(String.raw`(?:npm (?:run )?|\`)${name}(?![\w:-])`).test(text);
  };
  return [
    ...scripts.filter((script) => !isNamed(script)).map((script) => `README.md does not mention npm run ${script}`),
    ...variables
      .filter((variable) => !new RegExp(String.raw`\b${variable}\b`).test(text))
      .map((variable) => `README.md does not mention ${variable}`),
  ];
}
