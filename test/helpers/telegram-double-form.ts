// The body of a request to the double: JSON or multipart/form-data, https://core.telegram.org/bots/api#making-requests
import type { Params } from './telegram-double-state.ts';
import { Upload, badRequest } from './telegram-double-state.ts';

export function readParams(type: string, body: Buffer): Params {
  if (body.length === 0) return {};
  if (type.startsWith('application/json')) return JSON.parse(body.toString('utf8')) as Params;
  const boundary = /boundary=(?:"([^"]+)"|([^;]+))/.exec(type);
  // https://core.telegram.org/bots/api#making-requests names the four ways to pass parameters.
  if (!boundary) throw badRequest('unsupported content type');
  return readForm(body, boundary[1] ?? boundary[2] ?? '');
}

function readForm(body: Buffer, boundary: string): Params {
  const fields: Record<string, unknown> = {};
  const files = new Map<string, Upload>();
  for (const part of partsOf(body, `--${boundary}`)) {
    const split = part.indexOf('\r\n\r\n');
    const head = part.subarray(0, split).toString('utf8');
    const value = part.subarray(split + 4);
    const name = /[; ]name="([^"]*)"/i.exec(head)?.[1];
    // https://core.telegram.org/bots/api#sending-files: in multipart/form-data every part is a parameter, by its name.
    if (name === undefined) throw badRequest('a part of the form has no name');
    const file = /filename=(?:"([^"]*)"|([^\r\n]*))/i.exec(head);
    if (file) files.set(name, new Upload(file[1] ?? file[2] ?? '', new Uint8Array(value)));
    else fields[name] = parseField(value.toString('utf8'));
  }
  // https://core.telegram.org/bots/api#inputfile: "attach://<file_attach_name>" names another part of the form.
  return Object.fromEntries(
    [...Object.entries(fields), ...files].map(([name, value]) => {
      const attached = typeof value === 'string' ? /^attach:\/\/(.+)$/.exec(value)?.[1] : undefined;
      return [name, attached === undefined ? value : files.get(attached)];
    }),
  );
}

/** Objects and numbers come as text. */
function parseField(text: string): unknown {
  if (!/^(?:[[{]|-?\d{1,15}$|true$|false$)/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function partsOf(body: Buffer, mark: string): Buffer[] {
  const parts: Buffer[] = [];
  let from = body.indexOf(mark);
  while (from >= 0) {
    const begin = from + mark.length + 2;
    const end = body.indexOf(`\r\n${mark}`, begin);
    if (end < 0) break;
    parts.push(body.subarray(begin, end));
    from = end + 2;
  }
  return parts;
}
