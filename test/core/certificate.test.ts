// What the events of a request make of certificates.
import { describe, expect, it } from 'vitest';
import { certificateChanges } from '../../src/core/certificate.ts';
import type { ApplicationEvent } from '../../src/core/application.ts';
import { request } from '../storage/examples.ts';

const at = { at: '2026-11-20T02:00:00.000Z', by: { person: 'p-9', name: 'Dewi', role: 'verifikator' }, step: 'akhir' };
const decided = { ...at, kind: 'step_decided', decision: 'issue', minutes: 3, late: false } as const;
const issued = { ...at, kind: 'certificate_issued', issuedOn: '2026-11-20', validUntil: '2028-11-20' } as const;
const revoked = { ...at, kind: 'certificate_revoked', revokedOn: '2026-11-20', ground: 'pensiun' } as const;
const completed: ApplicationEvent = { ...at, kind: 'application_completed' };

describe('the changes of certificates', () => {
  it('are none for a decision that issues nothing', () => {
    expect(certificateChanges(request('TTE-1'), [decided, completed])).toEqual([]);
  });

  it('make a record of what was issued', () => {
    expect(certificateChanges(request('TTE-1'), [decided, issued, completed])).toEqual([
      {
        kind: 'issued',
        certificate: { application: 'TTE-1', owner: 'p-1', issuedOn: '2026-11-20', validUntil: '2028-11-20' },
      },
    ]);
  });

  it('say what was revoked, when and why', () => {
    expect(certificateChanges(request('TTE-2'), [decided, revoked])).toEqual([
      { kind: 'revoked', owner: 'p-1', on: '2026-11-20', ground: 'pensiun', application: 'TTE-2' },
    ]);
  });
});
