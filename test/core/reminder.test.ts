// When the owner of a certificate is reminded, and what his answers change.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Certificate } from '../../src/core/certificate.ts';
import { applyChange } from '../../src/core/certificate.ts';
import { addDays } from '../../src/core/local-date.ts';
import { isOfficeTime, localDateAt, localTimeAt } from '../../src/core/office-time.ts';
import type { Reminder, ReminderAnswer } from '../../src/core/reminder.ts';
import {
  answerReminder,
  dueReminders,
  isSayable,
  nextOfficeMorning,
  nextReminder,
  REMINDER_ANSWERS,
  REMINDER_KINDS,
  remindedUntil,
} from '../../src/core/reminder.ts';
import type { Profile } from '../../src/core/profile.ts';
import { loadProfile } from '../../src/sop/load-profile.ts';
import { certificate } from '../storage/examples.ts';

const tarakan = loadProfile('tarakan');
/** Open every day, so that each reminder falls on the SOP's own day. */
const always: Profile = {
  ...tarakan,
  office: { ...tarakan.office, holidays: [], week: Array.from({ length: 7 }, () => [{ from: 450, to: 960 }]) },
  certificate: { ...tarakan.certificate, expiryNotices: [30, 20, 7, 6, 5, 4, 3, 2, 1, 0] },
};
const weekly: Profile = { ...tarakan, certificate: always.certificate };

/** Issued and recorded on a Friday; it ends on a Monday. */
const issued = certificate('TTE-1', {
  issuedOn: '2026-11-20',
  validUntil: '2028-11-20',
  recordedAt: wita('2026-11-20', 10),
  remindedUntil: wita('2026-11-20', 10),
});

/** All reminders when a sweep comes every hour of every day, and nobody answers. */
function sequence(start: Certificate, rules: Profile): Reminder[] {
  const said: Reminder[] = [];
  let from = start.remindedUntil;
  for (;;) {
    const next = nextReminder(start, rules, from);
    if (!next) return said;
    said.push(next);
    from = next.at;
  }
}

describe('the reminders of two years', () => {
  it("are exactly the SOP's when nobody answers", () => {
    expect(sequence(issued, always).map(({ kind, date }) => `${date} ${kind}`)).toEqual([
      '2026-11-21 activation',
      '2026-11-23 activation',
      '2026-11-26 activation',
      '2026-11-27 activation',
      '2027-05-19 passphrase',
      '2027-11-15 passphrase',
      '2028-05-13 passphrase',
      '2028-10-21 expiry',
      '2028-10-31 expiry',
      '2028-11-09 passphrase',
      ...[13, 14, 15, 16, 17, 18, 19, 20].map((day) => `2028-11-${day} expiry`),
    ]);
  });

  it('count the passphrase from the last change that was told', () => {
    const owner = { ...issued, activatedOn: '2026-11-22', passphraseOn: '2027-06-01' };
    expect(sequence(owner, always).filter(({ kind }) => kind === 'passphrase')[0]?.date).toBe('2027-11-28');
    expect(sequence(owner, always).some(({ kind }) => kind === 'activation')).toBe(false);
    const { passphraseOn: _none, ...activated } = owner;
    expect(nextReminder(activated, always, issued.remindedUntil)?.date).toBe('2027-05-21');
  });

  it('come at eight where the agency is, on days on which it works, and in the last week on every day', () => {
    const all = sequence(issued, weekly);
    expect(all.filter(({ kind }) => kind === 'activation').map(({ at }) => localDateAt(at, weekly.office))).toEqual([
      // Saturday and Monday are one; Thursday, Friday.
      '2026-11-23',
      '2026-11-26',
      '2026-11-27',
    ]);
    for (const { kind, date, at } of all) {
      expect(localTimeAt(at, weekly.office)).toMatchObject({ hour: '08', minute: '00' });
      const last = kind === 'expiry' && date >= '2028-11-13';
      if (last) expect(localDateAt(at, weekly.office)).toBe(date);
      else expect(isOfficeTime(at, weekly.office)).toBe(true);
    }
    expect(all.filter(({ kind, date }) => kind === 'expiry' && date >= '2028-11-13')).toHaveLength(8);
  });

  it('give way to a more urgent one on the same day', () => {
    const owner = { ...issued, activatedOn: '2026-11-21', passphraseOn: '2028-05-04' };
    const late = sequence(owner, always).filter(({ date }) => date === '2028-10-31');
    expect(late.map(({ kind, at }) => [kind, localDateAt(at, always.office)])).toEqual([
      ['expiry', '2028-10-31'],
      ['passphrase', '2028-11-01'],
    ]);
  });

  it('end with the certificate, with its revocation, and with its successor', () => {
    const end = { on: '2027-01-01', countsFrom: '2027-01-01', ground: 'mutasi', application: 'TTE-9' };
    expect(sequence({ ...issued, revoked: end }, always)).toEqual([]);
    expect(sequence({ ...issued, replaced: end }, always)).toEqual([]);
    expect(nextReminder(issued, always, wita('2028-11-20', 9))).toBeUndefined();
  });
});

