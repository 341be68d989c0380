// A verdict in words, where a document alone would be long to build: every reason, several faults, names left out.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { REASONS } from '../../src/core/verdict-reason.ts';
import type { SignatureFacts, Verdict } from '../../src/core/verdict.ts';
import type { Context } from '../../src/engine/context.ts';
import { headlineOf, sectionsOf, verdictText } from '../../src/engine/verdict-text.ts';
import { loadProfile } from '../../src/sop/load-profile.ts';
import { readTexts } from '../helpers/world.ts';

const context: Context = {
  actor: { person: 'id-1', name: 'Rina Astuti', roles: [] },
  language: 'id',
  profile: loadProfile('tarakan'),
  profiles: {},
  applications: [],
  queue: [],
  texts: readTexts(),
  now: '2026-11-18T01:00:00.000Z',
  messageId: 'm-1',
  newNumber: 'TTE-000001',
  channel: 'web',
};

const signature: SignatureFacts = {
  field: 'Tanda Tangan',
  subFilter: 'ETSI.CAdES.detached',
  signer: 'Rina Astuti',
  organization: 'Pemerintah Kota Contoh',
  issuer: 'PSrE Contoh',
  claimedAt: null,
  provenAt: null,
  integrity: 'intact',
  changes: [],
  covers: 'whole_file',
  trusted: true,
  path: [],
  revocation: 'good',
  timestamp: null,
  level: 'B-B',
  missing: ['timestamp', 'signer_revocation'],
  algorithm: 'RSA-2048 SHA-256',
  indication: 'TOTAL-PASSED',
  subIndication: null,
  reasons: [],
};

function verdictOn(signatures: readonly SignatureFacts[], more: Partial<Verdict> = {}): Verdict {
  return {
    at: '2026-11-18T01:00:00.000Z',
    sha256: '00'.repeat(32),
    size: 1,
    signatures,
    documentTimestamps: [],
    notes: [],
    problem: null,
    integrity: signatures[0]?.integrity ?? 'unsigned',
    headline: 'indeterminate',
    ...more,
  };
}

const unsure = { ...signature, indication: 'INDETERMINATE', subIndication: 'TRY_LATER' } as const;

describe('the reasons', () => {
  it.each(['id', 'en'])('all have a sentence of their own in %s', (language) => {
    const path = new URL(`../../locales/${language}.json`, import.meta.url);
    const texts = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
    const prefix = 'verdict.reason.';
    const told = Object.keys(texts).filter((key) => key.startsWith(prefix));
    expect(told.map((key) => key.slice(prefix.length)).sort()).toEqual([...REASONS].sort());
    for (const key of told) expect(texts[key]).toMatch(/^\p{Lu}[^{}*]+\.$/u);
  });

  it('of one signature stand once: the first in the headline, the others below', () => {
    const verdict = verdictOn([{ ...unsure, reasons: ['issuer_unknown', 'weak_algorithm', 'timestamp_weak'] }]);
    const text = verdictText('surat.pdf', verdict, context);
    expect(headlineOf(verdict, context)).toContain('tidak diterbitkan oleh PSrE Indonesia');
    expect(text.match(/tidak diterbitkan oleh PSrE Indonesia/g)).toHaveLength(1);
    expect(sectionsOf(verdict, context)[0]?.lines.filter((line) => line.startsWith('ℹ️'))).toHaveLength(2);
  });

  it('that share a sentence say it once', () => {
    const reasons = ['issuer_unknown', 'several_signers', 'content_enclosed'] as const;
    const [section] = sectionsOf(verdictOn([{ ...unsure, reasons }]), context);
    expect(section?.lines.filter((line) => line.startsWith('ℹ️'))).toHaveLength(1);
  });

  it('of a signature come before what is wrong with the file, and never soften the headline', () => {
    const facts = { ...signature, integrity: 'indeterminate', indication: 'TOTAL-FAILED' } as const;
    const verdict = verdictOn([{ ...facts, reasons: ['revoked', 'damaged'] }], {
      headline: 'invalid',
      problem: 'damaged',
    });
    expect(headlineOf(verdict, context)).toBe(
      '❌ *TIDAK SAH.* Sertifikatnya sudah dicabut ketika dokumen ditandatangani.',
    );
    expect(sectionsOf(verdict, context)[0]?.lines.at(-1)).toContain('rusak sehingga tidak dapat dinilai');
    const unread = verdictOn([], { headline: 'indeterminate', integrity: 'indeterminate', problem: 'damaged' });
    expect(headlineOf(unread, context)).toContain('Berkas ini rusak atau tidak lengkap.');
  });

  it('are looked for in the time stamp of the document when every signature is good', () => {
    const stamp = {
      field: 'S',
      integrity: 'broken',
      status: 'invalid',
      at: '',
      authority: '',
      trusted: false,
    } as const;
    const verdict = verdictOn([signature], { documentTimestamps: [{ ...stamp, reason: 'digest_differs' }] });
    expect(headlineOf(verdict, context)).toMatch(/Stempel waktu dokumen tidak sah: Isi dokumen berubah/);
  });
});

describe('the signer', () => {
  const identity = (facts: Partial<SignatureFacts>): string =>
    sectionsOf(verdictOn([{ ...signature, ...facts }]), context)[0]?.lines[0] ?? '';

  it.each([
    ['without organisation', { organization: null }, '*Rina Astuti* (diterbitkan oleh PSrE Contoh).'],
    ['whose organisation is himself', { organization: 'Rina Astuti' }, '*Rina Astuti* (diterbitkan oleh PSrE Contoh).'],
    ['without issuer', { issuer: null }, '*Rina Astuti*, Pemerintah Kota Contoh.'],
    ['who is his own issuer', { issuer: 'Rina Astuti' }, '*Rina Astuti*, Pemerintah Kota Contoh.'],
    ['with nothing but a name', { organization: null, issuer: null }, '*Rina Astuti*.'],
  ])('%s is named without gaps', (_who, facts, expected) => {
    expect(identity(facts)).toBe(`✅ Identitas penandatangan terverifikasi: ${expected}`);
  });

  it.each([
    ['has no name', { signer: null }],
    ['has a name of marks only', { signer: '*_*' }],
  ])('who %s is not named', (_who, facts) => {
    expect(identity(facts)).toBe('⚠️ Identitas penandatangan tidak dapat dipastikan.');
  });

  it.each(['revoked', 'certificate_expired_no_timestamp', 'certificate_purpose', 'algorithm_unsupported'] as const)(
    'is not called verified for the reason %s',
    (reason) => {
      expect(identity({ reasons: [reason] })).toContain(
        'tidak dapat dipastikan. Di sertifikatnya tertulis: “Rina Astuti”',
      );
    },
  );

  it.each(['changed_after', 'annotation_after', 'revocation_unknown', 'timestamp_untrusted'] as const)(
    'stays verified for the reason %s',
    (reason) => {
      expect(identity({ reasons: [reason] })).toContain('✅ Identitas penandatangan terverifikasi');
    },
  );
});
