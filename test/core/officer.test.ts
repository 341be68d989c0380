import { describe, expect, it } from 'vitest';
import { holdersOf, rolesOn } from '../../src/core/officer.ts';
import type { Person } from '../../src/core/person.ts';

const head: Person = { id: 'head', name: 'Hendra Wijaya', roles: ['kepala_dinas'], language: 'id' };
const verifier: Person = { id: 'verifier', name: 'Maya Anggraini', roles: ['verifikator'], language: 'id' };
const second: Person = { id: 'second', name: 'Yusuf Hidayat', roles: ['verifikator'], language: 'id' };
const ids = (people: readonly Person[]): string[] => people.map(({ id }) => id);

describe('the roles of an officer', () => {
  it('holds a role as Plh. through the last day and not after', () => {
    const deputy: Person = { ...verifier, acting: [{ role: 'kepala_dinas', kind: 'plh', until: '2026-11-20' }] };

    expect(rolesOn(deputy, [head, deputy], '2026-11-20')).toEqual(['verifikator', 'kepala_dinas']);
    expect(rolesOn(deputy, [head, deputy], '2026-11-21')).toEqual(['verifikator']);
  });

  it('gives the delegate the roles of whoever is on leave, for just those days', () => {
    const absent: Person = { ...head, away: { from: '2026-11-18', until: '2026-11-19', delegate: 'verifier' } };

    expect(rolesOn(verifier, [absent, verifier], '2026-11-17')).toEqual(['verifikator']);
    expect(rolesOn(verifier, [absent, verifier], '2026-11-18')).toEqual(['verifikator', 'kepala_dinas']);
    expect(rolesOn(verifier, [absent, verifier], '2026-11-20')).toEqual(['verifikator']);
  });

  it('leaves those on leave out of who is told', () => {
    const absent: Person = { ...verifier, away: { from: '2026-11-18', until: '2026-11-19' } };

    expect(ids(holdersOf('verifikator', [absent, second], '2026-11-18'))).toEqual(['second']);
    expect(ids(holdersOf('verifikator', [absent, second], '2026-11-20'))).toEqual(['verifier', 'second']);
  });

  it('tells even who is on leave when nobody else holds the role', () => {
    const absent: Person = { ...verifier, away: { from: '2026-11-18', until: '2026-11-19' } };

    expect(ids(holdersOf('verifikator', [absent, head], '2026-11-18'))).toEqual(['verifier']);
  });
});
