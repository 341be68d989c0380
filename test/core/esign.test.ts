import { describe, expect, it } from 'vitest';
import type { Application } from '../../src/core/application.ts';
import type { EsignStatus } from '../../src/core/esign.ts';
import { hintOf } from '../../src/core/esign.ts';
import type { DecisionKind } from '../../src/core/profile.ts';

const STATUSES: readonly EsignStatus[] = [
  'active',
  'not_activated',
  'renewing',
  'verifying',
  'registered',
  'not_registered',
  'expired',
  'suspended',
  'revoked',
  'unknown',
];

function after(...decisions: readonly DecisionKind[]): Pick<Application, 'history'> {
  const by = { person: 'p-1', name: 'Maya', role: 'verifikator' };
  const decided = {
    kind: 'step_decided',
    at: '2026-11-20T03:00:00.000Z',
    by,
    step: 's',
    minutes: 1,
    late: false,
  } as const;
  return { history: decisions.map((decision) => ({ ...decided, decision })) };
}

describe('what BSrE’s answer means', () => {
  it('for a first certificate follows from the answer', () => {
    const hints = STATUSES.map((status) => [status, hintOf(status, after('dispose'), { kind: 'issue' })]);
    expect(hints.filter(([, hint]) => hint !== undefined)).toEqual([
      ['active', 'renew'],
      ['not_activated', 'activate'],
      ['registered', 'activate'],
      ['expired', 'anew'],
      ['revoked', 'anew'],
    ]);
    expect(hintOf(undefined, after(), { kind: 'issue' })).toBeUndefined();
  });

  it('is that the certificate is there, once the desk has passed the request on to BSrE', () => {
    expect(hintOf('active', after('dispose', 'register'), { kind: 'issue' })).toBe('issued');
  });

  it.each(['renew', 'reissue', 'revoke', 'change_data', 'none'] as const)(
    'is nothing for a service of kind %s',
    (kind) => {
      expect(STATUSES.map((status) => hintOf(status, after(), { kind }))).toEqual(STATUSES.map(() => undefined));
    },
  );
});