describe('what is due', () => {
  it('is the latest of each kind, when several were missed', () => {
    const back = wita('2028-11-16', 9);
    const owner = { ...issued, remindedUntil: wita('2028-10-20', 9) };
    expect(dueReminders(owner, always, back).map(({ kind, date }) => `${date} ${kind}`)).toEqual([
      '2028-11-09 passphrase',
      '2028-11-16 expiry',
    ]);
    expect(dueReminders(remindedUntil(owner, always, back), always, back)).toEqual([]);
    expect(remindedUntil(owner, always, back).remindAt).toBe(wita('2028-11-17', 8));
  });

  it('waits for an office day, unless the certificate is about to end', () => {
    const [sunday, monday] = ['2026-11-22', '2026-11-23'] as const;
    const [first] = sequence(issued, weekly);
    if (!first) throw new Error('nothing is due');
    expect(isSayable([first], issued, sunday, weekly)).toBe(false);
    expect(isSayable([first], issued, monday, weekly)).toBe(true);
    expect(nextOfficeMorning(sunday, weekly)).toBe(wita(monday, 8));
    const last: Reminder = { kind: 'expiry', date: '2028-11-18', at: wita('2028-11-18', 8) };
    expect(isSayable([last], issued, '2028-11-19', weekly)).toBe(true);
    expect(isSayable([{ ...last, date: '2028-10-21' }], issued, '2028-10-22', weekly)).toBe(false);
  });
});

describe('an answer', () => {
  const passphrase = { kind: 'passphrase', date: '2027-05-19' } as const;
  const day = (date: string): string => wita(date, 9);
  const reminded = (date: string): Certificate => remindedUntil(issued, always, day(date));
  const outcomeOf = (
    which: Pick<Reminder, 'kind' | 'date'>,
    answer: ReminderAnswer,
    date: string,
    change = {},
  ): string => answerReminder({ ...reminded(date), ...change }, which, answer, always, day(date)).outcome;

  it('that the passphrase is changed begins the 180 days anew', () => {
    const answered = answerReminder(reminded('2027-05-21'), passphrase, 'done', always, day('2027-05-21'));
    expect(answered).toMatchObject({ outcome: 'done', certificate: { passphraseOn: '2027-05-21', revision: 2 } });
    if (!('certificate' in answered)) throw new Error('nothing changed');
    expect(answered.certificate.remindAt).toBe(wita('2027-11-17', 8));
  });

  it('that it is activated ends the questions', () => {
    const activation = { kind: 'activation', date: '2026-11-23' } as const;
    const answered = answerReminder(reminded('2026-11-23'), activation, 'done', always, day('2026-11-23'));
    expect(answered).toMatchObject({ certificate: { activatedOn: '2026-11-23', remindAt: wita('2027-05-22', 8) } });
  });

  it.each([
    ['tomorrow', '2027-05-20'],
    ['week', '2027-05-26'],
  ] as const)('%s puts it off until then, once', (answer, until) => {
    const answered = answerReminder(reminded('2027-05-19'), passphrase, answer, always, day('2027-05-19'));
    if (!('certificate' in answered)) throw new Error('nothing changed');
    const next = nextReminder(answered.certificate, always, day('2027-05-19'));
    expect(next).toEqual({ kind: 'passphrase', date: until, at: wita(until, 8) });
    expect(nextReminder(answered.certificate, always, wita(until, 8))?.date).toBe('2027-11-15');
  });

  it('puts the last notices off as well, but not past the end', () => {
    const owner = reminded('2028-11-14');
    const answered = answerReminder(owner, { kind: 'expiry', date: '2028-11-14' }, 'week', always, day('2028-11-14'));
    if (!('certificate' in answered)) throw new Error('nothing changed');
    expect(sequence(answered.certificate, always).map(({ date }) => date)).toEqual(['2028-11-20']);
  });

  it('to stop ends that kind and no other, and a wish to be reminded takes it back', () => {
    const answered = answerReminder(reminded('2027-05-19'), passphrase, 'stop', always, day('2027-05-19'));
    if (!('certificate' in answered)) throw new Error('nothing changed');
    const kinds = new Set(sequence(answered.certificate, always).map(({ kind }) => kind));
    expect([...kinds]).toEqual(['expiry']);
    const again = answerReminder(answered.certificate, passphrase, 'week', always, day('2027-05-20'));
    if (!('certificate' in again)) throw new Error('nothing changed');
    expect(nextReminder(again.certificate, always, day('2027-05-20'))?.date).toBe('2027-05-27');
  });

  it('changes nothing when it is too old, too early, already said, or the certificate is over', () => {
    expect(outcomeOf(passphrase, 'done', '2027-06-19')).toBe('done');
    expect(outcomeOf(passphrase, 'done', '2027-06-20')).toBe('stale');
    expect(outcomeOf(passphrase, 'stop', '2028-05-20')).toBe('stale');
    expect(outcomeOf(passphrase, 'done', '2027-05-18')).toBe('stale');
    expect(outcomeOf(passphrase, 'done', '2027-05-25', { passphraseOn: '2027-05-20' })).toBe('known');
    expect(outcomeOf({ kind: 'expiry', date: '2028-11-14' }, 'done', '2028-11-14')).toBe('stale');
    expect(outcomeOf({ kind: 'expiry', date: '2028-11-20' }, 'tomorrow', '2028-11-20')).toBe('stale');
    expect(outcomeOf({ kind: 'expiry', date: '2028-11-20' }, 'stop', '2028-11-21')).toBe('over');
    const revoked = { on: '2027-05-20', countsFrom: '2027-05-20', ground: 'pensiun', application: 'TTE-9' };
    expect(outcomeOf(passphrase, 'done', '2027-05-21', { revoked })).toBe('over');
  });
});

