// What becomes of a request when the time for which its papers are kept is over.
import type { Application } from './application.ts';
import type { Instant } from './person.ts';

/** Ids of all files that were ever handed in with it, replaced ones included. */
export function filesOf({ papers }: Application): string[] {
  return papers.flatMap(({ file, earlier = [] }) => [...earlier, file.id]);
}

/** The request without its files. Key, size and hash of each paper stay, so that it can be told what was erased. */
export function withoutPapers(application: Application, at: Instant): Application {
  return { ...application, erased: at, revision: application.revision + 1 };
}
