// A desk as small as can be behind the web channel: a log in memory and a bot that repeats what it hears.
import type { Address, FileRef, Inbound, LogEntry, Outbound } from '../../src/app/ports.ts';
import type { ApplicationView, StepView } from '../../src/core/progress.ts';
import type { WebChannel } from '../../src/channels/web/web-channel.ts';
import type { WebOptions } from '../../src/channels/web/options.ts';
import { readFileSync } from 'node:fs';
import { createWebChannel } from '../../src/channels/web/web-channel.ts';

export interface WebDesk {
  readonly channel: WebChannel;
  readonly arrived: Inbound[];
  readonly warnings: string[];
  /** Writes a line into a chat's log, as a use case would. */
  write(address: Address, from: 'bot' | 'person', message: Outbound): LogEntry;
  start(): Promise<void>;
}

export const MAX_UPLOAD = 100_000;

const text = (id: string, en: string) => ({ id, en });

export const SEATS: WebOptions['seats'] = [
  { id: 'pemohon', name: 'Sinta Melati', title: text('Pemohon', 'Applicant'), kind: 'applicant', role: 'pemohon' },
  { id: 'kadis', name: 'Bagus Wirawan', title: text('Kepala Dinas', 'Head'), kind: 'officer', role: 'kepala_dinas' },
  { id: 'verif', name: 'Rani Puspita', title: text('Verifikator', 'Verifier'), kind: 'officer', role: 'verifikator' },
];

function readTexts(language: 'id' | 'en'): Record<string, string> {
  return JSON.parse(readFileSync(`locales/page.${language}.json`, 'utf8')) as Record<string, string>;
}

/** A channel on a free port with the echo bot behind it; `handle` runs before the bot answers. */
export function createWebDesk(
  options: Partial<WebOptions> = {},
  handle: (inbound: Inbound, desk: WebDesk) => Promise<void> = () => Promise.resolve(),
): WebDesk {
  const logs = new Map<Address, LogEntry[]>();
  const files = new Map<string, { bytes: Uint8Array; name: string; type: string }>();
  const arrived: Inbound[] = [];
  const warnings: string[] = [];
  let clock = Date.parse('2026-11-23T01:00:00.000Z');
  let ids = 0;

  const now = () => new Date(clock).toISOString();
  const warn = (line: string, data?: Record<string, unknown>) => {
    warnings.push(`${line} ${data?.['error'] instanceof Error ? data['error'].message : ''}`);
  };
  const channel = createWebChannel({
    port: 0,
    mode: 'demo',
    agency: { name: text('Dinas Kominfo Kota Contoh', 'ICT Office'), timeZone: 'Asia/Makassar', zoneLabel: 'WITA' },
    seats: SEATS,
    texts: { id: readTexts('id'), en: readTexts('en') },
    maxUploadBytes: MAX_UPLOAD,
    log: { debug: () => undefined, info: () => undefined, warn, error: warn },
    now,
    newId: () => `id-${String((ids += 1)).padStart(12, '0')}`,
    readLog: (address, after) => Promise.resolve((logs.get(address) ?? []).filter(({ seq }) => seq > after)),
    readFile: (address, id) =>
      Promise.resolve(
        (logs.get(address) ?? []).some(({ message }) => message.file?.id === id) ? files.get(id) : undefined,
      ),
    viewApplication: (number) => Promise.resolve(number === VIEW.number ? VIEW : undefined),
    listApplications: () => Promise.resolve([VIEW]),
    health: () => Promise.resolve(true),
    advanceClock: (duration) => {
      const days = /^P(\d+)D$/.exec(duration)?.[1];
      const hours = /^PT(\d+)H$/.exec(duration)?.[1];
      if (days === undefined && hours === undefined) return Promise.reject(new RangeError('no duration'));
      clock += Number(days ?? 0) * 86_400_000 + Number(hours ?? 0) * 3_600_000;
      return Promise.resolve(now());
    },
    ...options,
  });

  async function keep(inbound: Inbound): Promise<FileRef | undefined> {
    const { file } = inbound;
    if (!file) return undefined;
    const bytes = await channel.download(file, MAX_UPLOAD);
    const id = `file-${(ids += 1)}`;
    const type = /\.pdf$/i.test(file.name) ? 'pdf' : /\.png$/i.test(file.name) ? 'png' : 'jpeg';
    files.set(id, { bytes, name: file.name, type });
    return { id, name: file.name, type, size: bytes.length, sha256: '' };
  }

  const desk: WebDesk = {
    channel,
    arrived,
    warnings,
    write(address, from, message) {
      const log = logs.get(address) ?? [];
      const entry = { seq: log.length + 1, from, at: now(), message, key: `k${log.length + 1}` };
      logs.set(address, [...log, entry]);
      return entry;
    },
    start: () =>
      channel.start(async (inbound) => {
        if (arrived.some(({ id }) => id === inbound.id)) return;
        await handle(inbound, desk);
        arrived.push(inbound);
        const file = await keep(inbound).catch(() => 'too large' as const);
        const said = inbound.text ?? inbound.choice ?? '';
        const paper = typeof file === 'object' ? { file } : {};
        desk.write(inbound.from, 'person', { text: said, choices: [], ...paper });
        const answer = file === 'too large' ? 'Berkas terlalu besar.' : `Anda berkata: ${said.slice(0, 50)}`;
        desk.write(inbound.from, 'bot', { text: answer, choices: [{ id: 'ya', label: 'Ya' }] });
        await channel.send(inbound.from, { text: answer, choices: [] }, 'key');
      }),
  };
  return desk;
}

const step = (id: string, name: string, role: string, more: Pick<StepView, 'state'> & Partial<StepView>): StepView => ({
  id,
  title: text(name, name),
  actor: text(role, role),
  role,
  minutesAllowed: 15,
  late: false,
  ...more,
});

export const VIEW: ApplicationView = {
  number: 'TTE-7K3M9Q',
  service: text('Penerbitan sertifikat elektronik', 'Issue of an electronic certificate'),
  state: 'in_progress',
  step: 'disposisi',
  holder: { title: text('Kepala Dinas', 'Head'), role: 'kepala_dinas' },
  since: '2026-11-23T00:30:00.000Z',
  due: '2026-11-23T00:45:00.000Z',
  late: true,
  steps: [
    step('pengajuan', 'Menyampaikan permohonan', 'pemohon', { state: 'done', doneAt: '2026-11-23T00:30:00.000Z' }),
    step('disposisi', 'Disposisi Kepala Dinas', 'kepala_dinas', {
      state: 'current',
      since: '2026-11-23T00:30:00.000Z',
      due: '2026-11-23T00:45:00.000Z',
      late: true,
      lateMinutes: 15,
    }),
    step('pemeriksaan', 'Pemeriksaan berkas', 'verifikator', { state: 'waiting' }),
  ],
};
