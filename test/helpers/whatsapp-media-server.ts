// A loopback server in the place of WhatsApp's media servers, and genuine messages whose files lie on it: made and encrypted by the library.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFile } from 'node:fs/promises';
import type { AnyMessageContent, WAMessage } from '@whiskeysockets/baileys';
import { generateWAMessage } from '@whiskeysockets/baileys';
import { SARI, SELF } from './whatsapp-baileys.ts';

export interface MediaServer {
  readonly root: string;
  /** Paths that were asked for. */
  readonly asked: string[];
  /** What lies there, encrypted. */
  readonly files: Map<string, Buffer>;
  /** The status of the next answers, where it is not 200. */
  status: number;
  /** A message of `jid` with the file uploaded here. */
  message(content: AnyMessageContent, jid?: string): Promise<WAMessage>;
  /** The path of a message's file. */
  pathOf(message: WAMessage): string;
  stop(): Promise<void>;
}

let uploads = 0;

export async function startMediaServer(): Promise<MediaServer> {
  const asked: string[] = [];
  const files = new Map<string, Buffer>();
  const http = createServer((request, response) => {
    asked.push(request.url ?? '');
    const bytes = files.get(request.url ?? '');
    const status = server.status === 200 && !bytes ? 404 : server.status;
    response.writeHead(status).end(status === 200 ? bytes : undefined);
  });
  await new Promise<void>((resolve) => void http.listen(0, '127.0.0.1', resolve));
  const server: MediaServer = {
    root: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    asked,
    files,
    status: 200,
    async message(content, jid = SARI) {
      const message = await generateWAMessage(jid, content, {
        userJid: SELF,
        async upload(encrypted) {
          uploads += 1;
          const directPath = `/v/t62/${uploads}.enc?ccb=11-4&oh=${uploads}`;
          files.set(directPath, await readFile(encrypted));
          return { mediaUrl: `https://mmg.whatsapp.net${directPath}`, directPath };
        },
      });
      return { ...message, key: { ...message.key, fromMe: false } };
    },
    pathOf({ message }) {
      const media =
        message?.documentMessage ??
        message?.imageMessage ??
        message?.documentWithCaptionMessage?.message?.documentMessage;
      return media?.directPath ?? '';
    },
    stop: () =>
      new Promise((resolve) => {
        http.closeAllConnections();
        http.close(() => resolve());
      }),
  };
  return server;
}
