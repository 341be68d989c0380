// A few numbers that must outlive a restart: whoever restarts a limited account must not begin again with what had it limited.
import type { z } from 'zod';
import type { Log } from '../../app/ports.ts';

/** One value, kept somewhere that several processes share. Both may throw. */
export interface Notebook {
  read(): Promise<string | undefined>;
  write(text: string): Promise<void>;
}

/** What is kept, as the schema has it; undefined when nothing is, or nothing that can be read. */
export async function readNote<T>(notebook: Notebook, schema: z.ZodType<T>, log: Log): Promise<T | undefined> {
  try {
    const text = await notebook.read();
    return text === undefined ? undefined : schema.safeParse(JSON.parse(text)).data;
  } catch (error) {
    log.warn('the limits of the WhatsApp account could not be read', { error });
    return undefined;
  }
}

/** Never throws: what could not be kept still holds in this process. */
export async function keepNote(notebook: Notebook, note: object, log: Log): Promise<void> {
  try {
    await notebook.write(JSON.stringify(note));
  } catch (error) {
    log.warn('the limits of the WhatsApp account could not be kept', { error });
  }
}
