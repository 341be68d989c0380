// Reads TypeScript as text, well enough for the rules of this repository: comments and strings told from code, and imports.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface SourceFile {
  /** From the top of the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Every file under the folders (or the file itself), sorted, with its text. What is not there is passed over. */
export function readSources(folders: readonly string[], extensions: readonly string[] = ['.ts']): SourceFile[] {
  return folders
    .flatMap((folder) => listFiles(folder))
    .filter((path) => extensions.some((extension) => path.endsWith(extension)))
    .sort()
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

/** Paths of every file under a folder, or the path itself when it is a file. */
export function listFiles(path: string): string[] {
  try {
    return readdirSync(path, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? listFiles(join(path, entry.name)) : [join(path, entry.name)],
    );
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return [path];
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

type Part = { readonly kind: 'code' | 'comment' | 'string' | 'regex'; readonly text: string };

const TOKEN = new RegExp(
  [
    String.raw`(?<comment>\/\/[^\n]*|\/\*[^]*?(?:\*\/|$))`,
    String.raw`(?<string>'(?:\\[^]|[^'\\\n])*'|"(?:\\[^]|[^"\\\n])*")`,
    '(?<open>`)',
    String.raw`(?<regex>\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*)`,
    '(?<brace>[{}])',
  ].join('|'),
  'g',
);

/** Inside a template: up to its next `${` or its end. */
const TEMPLATE = /(?:\\[^]|\$(?!\{)|[^`\\$])*(?:`|\$\{|$)/y;

/** A slash after one of these begins a regular expression; after anything else it divides. */
const BEFORE_REGEX = /(?:^|[([{};,<>=:?!&|+*%~^-]|\b(?:return|typeof|case|in|of|do|else|void|await|yield))\s*$/;

/** Comments, strings (with their quotes), regular expressions and code, in order; joined they are the source again. */
export function splitSource(source: string): Part[] {
  const parts: Part[] = [];
  // One entry per open `${`: how many braces are open inside it.
  const templates: number[] = [];
  let code = '';
  let at = 0;
  const push = (kind: Part['kind'], text: string): void => {
    if (code !== '') parts.push({ kind: 'code', text: code });
    code = '';
    if (text !== '') parts.push({ kind, text });
  };
  // From a backtick, or from the brace that ends a `${…}`, to the next `${` or the closing backtick.
  const template = (from: number): void => {
    TEMPLATE.lastIndex = from + 1;
    const [text] = TEMPLATE.exec(source) ?? [''];
    push('string', source.slice(from, from + 1) + text);
    at = from + 1 + text.length;
    if (text.endsWith('${')) templates.push(0);
  };
  while (at < source.length) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(source);
    if (match === null) break;
    code += source.slice(at, match.index);
    const [text] = match;
    const { comment, string, open, regex, brace } = match.groups ?? {};
    at = match.index + text.length;
    const top = templates.at(-1);
    if (comment !== undefined) push('comment', text);
    else if (string !== undefined) push('string', text);
    else if (open !== undefined) template(match.index);
    else if (brace === '}' && top === 0) {
      templates.pop();
      template(match.index);
    } else if (brace !== undefined) {
      if (top !== undefined) templates[templates.length - 1] = top + (brace === '{' ? 1 : -1);
      code += brace;
    } else if (regex !== undefined && BEFORE_REGEX.test(code === '' ? lastCode(parts) : code)) push('regex', text);
    else {
      code += text.slice(0, 1);
      at = match.index + 1;
    }
  }
  code += source.slice(at);
  push('code', '');
  return parts;
}

function lastCode(parts: readonly Part[]): string {
  const part = parts.findLast(({ kind }) => kind !== 'comment');
  return part === undefined || part.kind === 'code' ? (part?.text ?? '') : 'x';
}

/** The code alone: comments gone, each string replaced by its number, line breaks kept. */
export function codeOf(source: string): string {
  return splitSource(source)
    .map(({ kind, text }, index) => {
      if (kind === 'code') return text;
      if (kind === 'regex') return '/_/';
      if (kind === 'comment') return text.replaceAll(/[^\n]/g, ' ');
      if (/^['"]/.test(text)) return `'${index}'`;
      return text.replace(/(?<=^.)[^]*?(?=`$|\$\{$)/, (said) => said.replaceAll(/[^\n]/g, '_'));
    })
    .join('');
}

/** What every string in the source says, without quotes; a template gives its fixed parts. */
export function stringsOf(source: string): string[] {
  return splitSource(source)
    .filter(({ kind }) => kind === 'string')
    .map(({ text }) => text.replace(/^['"`}]/, '').replace(/(?:['"`]|\$\{)$/, ''));
}

/** Fixed beginnings of the templates in the source, e.g. `refusal.` of `refusal.${code}`. */
export function templatePrefixesOf(source: string): string[] {
  return splitSource(source)
    .filter(({ kind, text }) => kind === 'string' && text.startsWith('`') && text.endsWith('${'))
    .map(({ text }) => text.slice(1, -2));
}

export interface Import {
  /** Undefined when it is computed at run time. */
  readonly specifier: string | undefined;
  readonly typeOnly: boolean;
}

// These run over codeOf, where a string is its number in splitSource.
const STATEMENT = /(?:^|[;\n}])\s*(?:import|export)\s+(type\s+(?!from\b|,))?(?:[\w$*{}\s,]*?\bfrom\s*)?'(\d+)'/g;
const CALL = /(typeof\s+)?\b(?:import|require)\s*\(\s*(?:'(\d+)'\s*[,)]|[^\s)])/g;
/** How a worker or a child process names its file. */
const FILE_URL = /()\bnew\s+URL\(\s*'(\d+)'\s*,\s*import\.meta\.url/g;

/** Every import and re-export: statements, `import()`, `require()`, and modules started by their URL. */
export function importsOf(source: string): Import[] {
  const parts = splitSource(source);
  const code = codeOf(source);
  const found = [STATEMENT, CALL, FILE_URL].flatMap((pattern) =>
    [...code.matchAll(pattern)].map(([, type, index]) => ({
      specifier: index === undefined ? undefined : parts[Number(index)]?.text.slice(1, -1),
      typeOnly: type !== undefined && type !== '',
      isUrl: pattern === FILE_URL,
    })),
  );
  return found
    .filter(({ isUrl, specifier }) => !isUrl || specifier?.endsWith('.ts'))
    .map(({ specifier, typeOnly }) => ({ specifier, typeOnly }));
}
