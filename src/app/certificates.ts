// Carries out what a change of a request does to the records of certificates. The change was saved along with the request and waits there
// until the records are as it says; carried out twice it does nothing more.
import type { Certificate, CertificateChange } from '../core/certificate.ts';
import { applyChange, isEnded } from '../core/certificate.ts';
import { remindedUntil } from '../core/reminder.ts';
import { revokedReply } from '../engine/notice.ts';
import type { Desk } from './desk.ts';
import { noteCertificates } from './effects.ts';
import { OperationalError } from './ports.ts';
import { tellUnasked } from './unasked.ts';

const MOST_TRIES = 8;

/** Carries changes of one request out, in order. What stands in the way is logged, and they are taken up again later. */
export async function changeCertificates(
  desk: Desk,
  number: string,
  changes: readonly CertificateChange[],
): Promise<void> {
  try {
    for (const change of changes) await carryOut(desk, change);
    noteCertificates(
      desk,
      number,
      changes.map(({ id }) => id),
    );
  } catch (error) {
    const level = error instanceof OperationalError ? 'warn' : 'error';
    desk.log[level]('a certificate waits to be recorded', { request: number, error });
  }
}

/** Changes that a crash left with their requests. Resolves to how many requests had some. */
export async function takeUpCertificates(desk: Desk): Promise<number> {
  const forgotten = await desk.store.findCertificateChanges(100);
  for (const { number, changes } of forgotten) await changeCertificates(desk, number, changes);
  return forgotten.length;
}

/** Whoever changes a record meanwhile (another process, its owner's answer) wins, and it is looked at anew. */
async function carryOut(desk: Desk, change: CertificateChange): Promise<void> {
  const { store, profile } = desk;
  const holder = change.kind === 'issued' ? change.certificate : change.holder;
  for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
    const changed = applyChange(change, await store.findCertificatesOfHolder(holder));
    if (change.kind === 'revoked') await tellOwners(desk, change, changed);
    let refused = false;
    for (const each of changed) {
      const record = isEnded(each) ? each : remindedUntil(each, profile, each.remindedUntil);
      if (!(await store.saveCertificate(record))) refused = true;
    }
    if (!refused) return;
  }
  throw new OperationalError('conflict', { retryable: true });
}

/** Whoever did not ask for it himself is told first, under an id his chat remembers, and then it is recorded: no crash leaves him unaware. */
async function tellOwners(
  desk: Desk,
  { holder, revoked }: Extract<CertificateChange, { kind: 'revoked' }>,
  records: readonly Certificate[],
): Promise<void> {
  const others = records.map(({ owner }) => owner).filter((owner) => owner !== holder.owner);
  const chats = others.length === 0 ? [] : await desk.store.findChatsOf(others);
  for (const owner of others) {
    const chat = chats.find(({ person }) => person === owner);
    if (!chat) continue;
    const { texts, profile } = desk;
    await tellUnasked(desk, chat, `revoked:${revoked.application}`, ({ language }) =>
      revokedReply(revoked.on, { texts, profile, language }),
    );
  }
}
