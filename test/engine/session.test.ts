// What is stored of a dialogue: plain JSON that is read back, or begun anew when it is of another shape.
import { describe, expect, it } from 'vitest';
import type { FileRef } from '../../src/core/application.ts';
import { filesOf, newSession, readSession } from '../../src/engine/session.ts';

const NOW = '2026-11-18T01:00:00.000Z';
const file = (id: string): FileRef => ({ id, name: `${id}.pdf`, type: 'pdf', size: 1, sha256: '00' });

describe('a session', () => {
  it('is plain JSON from the beginning', () => {
    expect(JSON.parse(JSON.stringify(newSession(NOW)))).toStrictEqual(newSession(NOW));
  });

  it('is read back as it was stored', () => {
    const stored = { ...newSession(NOW), conversation: 'apply' as const, answers: { nama: 'Melati' } };
    expect(readSession(JSON.parse(JSON.stringify(stored)), NOW)).toStrictEqual(stored);
  });

  it.each([undefined, null, '', 7, [], {}, { shape: 0 }, { shape: 99, answers: {} }])(
    'begins anew when %j is stored, which is none',
    (stored) => {
      expect(readSession(stored, NOW)).toStrictEqual(newSession(NOW));
    },
  );

  it('knows every file it holds on to: of the form, of those that wait, and of the tray', () => {
    const form = { conversation: 'apply' as const, params: {}, answers: {}, kept: null, trail: [] };
    const session = {
      ...newSession(NOW),
      papers: { ktp: file('a') },
      parked: [
        { ...form, papers: { ktp: file('b') } },
        { ...form, papers: { sk: file('c') } },
      ],
      tray: [file('d')],
    };
    expect(filesOf(session).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
  });
});
