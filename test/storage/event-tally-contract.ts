// The part of the store's contract about counting what happened: where requests are, how long steps took, reasons, acts and lines.
import { expect, it } from 'vitest';
import type { Address, Store } from '../../src/app/ports.ts';
import type { ApplicationEvent } from '../../src/core/application.ts';
import { act, answered, at, inAnyOrder, request, said, turn } from './examples.ts';

const by = { person: 'p-9', name: 'Kepala Contoh', role: 'kepala_dinas' };
const DAY = { from: at(0), until: at(24) };

const submitted = (when: string): ApplicationEvent => ({
  kind: 'application_submitted',
  at: when,
  by,
  step: 'pengajuan',
});
const decided = (when: string, step: string, minutes: number, late = false): ApplicationEvent => {
  const decision = step === 'disposisi' ? 'dispose' : 'confirm';
  return { kind: 'step_decided', at: when, by, step, decision, minutes, late };
};
const returned = (when: string, reasons: readonly string[], minutes = 5): ApplicationEvent => {
  const papers = reasons.map((reason, index) => ({
    key: `paper-${index}`,
    reason: reason || 'Buram sekali, Bu Rahmawati',
  }));
  return { kind: 'papers_returned', at: when, by, step: 'verifikasi', papers, reasons, minutes, late: false };
};
const rejected = (when: string, reason: string): ApplicationEvent => {
  const used = { minutes: 9, late: true };
  return { kind: 'application_rejected', at: when, by, step: 'verifikasi', reason, reasons: [reason], ...used };
};

