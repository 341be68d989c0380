// Every half-year the heads read how it stands with the certificates (Tanah Bumbu art. 25: supervision at least every six months).
import { isOfficeTime, localDateAt } from '../core/office-time.ts';
import { holdersOf } from '../core/officer.ts';
import { headsOf, supervisedOn, SUPERVISION_MONTHS } from '../core/supervision.ts';
import { supervisionReply } from '../engine/supervision.ts';
import type { Desk } from './desk.ts';
import { supervisedIn } from './fetch-asked.ts';
import { tellUnasked } from './unasked.ts';

const MINUTE_MS = 60_000;
const YEAR_MS = 366 * 86_400_000;

/** Tells the heads once in each of these months, in office hours; resolves to how many were told. */
export async function supervise(desk: Desk): Promise<number> {
  const { store, profile } = desk;
  const now = desk.clock.now();
  const today = localDateAt(now, profile.office);
  const month = today.slice(0, 7);
  if (!SUPERVISION_MONTHS.includes(month.slice(5)) || !isOfficeTime(now, profile.office)) return 0;
  const until = (ms: number): string => new Date(Date.parse(now) + ms).toISOString();
  const [lease, holder] = [`supervision ${month}`, desk.ids.next()];
  if (!(await store.takeLease(lease, holder, now, until(10 * MINUTE_MS)))) return 0;
  const supervised = await supervisedIn(desk, supervisedOn(today), today);
  const officers = await store.findOfficers();
  const heads = headsOf(profile).flatMap((role) => holdersOf(role, officers, today));
  const chats = await store.findChatsOf(heads.map(({ id }) => id));
  let told = 0;
  for (const head of new Set(heads.map(({ id }) => id))) {
    const chat = chats.find(({ person }) => person === head);
    if (!chat) continue;
    const said = await tellUnasked(desk, chat, `supervision:${month}`, ({ language }) =>
      supervisionReply(supervised, { texts: desk.texts, language, profile, now }),
    );
    if (said) told += 1;
  }
  // Never given back: nobody says it again.
  await store.takeLease(lease, holder, now, until(YEAR_MS));
  return told;
}
