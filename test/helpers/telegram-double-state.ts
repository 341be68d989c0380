// What the Bot API double remembers, and how it refuses: https://core.telegram.org/bots/api#making-requests

export interface DoubleButton {
  readonly text: string;
  readonly data: string;
}

/** A message as it stands in a private chat. */
export interface DoubleMessage {
  readonly id: number;
  readonly from: 'bot' | 'person';
  /** Without its tags; of a document the caption. */
  text: string;
  html: string;
  rows: readonly (readonly DoubleButton[])[];
  readonly document?: { readonly name: string; readonly bytes: Uint8Array };
  /** How often the bot has edited it. */
  edits: number;
  /** Sent more than 48 hours ago. */
  old?: boolean;
}

export interface DoubleChat {
  readonly id: number;
  name: string;
  /** The person has pressed Start. */
  started: boolean;
  blocked: boolean;
  deactivated: boolean;
  readonly messages: DoubleMessage[];
}

export type DoubleUpdate = Readonly<Record<string, unknown>> & { readonly update_id: number };

export interface DoubleFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** What Telegram says its size is. */
  readonly size: number;
}

export interface DoubleState {
  readonly token: string;
  readonly bot: {
    readonly id: number;
    readonly is_bot: true;
    readonly first_name: string;
    readonly username: string;
  };
  readonly chats: Map<number, DoubleChat>;
  readonly files: Map<string, DoubleFile>;
  readonly queries: Map<string, 'open' | 'answered' | 'expired'>;
  readonly commands: Map<string, unknown>;
  readonly left: number[];
  /** Not confirmed yet. */
  queue: DoubleUpdate[];
  webhook: { url: string; secret: string | undefined } | undefined;
  allowed: readonly string[];
  nextMessage: number;
}

/** What a method is called with: JSON, or the fields of a form with their files. */
export type Params = Readonly<Record<string, unknown>>;

/** A file in a form. */
export class Upload {
  readonly name: string;
  readonly bytes: Uint8Array;
  constructor(name: string, bytes: Uint8Array) {
    this.name = name;
    this.bytes = bytes;
  }
}

/** `{ ok: false, error_code, description, parameters }` */
export class ApiRefusal extends Error {
  readonly status: number;
  readonly parameters: { readonly retry_after?: number } | undefined;
  constructor(status: number, description: string, parameters?: { readonly retry_after?: number }) {
    super(description);
    this.status = status;
    this.parameters = parameters;
  }
}

export function badRequest(description: string): ApiRefusal {
  return new ApiRefusal(400, `Bad Request: ${description}`);
}
