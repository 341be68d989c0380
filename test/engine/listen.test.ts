// What the bot keeps while a human talks with the person.
import { expect, it } from 'vitest';
import type { FileRef } from '../../src/core/application.ts';
import type { Context } from '../../src/engine/context.ts';
import { listen } from '../../src/engine/listen.ts';
import { newSession } from '../../src/engine/session.ts';

const file = (id: string): FileRef => ({ id, name: `${id}.pdf`, type: 'pdf', size: 1, sha256: '00' });

it('as many files as elsewhere, and no more: a chat is no store', () => {
  const context = { language: 'id' } as Context;
  let session = newSession('2026-11-18T01:00:00.000Z');
  const discarded: string[] = [];
  for (let count = 1; count <= 22; count += 1) {
    const turn = listen(session, { kind: 'file', file: file(`f${count}`) }, context);
    expect(turn.replies).toEqual([]);
    session = turn.session;
    discarded.push(...turn.discarded.map(({ id }) => id));
  }
  expect(session.tray).toHaveLength(20);
  expect(discarded).toEqual(['f21', 'f22']);
});
