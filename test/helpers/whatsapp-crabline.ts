// Crabline's WhatsApp server with a real Baileys client, already paired, before it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startWhatsAppServer } from '@openclaw/crabline';
import * as baileys from '@whiskeysockets/baileys';
import type { WASocket } from '@whiskeysockets/baileys';
import type { Store } from '../../src/app/ports.ts';
import { openAuthState } from '../../src/channels/whatsapp/baileys/auth-state.ts';
import type { Connect } from '../../src/channels/whatsapp/baileys/library.ts';
import { ACCOUNT } from '../../src/channels/whatsapp/baileys/options.ts';

export interface Crabline {
  readonly webSocketUrl: string;
  /** Makes real sockets; the latest is at the end of `sockets`. */
  readonly connect: Connect;
  readonly sockets: WASocket[];
  /** What the server has recorded, our messages decrypted, as text. */
  events(): string;
  /** Somebody writes to us. */
  write(jid: string, text: string, messageId?: string): Promise<void>;
  /** Puts a paired session among the store's secrets. */
  pair(store: Store): Promise<void>;
  stop(): Promise<void>;
}

export async function startCrabline(): Promise<Crabline> {
  const folder = mkdtempSync(join(tmpdir(), 'whatsapp-'));
  let events = '';
  const server = await startWhatsAppServer({
    recorderPath: join(folder, 'traffic.jsonl'),
    onEvent: (event) => void (events += `${JSON.stringify(event)}\n`),
  });
  const { adminToken, endpoints, selfJid } = server.manifest;
  const sockets: WASocket[] = [];
  return {
    webSocketUrl: endpoints.baileysWebSocketUrl,
    sockets,
    connect(config) {
      const socket = baileys.makeWASocket(config);
      sockets.push(socket);
      return socket;
    },
    events: () => events,
    async write(jid, text, messageId) {
      const response = await fetch(endpoints.adminInboundUrl, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-Crabline-Admin-Token': adminToken },
        body: JSON.stringify({ chatJid: jid, senderJid: jid, text, ...(messageId ? { messageId } : {}) }),
      });
      if (!response.ok) throw new Error(`crabline took no message: ${await response.text()}`);
    },
    async pair(store) {
      const auth = await openAuthState(baileys, store, ACCOUNT);
      Object.assign(auth.state.creds, { registered: true, me: { id: selfJid, name: 'Meja TTE' } });
      await auth.saveCreds();
    },
    async stop() {
      await server.close();
      rmSync(folder, { recursive: true });
    },
  };
}
