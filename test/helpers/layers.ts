// The import table: what each folder may import from ours, from the registry and from Node. scripts and test are not in it: they may import everything.

export interface Layer {
  /** A folder, or one file. */
  readonly path: string;
  /** The composition root alone. */
  readonly everything?: boolean;
  /** Ours: folders with all that is in them, single files, or (ending in `/*`) the files directly in a folder. */
  readonly ours: readonly string[];
  /** The same, for `import type` only. */
  readonly types?: readonly string[];
  readonly libraries: readonly string[];
  /** Node's own modules, without `node:`. */
  readonly builtins: readonly string[];
}

const PORT = ['src/app/ports.ts', 'src/app/store.ts', 'src/core'];

/** A file belongs to the longest path that fits it; one that fits none is an offence. */
export const LAYERS: readonly Layer[] = [
  { path: 'src/main.ts', everything: true, ours: [], libraries: [], builtins: [] },
  {
    path: 'src/telegram-desk.ts',
    ours: ['src/app', 'src/core', 'src/channels/*', 'src/channels/telegram', 'src/config.ts'],
    types: ['src/engine'],
    libraries: [],
    builtins: [],
  },
  {
    path: 'src/whatsapp-desk.ts',
    ours: ['src/app', 'src/core', 'src/channels/*', 'src/channels/whatsapp', 'src/config.ts'],
    types: ['src/engine'],
    libraries: [],
    builtins: [],
  },
  {
    path: 'src/web-desk.ts',
    ours: ['src/app', 'src/charts', 'src/core', 'src/channels/web'],
    libraries: [],
    builtins: [],
  },
  { path: 'src/core', ours: [], libraries: ['dayjs', 'libphonenumber-js'], builtins: [] },
  { path: 'src/sop', ours: ['src/core'], libraries: ['zod', 'yaml'], builtins: ['crypto', 'fs', 'path', 'url'] },
  {
    path: 'src/pdf',
    ours: ['src/core'],
    libraries: [],
    builtins: ['crypto', 'zlib', 'fs', 'path', 'url', 'child_process'],
  },
  {
    path: 'src/engine',
    ours: ['src/core'],
    types: ['src/sop', 'locales'],
    libraries: ['i18next'],
    builtins: [],
  },
  { path: 'conversations', ours: ['src/engine', 'src/core'], libraries: [], builtins: [] },
  {
    path: 'src/app',
    ours: ['src/core', 'src/sop', 'src/pdf', 'src/sheets', 'src/engine', 'src/charts', 'src/reports', 'conversations'],
    libraries: ['file-type', 'pdf-lib', 'dayjs'],
    builtins: ['crypto'],
  },
  { path: 'src/channels', ours: PORT, libraries: [], builtins: ['crypto', 'http'] },
  {
    path: 'src/channels/web',
    ours: [...PORT, 'src/channels/*'],
    libraries: ['hono', '@hono/node-server', '@fastify/busboy', 'zod'],
    builtins: ['crypto', 'fs', 'http', 'net', 'path', 'stream', 'url'],
  },
  {
    path: 'src/channels/telegram',
    ours: [...PORT, 'src/channels/*'],
    libraries: ['grammy', '@grammyjs/runner', '@grammyjs/auto-retry', '@grammyjs/types', 'zod'],
    builtins: ['crypto', 'http', 'stream'],
  },
  {
    path: 'src/channels/whatsapp',
    ours: [...PORT, 'src/channels/*'],
    libraries: ['zod'],
    builtins: ['crypto'],
  },
  {
    path: 'src/channels/whatsapp/baileys',
    ours: [...PORT, 'src/channels/*', 'src/channels/whatsapp/*'],
    libraries: ['@whiskeysockets/baileys', 'qrcode', 'zod'],
    builtins: ['crypto', 'stream'],
  },
  {
    path: 'src/channels/whatsapp/cloud',
    ours: [...PORT, 'src/channels/*', 'src/channels/whatsapp/*'],
    libraries: ['zod'],
    builtins: ['crypto', 'http', 'stream'],
  },
  { path: 'src/storage', ours: PORT, libraries: [], builtins: ['crypto'] },
  { path: 'src/storage/memory', ours: [...PORT, 'src/storage/*'], libraries: [], builtins: [] },
  {
    path: 'src/storage/mongo',
    ours: [...PORT, 'src/storage/*'],
    libraries: ['mongoose', 'mongodb-memory-server-core'],
    builtins: ['crypto', 'fs', 'net', 'path', 'stream', 'zlib'],
  },
  { path: 'src/esign', ours: PORT, libraries: ['zod'], builtins: [] },
  { path: 'src/jobs', ours: ['src/app'], libraries: ['agenda', '@agendajs/mongo-backend'], builtins: [] },
  { path: 'src/sheets', ours: ['src/core'], libraries: ['csv-parse', 'fflate', 'htmlparser2'], builtins: [] },
  { path: 'src/charts', ours: ['src/core'], libraries: ['echarts', '@resvg/resvg-js'], builtins: ['module'] },
  {
    path: 'src/reports',
    ours: ['src/core', 'src/charts'],
    libraries: ['fflate', 'pdf-lib', 'write-excel-file'],
    builtins: ['timers', 'zlib'],
  },
  { path: 'src/config.ts', ours: [], libraries: ['zod'], builtins: [] },
  { path: 'src/log.ts', ours: ['src/app/ports.ts'], types: ['src/config.ts'], libraries: ['pino'], builtins: [] },
];
