// Files that nobody needs any longer.
import type { Desk } from './desk.ts';
import type { FileRef } from './ports.ts';

/** Deletes files of a form, unless they went into a request: after a crash between the two saves a form may still be open that was handed in. */
export async function forgetFiles(
  { store }: Pick<Desk, 'store'>,
  files: readonly FileRef[],
  person: string,
): Promise<void> {
  if (files.length === 0) return;
  const requests = await store.findApplicationsOf(person);
  const needed = new Set(requests.flatMap(({ papers }) => papers.map(({ file }) => file.id)));
  await Promise.all(files.filter(({ id }) => !needed.has(id)).map(({ id }) => store.deleteFile(id)));
}