export function eventTallyContract(current: () => Store): void {
  let made = 0;
  async function save(history: ApplicationEvent[], change: Parameters<typeof request>[1] = {}): Promise<void> {
    made += 1;
    const own = { applicant: `p-${made}`, history, ...change };
    expect(await current().saveApplication(request(`TTE-${made}`, own), { notices: [] })).toBe(true);
  }

  it('places requests by the last event that moved them before an instant', async () => {
    const completed = { kind: 'application_completed', at: at(7), by, step: 'serah' } as const;
    const claimed = { kind: 'application_claimed', at: at(4), by, step: 'verifikasi' } as const;
    const replaced = { kind: 'papers_replaced', at: at(6), by, step: 'verifikasi', papers: ['ktp'] } as const;
    await save([submitted(at(2)), decided(at(3), 'disposisi', 1), claimed, decided(at(7), 'verifikasi', 2), completed]);
    await save([submitted(at(2)), decided(at(3), 'disposisi', 7), claimed]);
    await save([submitted(at(2)), decided(at(3), 'disposisi', 1), returned(at(5), ['']), replaced]);
    await save([submitted(at(2)), { kind: 'application_withdrawn', at: at(6), by, step: 'disposisi' }]);
    await save([submitted(at(3)), rejected(at(5), 'Bukan pegawai')], { profileVersion: 'tarakan@2' });
    await save([submitted(at(4))], { service: 'pencabutan' });
    const places = async (until: string) => inAnyOrder(await current().tallyRequests(until));
    const first = { service: 'penerbitan', profileVersion: 'tarakan@1' };
    const handedIn = { ...first, kind: 'application_submitted', step: 'pengajuan' };
    const disposed = { ...first, kind: 'step_decided', step: 'disposisi', decision: 'dispose' };
    const second = { service: 'penerbitan', profileVersion: 'tarakan@2' };
    const other = { service: 'pencabutan', profileVersion: 'tarakan@1' };

    expect(await places(at(2))).toEqual([]);
    expect(await places(at(2, 1))).toEqual([{ ...handedIn, count: 4 }]);
    expect(await places(at(3, 1))).toEqual(
      inAnyOrder([
        { ...handedIn, count: 1 },
        { ...handedIn, ...second, count: 1 },
        { ...disposed, count: 3 },
      ]),
    );
    expect(await places(at(5, 1))).toEqual(
      inAnyOrder([
        { ...handedIn, count: 1 },
        { ...handedIn, ...other, count: 1 },
        { ...disposed, count: 2 },
        { ...first, kind: 'papers_returned', step: 'verifikasi', count: 1 },
        { ...second, kind: 'application_rejected', step: 'verifikasi', count: 1 },
      ]),
    );
    expect(await places(at(7))).toEqual(
      inAnyOrder([
        { ...handedIn, ...other, count: 1 },
        { ...disposed, count: 2 },
        { ...first, kind: 'papers_replaced', step: 'verifikasi', count: 1 },
        { ...first, kind: 'application_withdrawn', step: 'disposisi', count: 1 },
        { ...second, kind: 'application_rejected', step: 'verifikasi', count: 1 },
      ]),
    );
    // Of two at the same instant the one that is later in the history.
    expect(await places(at(7, 1))).toContainEqual({ ...first, kind: 'application_completed', step: 'serah', count: 1 });
  });

  it('counts requests past their time where somebody is to act', async () => {
    await save([], { due: at(8) });
    await save([], { due: at(8) });
    await save([], { due: at(9) });
    await save([], { due: at(8), step: 'registrasi' });
    await save([], { due: at(8), state: 'completed' });
    await save([], { due: at(8), overdueAnnounced: at(8) });
    const { due: _none, ...returnedOne } = request('TTE-R', { applicant: 'p-r', state: 'returned' });
    await current().saveApplication(returnedOne, { notices: [] });
    expect(await current().tallyLate(at(8))).toEqual([]);
    expect(inAnyOrder(await current().tallyLate(at(9)))).toEqual(
      inAnyOrder([
        { service: 'penerbitan', step: 'verifikasi', count: 3 },
        { service: 'penerbitan', step: 'registrasi', count: 1 },
      ]),
    );
  });

  it('counts decisions of a span by the minutes they took, and the late ones among them', async () => {
    const service = 'penerbitan';
    await save([submitted(at(1)), decided(at(2), 'disposisi', 7), decided(at(4), 'verifikasi', 7, true)]);
    await save([submitted(at(2)), decided(at(3), 'disposisi', 7, true), returned(at(3), ['', ''], 12)]);
    await save([submitted(at(2)), decided(at(5), 'disposisi', 7)]);
    await save([submitted(at(1)), decided(at(2), 'disposisi', 0), rejected(at(4), 'Bukan pegawai')]);
    await save([submitted(at(1)), decided(at(2), 'disposisi', 7)], { service: 'pencabutan' });
    expect(inAnyOrder(await current().tallySteps({ from: at(2), until: at(5) }))).toEqual(
      inAnyOrder([
        { service, step: 'disposisi', minutes: 7, count: 2, late: 1 },
        { service, step: 'disposisi', minutes: 0, count: 1, late: 0 },
        { service, step: 'verifikasi', minutes: 7, count: 1, late: 1 },
        { service, step: 'verifikasi', minutes: 12, count: 1, late: 0 },
        { service, step: 'verifikasi', minutes: 9, count: 1, late: 1 },
        { service: 'pencabutan', step: 'disposisi', minutes: 7, count: 1, late: 0 },
      ]),
    );
    expect(await current().tallySteps({ from: at(6), until: at(24) })).toEqual([]);
  });

  it("counts reasons of the SOP's list, and those in an officer's own words without the words", async () => {
    const service = 'penerbitan';
    await save([submitted(at(1)), returned(at(2), ['Foto buram', 'Foto buram', '']), returned(at(4), ['Foto buram'])]);
    await save([submitted(at(1)), returned(at(3), [''])]);
    await save([submitted(at(1)), rejected(at(3), 'Bukan pegawai')]);
    await save([submitted(at(1)), returned(at(5), ['Foto buram'])]);
    await save([submitted(at(1)), returned(at(2), ['Foto buram'])], { service: 'pembaruan' });
    const kind = 'papers_returned';
    expect(inAnyOrder(await current().tallyReasons({ from: at(2), until: at(5) }))).toEqual(
      inAnyOrder([
        { service, kind, reason: 'Foto buram', count: 3 },
        { service, kind, reason: '', count: 2 },
        { service, kind: 'application_rejected', reason: 'Bukan pegawai', count: 1 },
        { service: 'pembaruan', kind, reason: 'Foto buram', count: 1 },
      ]),
    );
  });

  it('counts acts of a span by a value of their detail', async () => {
    const opened = (id: string, when: string, detail: Record<string, string>) =>
      act(id, { act: 'paper_opened', at: when, detail });
    await current().appendAudit([
      opened('1', at(1, 59), { paper: 'ktp' }),
      opened('2', at(2), { paper: 'ktp', channel: 'x' }),
      opened('3', at(3), { paper: 'surat' }),
      opened('4', at(4), { paper: 'ktp' }),
      opened('5', at(4), {}),
      opened('6', at(5), { paper: 'ktp' }),
      act('7', { at: at(3), detail: { paper: 'ktp' } }),
    ]);
    expect(inAnyOrder(await current().tallyActs('paper_opened', 'paper', { from: at(2), until: at(5) }))).toEqual(
      inAnyOrder([
        { value: 'ktp', count: 2 },
        { value: 'surat', count: 1 },
        { value: '', count: 1 },
      ]),
    );
    expect(await current().tallyActs('report_made', 'edition', DAY)).toEqual([]);
  });

  it('counts the lines of all chats by channel, also those that are no longer kept', async () => {
    expect(await current().tallyMessages()).toEqual([]);
    const chat = (address: Address) => ({ address });
    await current().saveChat(turn(0, { ...chat('web:a'), log: [said(1), answered(2)] }));
    await current().saveChat(turn(1, { ...chat('web:a'), log: Array.from({ length: 60 }, (_, at) => said(at + 3)) }));
    await current().saveChat(turn(2, chat('web:a')));
    await current().saveChat(turn(0, { ...chat('web:b:c'), log: [said(1)] }));
    await current().saveChat(turn(0, { ...chat('telegram:77'), log: [said(1), answered(2), answered(3)] }));
    expect(inAnyOrder(await current().tallyMessages())).toEqual(
      inAnyOrder([
        { channel: 'web', lines: 63 },
        { channel: 'telegram', lines: 3 },
      ]),
    );
  });
}
