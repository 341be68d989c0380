// What is said unasked, and what a bare number means after it.
import { describe, expect, it } from 'vitest';
import { newSession } from '../../src/engine/session.ts';
import type { Session } from '../../src/engine/session.ts';
import { letWait, offerAtOnce, sayWaiting } from '../../src/engine/unasked.ts';

const NOW = '2026-11-18T01:00:00.000Z';
const choices = (...ids: string[]) => ids.map((id) => ({ id, label: `Pilih ${id}` }));
const many = (count: number, name: string) => choices(...Array.from({ length: count }, (_, at) => `${name}${at}`));
const asked = (...ids: string[]): Session => ({ ...newSession(NOW), offered: choices(...ids) });

describe('what is said at once', () => {
  it('is what a bare number means, where it has choices', () => {
    expect(offerAtOnce(asked('ya', 'tidak'), { text: 'Kabar', choices: choices('buka') }).offered).toEqual(
      choices('buka'),
    );
  });

  it('leaves the numbers of the question where it has none', () => {
    expect(offerAtOnce(asked('ya', 'tidak'), { text: 'Kabar', choices: [] }).offered).toEqual(choices('ya', 'tidak'));
  });
});

describe('what waits', () => {
  it('continues the numbers up to two digits, and begins anew when there would be more', () => {
    const question = asked(...many(10, 'lama').map(({ id }) => id));
    const enough = sayWaiting(letWait(question, { text: 'Kabar', choices: many(89, 'baru') }));
    expect(enough?.message.firstNumber).toBe(11);
    expect(enough?.session.offered).toHaveLength(99);
    const more = sayWaiting(letWait(question, { text: 'Kabar', choices: many(90, 'baru') }));
    expect(more?.message.firstNumber).toBe(1);
    expect(more?.session.offered).toEqual(many(90, 'baru'));
  });

  it('is the newest of what a person who is away for long would have been told', () => {
    let session = newSession(NOW);
    for (let count = 1; count <= 25; count += 1) session = letWait(session, { text: `Kabar ${count}.`, choices: [] });
    const said = sayWaiting(session)?.message.text.split('\n\n') ?? [];
    expect([said.length, said[0], said.at(-1)]).toEqual([20, 'Kabar 6.', 'Kabar 25.']);
  });

  it('is said once', () => {
    const said = sayWaiting(letWait(newSession(NOW), { text: 'Kabar', choices: [] }));
    expect(said && sayWaiting(said.session)).toBeUndefined();
  });
});
