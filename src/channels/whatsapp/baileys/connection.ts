// The life of the socket: one per account, in the process that has the lease; lost, it is opened again, or not, by its close code.
import { pause, pauseOf } from '../../pause.ts';
import { otherJidOf } from './address.ts';
import type { AuthState } from './auth-state.ts';
import { openAuthState } from './auth-state.ts';
import { keepLease } from './lease.ts';
import type { Baileys, Connect, Socket } from './library.ts';
import { createLink } from './link.ts';
import type { BaileysOptions, Link, Timing } from './options.ts';
import { ACCOUNT } from './options.ts';
import { afterClose, waitBefore } from './reconnect.ts';
import { socketConfig } from './socket-config.ts';

export interface Connection {
  /** Connects, and connects again, until it is stopped. */
  run(): Promise<void>;
  stop(): Promise<void>;
  /** Undefined while it is not open. */
  socket(): Socket | undefined;
  link(): Link;
}

/** After so many in a row somebody is told, once. */
const MANY_FAILURES = 10;

/** What is done with a socket. */
export interface Handlers {
  /** It exists but is not open yet: events may be listened to. */
  opening(socket: Socket): void;
  closed(): void;
}

export function createConnection(
  baileys: Baileys,
  options: BaileysOptions,
  timing: Timing,
  handlers: Handlers,
): Connection {
  const { account = ACCOUNT, log } = options;
  const connect: Connect = options.connect ?? baileys.makeWASocket;
  const ending = new AbortController();
  const link = createLink(options);
  const lease = keepLease(`whatsapp:${account}`, options, timing);
  let open: Socket | undefined;
  /** Whether the last connection ever was. */
  let wasOpen = false;
  let failures = 0;
  let running: Promise<void> | undefined;

  /** Resolves to the code the connection ended with; `over` ends it. */
  async function live(over: AbortSignal): Promise<number | undefined> {
    const auth = await openAuthState(baileys, options.secrets, account);
    const saver = createSaver(auth);
    const otherJid = (jid: string): Promise<string | undefined> => otherJidOf(baileys, socket, jid);
    const socket: Socket = connect(socketConfig(baileys, options, auth.state, otherJid));
    const ended = new AbortController();
    let pairing = false;
    const code = await new Promise<number | undefined>((resolve) => {
      socket.ev.on('creds.update', saver.save);
      socket.ev.on('connection.update', ({ connection, qr, lastDisconnect, reachoutTimeLock }) => {
        // WhatsApp tells of the lock that ack 463 is the sign of.
        if (reachoutTimeLock?.isActive === true) options.onTrouble(463);
        if (qr !== undefined) {
          void link.toBePaired(qr, pairing ? undefined : socket);
          pairing = true;
          failures = 0;
        }
        if (connection === 'open') {
          log.info('connected to WhatsApp');
          open = socket;
          wasOpen = true;
          failures = 0;
          link.connected();
        }
        if (connection === 'close') {
          // What is still held back was confirmed to WhatsApp and will not come again.
          socket.ev.flush();
          resolve(codeOf(lastDisconnect?.error));
        }
      });
      handlers.opening(socket);
      const end = (): void => {
        // A server that does not answer is not waited for any longer.
        const soon = Promise.race([socket.end(undefined), pause(timing.stopMs, ended.signal)]);
        void soon.catch(() => {}).then(() => resolve(undefined));
      };
      over.addEventListener('abort', end, { signal: ended.signal });
      if (over.aborted) end();
    });
    ended.abort();
    open = undefined;
    link.disconnected();
    handlers.closed();
    await saver.settled();
    return code;
  }

  /** Keeps the credentials whenever they change, the last ones at any rate. */
  function createSaver(auth: AuthState) {
    let dirty = false;
    let saving = Promise.resolve();
    async function saveUntilDone(): Promise<void> {
      for (let tries = 1; dirty; tries += 1) {
        dirty = false;
        try {
          await auth.saveCreds();
        } catch (error) {
          log.warn('the WhatsApp session could not be kept', { tries, error });
          if (ending.signal.aborted) return;
          dirty = true;
          await pause(pauseOf(timing.retryMs, tries), ending.signal);
        }
      }
    }
    return {
      save: (): void => {
        dirty = true;
        saving = saving.then(saveUntilDone);
      },
      settled: () => saving,
    };
  }

  /** True when it should go on. */
  async function onceMore(): Promise<boolean> {
    const lost = lease.lost();
    const over = AbortSignal.any([lost, ending.signal]);
    wasOpen = false;
    const code = await live(over).catch((error: unknown) => {
      log.warn('WhatsApp could not be connected to', { error });
      return undefined;
    });
    if (over.aborted) return !ending.signal.aborted;
    const next = afterClose(code);
    log[next.action === 'stop' ? 'error' : 'info']('the connection to WhatsApp ended', { code, action: next.action });
    if (next.action === 'stop') {
      options.alert(next.alert);
      return false;
    }
    if (next.action === 'restart') return true;
    failures += 1;
    if (failures === MANY_FAILURES) options.alert('unreachable');
    if (wasOpen) options.onTrouble('disconnected');
    await pause(waitBefore(timing.backoffMs, failures, options.random()), over);
    return true;
  }

  async function run(): Promise<void> {
    let goOn = true;
    while (goOn && (await lease.take(ending.signal))) goOn = await onceMore();
    // The lease goes on being renewed: no other process shall run into the same wall, or fight for the session.
  }

  return {
    run() {
      running = run();
      return running;
    },
    async stop() {
      ending.abort();
      await running;
      await lease.drop();
    },
    socket: () => open,
    link: () => link.state(),
  };
}

/** Of the errors of Boom, as the library makes them. */
function codeOf(error: unknown): number | undefined {
  const { output } = (error ?? {}) as { output?: { statusCode?: unknown } };
  return typeof output?.statusCode === 'number' ? output.statusCode : undefined;
}
