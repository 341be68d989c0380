// Makes a report that was ordered in chat, beside all else, one at a time, and says it there when it is ready. An order is not kept: who
// gets nothing because the process came to its end asks again.
import { formatDate } from '../core/calendar.ts';
import { localDateAt } from '../core/office-time.ts';
import type { Person } from '../core/person.ts';
import type { ReportOrder } from '../engine/draft.ts';
import { channelOf } from './address.ts';
import { audit } from './audit.ts';
import type { Desk } from './desk.ts';
import { findOfficer } from './find-officer.ts';
import { forgetFiles } from './forget-files.ts';
import type { ReportPlan } from './make-report.ts';
import { countReport, makeReportFiles } from './make-report.ts';
import type { Address, FileRef, Inbound, Language, LocalDate, Outbound } from './ports.ts';
import { OperationalError } from './ports.ts';
import { sayLater } from './say-later.ts';
import { keepForChat } from './write-paper.ts';

interface Ordered extends ReportOrder {
  readonly address: Address;
  readonly person: string;
  /** Of the message that ordered it: the same for every try. */
  readonly id: string;
}

/** Begins; what comes of it is said in the chat. `desk.chats.idle()` waits for it. */
export function sendReport(desk: Desk, { id, from }: Inbound, person: string, order: ReportOrder): void {
  void desk.chats.run('reports', () => makeAndSay(desk, { ...order, id, address: from, person }));
}

async function makeAndSay(desk: Desk, ordered: Ordered): Promise<void> {
  try {
    await makeAndSend(desk, ordered);
  } catch (error) {
    const level = error instanceof OperationalError ? 'warn' : 'error';
    desk.log[level]('a report could not be made', { order: ordered.id, error });
    await sayFailed(desk, ordered);
  }
}

async function sayFailed(desk: Desk, ordered: Ordered): Promise<void> {
  try {
    const words = (language: Language): Outbound[] => [
      { text: desk.texts.t(language, 'report.ask_failed', { year: ordered.year }), choices: [] },
    ];
    await answer(desk, ordered, words);
  } catch (error) {
    desk.log.error('nor could it be said that a report failed', { order: ordered.id, error });
  }
}

async function makeAndSend(desk: Desk, ordered: Ordered): Promise<void> {
  const { year, edition, format, person } = ordered;
  const { texts, clock, profile } = desk;
  const today = localDateAt(clock.now(), profile.office);
  const [from, last] = [`${year}-01-01`, `${year}-12-31`];
  const day = last < today ? last : today;
  const officer = await findOfficer(desk, person);
  const chat = await desk.store.findChat(ordered.address);
  if (!officer || !chat) return;
  const { language } = chat;
  const roll = edition === 'internal' ? 'masked' : 'none';
  const plan: ReportPlan = { edition, language, from, day, formats: [format], roll };
  const counted = await countReport(desk, plan);
  if (counted.isEmpty)
    return answer(desk, ordered, (now) => [{ text: texts.t(now, 'report.ask_no_data', { year }), choices: [] }]);
  const made = await makeReportFiles(desk, plan, counted);
  if (edition === 'internal') await recordMaking(desk, ordered, officer, day);
  const at = clock.now();
  const files = await Promise.all(
    made.map(({ name, type, bytes }) => keepForChat(desk, bytes, { name, type, owner: person, at })),
  );
  await answer(desk, ordered, (now) => files.map((file) => fileLine(desk, file, ordered, day, now)), files);
}

function fileLine(
  { texts }: Desk,
  file: FileRef,
  { year, edition }: Ordered,
  day: LocalDate,
  language: Language,
): Outbound {
  const text = texts.t(language, 'report.ask_ready', {
    year,
    edition: texts.t(language, edition === 'internal' ? 'report.ask_internal' : 'report.ask_public').toLowerCase(),
    date: formatDate(day, language),
  });
  return { text, choices: [], file };
}

/** Written down before anybody has the file. */
function recordMaking(
  desk: Desk,
  ordered: Ordered,
  { id: actor, name: actorName }: Person,
  day: LocalDate,
): Promise<void> {
  const { year, edition, format, address } = ordered;
  const act = { id: `report:${ordered.id}`, act: 'report_made' as const, subject: `laporan ${year}` };
  return audit(desk, [{ ...act, actor, actorName, channel: channelOf(address), detail: { edition, format, day } }]);
}

/** Only to who ordered it; files that he does not get are not kept. */
async function answer(
  desk: Desk,
  { address, person, id }: Ordered,
  saying: (language: Language) => readonly Outbound[],
  files: readonly FileRef[] = [],
): Promise<void> {
  if (!(await sayLater(desk, { address, person, id: `${id}>report` }, saying))) await forgetFiles(desk, files, person);
}
