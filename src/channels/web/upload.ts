// Reads one multipart upload as it comes in: at most one file of the size allowed is ever in memory.
import { Readable } from 'node:stream';
import { Busboy } from '@fastify/busboy';
import { Fault } from './fault.ts';
import { MAX_TEXT } from './inbound.ts';
import type { Room } from './room.ts';

export interface Upload {
  readonly name: string;
  /** Counted; of a file over the limit a number beyond the limit. */
  readonly size: number;
  /** Absent when the file is over the limit: it was not kept. */
  readonly bytes?: Uint8Array;
  readonly text?: string;
  /** More was coming than was worth reading: the connection should end with the answer. */
  readonly cutShort: boolean;
}

/** Past the limit so much more is read and thrown away, so that the sender lives to hear the answer. */
const PATIENCE = 4;

/** The `file` part of the request, with the `text` part if there is one. Throws Fault for anything else, and `busy` without room. */
export async function readUpload(request: Request, maxBytes: number, room: Room): Promise<Upload> {
  const type = request.headers.get('content-type') ?? '';
  const announced = Number(request.headers.get('content-length') ?? 0);
  if (!request.body) throw new Fault('missing_file');
  if (announced > maxBytes * PATIENCE) return { name: '', size: announced, cutShort: true };
  const parser = openParser(type, maxBytes);
  const source = Readable.fromWeb(request.body);
  return new Promise((resolve, reject) => {
    let file: { name: string; size: number; chunks: Uint8Array[]; over: boolean } | undefined;
    let text: string | undefined;
    let total = 0;
    let held = 0;
    let ended = false;
    let fault: Fault | undefined;
    const release = (): void => {
      room.give(held);
      held = 0;
    };
    const finish = (cutShort: boolean): void => {
      ended = true;
      source.unpipe(parser);
      release();
      if (cutShort) source.destroy();
      if (fault) reject(fault);
      else if (!file) reject(new Fault('missing_file'));
      else resolve(toUpload(file, text, cutShort));
    };
    parser.on('file', (field, stream, name) => {
      stream.on('error', () => (fault ??= new Fault('broken_upload')));
      if (field !== 'file' || file || !name) {
        fault ??= new Fault(file ? 'too_many_parts' : 'missing_file');
        stream.resume();
        return;
      }
      const kept = { name, size: 0, chunks: [] as Uint8Array[], over: false };
      file = kept;
      stream.on('data', (chunk: Uint8Array) => {
        kept.size += chunk.length;
        if (kept.over || fault || ended) return;
        if (kept.size > maxBytes) {
          kept.over = true;
          kept.chunks = [];
          release();
        } else if (room.take(chunk.length)) {
          held += chunk.length;
          kept.chunks.push(chunk);
        } else {
          kept.chunks = [];
          fault = new Fault('busy', 5);
          release();
        }
      });
    });
    parser.on('field', (name, value) => {
      if (name === 'text') text = value.slice(0, MAX_TEXT);
    });
    for (const limit of ['partsLimit', 'filesLimit', 'fieldsLimit'] as const)
      parser.on(limit, () => (fault ??= new Fault('too_many_parts')));
    parser.on('error', () => {
      fault ??= new Fault('broken_upload');
      finish(true);
    });
    parser.on('finish', () => finish(false));
    source.on('data', (chunk: Uint8Array) => {
      total += chunk.length;
      if (total > maxBytes * PATIENCE) finish(true);
    });
    source.on('error', () => {
      fault ??= new Fault('broken_upload');
      finish(true);
    });
    source.pipe(parser);
  });
}

function openParser(type: string, maxBytes: number) {
  try {
    return new Busboy({
      headers: { 'content-type': type },
      limits: {
        files: 2,
        fields: 4,
        parts: 6,
        fieldNameSize: 50,
        fieldSize: MAX_TEXT * 4,
        fileSize: maxBytes + 1,
        headerPairs: 20,
        headerSize: 8_192,
      },
    });
  } catch {
    // Its constructor throws for a type without a boundary.
    throw new Fault('broken_upload');
  }
}

function toUpload(
  file: { name: string; size: number; chunks: Uint8Array[]; over: boolean },
  text: string | undefined,
  cutShort: boolean,
): Upload {
  const { name, size } = file;
  const said = text === undefined ? {} : { text };
  return file.over || cutShort
    ? { name, size, cutShort, ...said }
    : { name, size, cutShort, ...said, bytes: new Uint8Array(Buffer.concat(file.chunks)) };
}
