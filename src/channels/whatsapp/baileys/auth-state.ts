// The account's session as Baileys keeps it, over the store's secrets: one for the credentials, one for each key.
import type { AuthenticationState, SignalDataSet, SignalDataTypeMap, SignalKeyStore } from '@whiskeysockets/baileys';
import type { Store } from '../../../app/ports.ts';
import type { Baileys } from './library.ts';

type Secrets = Pick<Store, 'readSecrets' | 'writeSecrets'>;

export interface AuthState {
  /** Without a cache: the socket's own stands in front. */
  readonly state: AuthenticationState;
  /** Keeps the credentials as they are now. Throws what the store throws. */
  saveCreds(): Promise<void>;
}

/** All secrets of an account begin so; `Store.dropSecrets` forgets them. */
export function secretsOf(account: string): string {
  return `${account}|`;
}

/** Reads the account's credentials, or makes new ones for a telephone to be linked. Throws what the store throws. */
export async function openAuthState(baileys: Baileys, secrets: Secrets, account: string): Promise<AuthState> {
  const { BufferJSON, initAuthCreds, proto } = baileys;
  const prefix = secretsOf(account);
  const credsName = `${prefix}creds`;
  const encode = (value: unknown): string => JSON.stringify(value, BufferJSON.replacer);
  const decode = (text: string): unknown => JSON.parse(text, BufferJSON.reviver);

  const kept = (await secrets.readSecrets([credsName])).get(credsName);
  const creds = kept === undefined ? initAuthCreds() : (decode(kept) as AuthenticationState['creds']);
  // Left by a pairing code that nobody typed: with it WhatsApp would be told of an account that is not linked.
  if (!creds.account && !creds.registered) delete creds.me;

  const keys: SignalKeyStore = {
    async get<Type extends keyof SignalDataTypeMap>(type: Type, ids: string[]) {
      const names = new Map(ids.map((id) => [`${prefix}${type}|${id}`, id]));
      const found: Record<string, SignalDataTypeMap[Type]> = {};
      for (const [name, text] of await secrets.readSecrets([...names.keys()])) {
        const value = decode(text);
        const whole =
          type === 'app-state-sync-key' ? proto.Message.AppStateSyncKeyData.fromObject(value as object) : value;
        found[names.get(name) ?? ''] = whole as SignalDataTypeMap[Type];
      }
      return found;
    },
    async set(data: SignalDataSet) {
      const changes = Object.entries(data).flatMap(([type, values]) =>
        Object.entries(values ?? {}).map(([id, value]) => ({
          name: `${prefix}${type}|${id}`,
          value: value ? encode(value) : undefined,
        })),
      );
      if (changes.length > 0) await secrets.writeSecrets(changes);
    },
  };
  return {
    state: { creds, keys },
    saveCreds: () => secrets.writeSecrets([{ name: credsName, value: encode(creds) }]),
  };
}
