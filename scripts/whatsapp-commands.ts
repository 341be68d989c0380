// What `npm run whatsapp` understands, and what each command does to the linked account's session.
import { parseArgs } from 'node:util';
import { toString as qrOf } from 'qrcode';
import type { Instant, Log, Store } from '../src/app/ports.ts';
import { openAuthState, secretsOf } from '../src/channels/whatsapp/baileys/auth-state.ts';
import { createBaileysTransport } from '../src/channels/whatsapp/baileys/baileys-transport.ts';
import type { Connect } from '../src/channels/whatsapp/baileys/library.ts';
import { loadBaileys } from '../src/channels/whatsapp/baileys/library.ts';
import { ACCOUNT } from '../src/channels/whatsapp/baileys/options.ts';
import { mask } from '../src/core/mask.ts';

export const USAGE = `npm run whatsapp -- status                 whether a telephone is linked
npm run whatsapp -- link [--phone NUMBER]  links one: shows a QR to scan, or a code to type on the telephone with
                                           that number (with the country code); the service must not be running
npm run whatsapp -- forget                 forgets the session, to link another telephone`;

/** The call makes no sense; the message says why. */
export class Usage extends Error {}

/** It could not be done; the message says why. */
export class Failure extends Error {}

export type Call =
  { readonly command: 'status' | 'forget' } | { readonly command: 'link'; readonly phone: string | undefined };

/** What the commands work with. */
export interface WhatsAppTools {
  readonly store: Store;
  readonly log: Log;
  /** Names this process in the lease. */
  readonly holder: string;
  readonly now: () => Instant;
  readonly say: (line: string) => void;
  readonly ask: (question: string) => Promise<string>;
  /** Default the library's `makeWASocket`. */
  readonly connect?: Connect;
}

/** Typed before a session is forgotten: there is no way back. */
const CONFIRMATION = 'forget';

/** Throws Usage. */
export function readCall(args: readonly string[]): Call {
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options: { phone: { type: 'string' } }, allowPositionals: true });
  } catch (error) {
    throw new Usage(error instanceof Error ? error.message : 'no such option');
  }
  const { positionals, values } = parsed;
  const [command, ...more] = positionals;
  if (more.length > 0) throw new Usage(`one command at a time, not also ${more.join(' ')}`);
  if (command === 'link') {
    const phone = values.phone?.replaceAll(/[\s+-]/g, '');
    if (phone !== undefined && !/^[1-9]\d{7,14}$/.test(phone))
      throw new Usage('--phone is the whole number with the country code, e.g. 62812…');
    return { command, phone };
  }
  if (values.phone !== undefined) throw new Usage('--phone goes with link');
  if (command === 'status' || command === 'forget') return { command };
  throw new Usage(command === undefined ? 'which command?' : `there is no command ${command}`);
}

/** Throws Failure, and OperationalError for what the store or the library refuses. */
export async function carryOut(call: Call, tools: WhatsAppTools): Promise<void> {
  switch (call.command) {
    case 'status':
      return tools.say(await statusOf(tools.store));
    case 'forget':
      return forget(tools);
    case 'link':
      return link(tools, call.phone);
  }
}

async function linkedNumber(store: Store): Promise<string | undefined> {
  const { state } = await openAuthState(await loadBaileys(), store, ACCOUNT);
  return state.creds.me?.id.split(/[:@]/)[0];
}

async function statusOf(store: Store): Promise<string> {
  const number = await linkedNumber(store);
  return number === undefined
    ? 'No telephone is linked. Link one with: npm run whatsapp -- link'
    : `A telephone is linked: ${mask(`+${number}`, 'phone')}`;
}

async function forget({ store, say, ask }: WhatsAppTools): Promise<void> {
  if ((await linkedNumber(store)) === undefined) return say('No telephone is linked.');
  say('The service must not be running. On the telephone the device is removed under WhatsApp > Linked devices.');
  if ((await ask(`Type ${CONFIRMATION} to forget the session: `)).trim() !== CONFIRMATION)
    return say('Nothing was changed.');
  await store.dropSecrets(secretsOf(ACCOUNT));
  say('The session is forgotten.');
}

/** Ends when the telephone is linked, before a message arrives: those are for the service. */
async function link(tools: WhatsAppTools, phone: string | undefined): Promise<void> {
  const { store, log, holder, now, say } = tools;
  if ((await linkedNumber(store)) !== undefined) return say(await statusOf(store));
  const baileys = await loadBaileys();
  const connect = tools.connect ?? baileys.makeWASocket;
  const inMs = (ms: number): Instant => new Date(Date.parse(now()) + ms).toISOString();
  let transport: ReturnType<typeof createBaileysTransport> | undefined;
  try {
    await new Promise<void>((linked, failed) => {
      transport = createBaileysTransport({
        holder,
        lease: {
          async take(name, of, ms) {
            const taken = await store.takeLease(name, of, now(), inMs(ms));
            if (!taken) failed(inUse());
            return taken;
          },
          drop: (name, of) => store.dropLease(name, of),
        },
        secrets: store,
        log,
        now,
        random: () => 0,
        render: () => '',
        readFile: async () => undefined,
        knows: async () => false,
        findSent: async () => undefined,
        alert: (kind) => {
          if (kind !== 'pairing_needed') failed(refused(kind));
        },
        onTrouble() {},
        onQr: (qr) => void (qr !== undefined && show(qr)),
        onPairingCode: (code) => say(`Type this on the telephone: ${code}`),
        ...(phone === undefined ? {} : { pairingPhone: phone }),
        connect(config) {
          if (config.auth.creds.account) {
            linked();
            throw new Error('linked: the rest is for the service');
          }
          return connect(config);
        },
      });
      transport.start(() => Promise.reject(inUse())).catch(failed);
    });
    say('The telephone is linked. The service may be started now.');
  } finally {
    await transport?.stop();
  }

  async function show(qr: string): Promise<void> {
    say(await qrOf(qr, { type: 'terminal', small: true }));
    say('On the telephone: WhatsApp > Linked devices > Link a device, then scan.');
  }
}

function inUse(): Failure {
  return new Failure('The service is running and has the session: stop it first, or link on its page.');
}

const REFUSALS: Readonly<Record<string, string>> = {
  logged_out: 'The telephone has refused, or removed, this device.',
  restricted: 'WhatsApp has limited or banned this account.',
  unreachable: 'WhatsApp cannot be reached.',
  replaced: 'Somebody else uses this session.',
};

function refused(kind: string): Failure {
  return new Failure(REFUSALS[kind] ?? 'WhatsApp refused the connection.');
}