describe('two years of a certificate with outages and answers of every kind', () => {
  const moves = fc.record({
    hours: fc.oneof(fc.integer({ min: 1, max: 48 }), fc.integer({ min: 1, max: 3_000 })),
    what: fc.constantFrom('nothing', 'nothing', 'answer', 'revoke', 'replace'),
    answer: fc.constantFrom(...REMINDER_ANSWERS),
    pick: fc.nat(),
  });

  it('never has two reminders for one date, and none after revocation, stop or end', () => {
    let spoken = 0;
    fc.assert(
      fc.property(fc.constantFrom(always, weekly), fc.array(moves, { minLength: 30, maxLength: 90 }), (rules, list) => {
        let owner = remindedUntil(issued, rules, issued.remindedUntil);
        let time = Date.parse(issued.recordedAt);
        const said: Reminder[] = [];
        for (const { hours, what, answer, pick } of list) {
          time += hours * 3_600_000;
          const now = new Date(time).toISOString();
          if (owner.remindAt !== undefined && owner.remindAt <= now) {
            const due = dueReminders(owner, rules, now);
            expect(due.length).toBeLessThanOrEqual(REMINDER_KINDS.length);
            for (const { kind } of due) expect(owner.stopped ?? []).not.toContain(kind);
            if (owner.revoked ?? owner.replaced) expect(due).toEqual([]);
            said.push(...due);
            owner = remindedUntil(owner, rules, now);
          }
          expect((owner.remindAt ?? 'never') > now).toBe(true);
          if (what === 'revoke' && pick % 20 === 0) {
            const on = localDateAt(now, rules.office);
            const end = { on, countsFrom: on, ground: 'mutasi', application: 'TTE-9' };
            const change = { id: '1', kind: 'revoked', holder: owner, revoked: end, at: now } as const;
            owner = applyChange(change, [owner])[0] ?? owner;
          }
          const asked = said[said.length - 1 - (pick % 3)];
          if (what === 'answer' && asked) {
            const answered = answerReminder(owner, asked, answer, rules, now);
            if ('certificate' in answered) owner = answered.certificate;
          }
        }
        const names = said.map(({ kind, date }) => `${kind} ${date}`);
        expect(new Set(names).size).toBe(names.length);
        const days = said.map(({ at }) => at);
        expect(new Set(days).size).toBe(days.length);
        for (const { at } of said) expect(localDateAt(at, rules.office) <= issued.validUntil).toBe(true);
        spoken += said.length;
      }),
      { numRuns: 300, seed: 20_261_120 },
    );
    expect(spoken).toBeGreaterThan(1_000);
  });

  it('is reminded of a day once, however often it is looked at', () => {
    const owner = remindedUntil(issued, always, issued.remindedUntil);
    const at = owner.remindAt ?? '';
    expect(dueReminders(owner, always, at)).toHaveLength(1);
    expect(dueReminders(remindedUntil(owner, always, at), always, at)).toEqual([]);
    expect(addDays(localDateAt(at, always.office), -1)).toBe(issued.issuedOn);
  });
});

/** That hour of a day in Tarakan. */
function wita(date: string, hour: number): string {
  return new Date(Date.parse(`${date}T${String(hour).padStart(2, '0')}:00:00.000Z`) - 8 * 3_600_000).toISOString();
}
