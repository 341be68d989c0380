// A verdict in plain words: a headline, then for every signature the four lines of the official page, and what stands behind them.
import { formatInstant } from '../core/calendar.ts';
import type { SignatureFacts, Verdict } from '../core/verdict.ts';
import { t } from './context.ts';
import type { Context } from './context.ts';
import type { TextKey } from './text.ts';

/** The official page of the ministry (Komdigi), where anybody may check again. */
export const OFFICIAL_PAGE = 'https://tte.komdigi.go.id/verifyPDF';

/** More signatures than this are counted, not told one by one. */
const MOST_SIGNATURES = 6;

export interface VerdictSection {
  readonly title: string;
  readonly lines: readonly string[];
}

/** The sentence the whole file comes down to. */
export function headlineOf(verdict: Verdict, context: Context): string {
  if (verdict.problem) return t(context, `verdict.problem.${verdict.problem}`);
  if (verdict.headline === 'valid') return t(context, 'verdict.headline.valid');
  if (verdict.headline === 'unsigned') {
    return t(
      context,
      verdict.documentTimestamps.length > 0 ? 'verdict.headline.only_timestamp' : 'verdict.headline.unsigned',
    );
  }
  const worst = verdict.signatures.find((signature) => isAsBadAs(signature, verdict));
  const reason = worst && reasonsOf(worst, context)[0];
  return [t(context, `verdict.headline.${verdict.headline}`), reason ?? ''].filter(Boolean).join(' ');
}

/** The four lines and the reasons, signature by signature. */
export function sectionsOf(verdict: Verdict, context: Context): VerdictSection[] {
  const sections = verdict.signatures.slice(0, MOST_SIGNATURES).map((signature, index) => ({
    title: t(context, 'verdict.signature', { number: index + 1 }),
    lines: [
      identityLine(signature, context),
      integrityLine(signature, context),
      timestampLine(signature, context),
      ltvLine(signature, context),
      ...reasonsOf(signature, context).map((reason) => t(context, 'verdict.because', { reason })),
    ],
  }));
  const rest = verdict.signatures.length - MOST_SIGNATURES;
  return rest > 0 ? [...sections, { title: t(context, 'verdict.more', { count: rest }), lines: [] }] : sections;
}

/** The whole answer as one message. */
export function verdictText(name: string, verdict: Verdict, context: Context): string {
  const sections = sectionsOf(verdict, context).map(({ title, lines }) => [`*${title}*`, ...lines].join('\n'));
  return [
    `📄 ${name}\n${headlineOf(verdict, context)}`,
    ...sections,
    t(context, verdict.headline === 'unsigned' ? 'verdict.hint_unsigned' : 'verdict.hint_picture'),
    t(context, 'verdict.information', {
      page: OFFICIAL_PAGE,
      at: formatInstant(verdict.at, context.profile.office, context.language),
    }),
  ].join('\n\n');
}

function isAsBadAs(signature: SignatureFacts, verdict: Verdict): boolean {
  if (verdict.headline === 'invalid')
    return (
      signature.indication === 'TOTAL-FAILED' || signature.integrity === 'changed' || signature.integrity === 'broken'
    );
  return signature.indication !== 'TOTAL-PASSED' || signature.integrity !== 'intact';
}

function identityLine(signature: SignatureFacts, context: Context): string {
  const params = {
    signer: signature.signer ?? '–',
    organization: signature.organization ?? '–',
    issuer: signature.issuer ?? '–',
  };
  const sound = signature.integrity === 'intact' || signature.integrity === 'changed';
  if (signature.trusted && sound) return t(context, 'verdict.identity.verified', params);
  return t(context, signature.signer === null ? 'verdict.identity.unreadable' : 'verdict.identity.unverified', params);
}

function integrityLine(signature: SignatureFacts, context: Context): string {
  const pages = [
    ...new Set(signature.changes.filter(({ allowed }) => !allowed).flatMap(({ page }) => page ?? [])),
  ].join(', ');
  const where = pages === '' ? '' : t(context, 'verdict.on_page', { pages });
  if (
    signature.integrity === 'indeterminate' &&
    signature.changes.some(({ kind, allowed }) => kind === 'annotation_added' && !allowed)
  ) {
    return t(context, 'verdict.integrity.annotated', { where });
  }
  const line = t(context, `verdict.integrity.${signature.integrity}`, { where });
  const later = signature.integrity === 'intact' ? laterNote(signature, context) : '';
  return [line, later].filter(Boolean).join(' ');
}

/** What was done afterwards and may be done: said, so that nobody wonders. */
function laterNote(signature: SignatureFacts, context: Context): string {
  const kinds = new Set(signature.changes.map(({ kind }) => kind));
  if (kinds.has('form_filled')) return t(context, 'verdict.later.form_filled');
  return kinds.has('signature_added') ? t(context, 'verdict.later.signature_added') : '';
}

function timestampLine({ timestamp }: SignatureFacts, context: Context): string {
  if (!timestamp) return t(context, 'verdict.timestamp.none');
  const params = {
    at: timestamp.at ? formatInstant(timestamp.at, context.profile.office, context.language) : '–',
    authority: timestamp.authority || '–',
  };
  if (timestamp.status === 'valid')
    return t(context, timestamp.trusted ? 'verdict.timestamp.valid' : 'verdict.timestamp.untrusted', params);
  return t(context, `verdict.timestamp.${timestamp.status}`, params);
}

function ltvLine(signature: SignatureFacts, context: Context): string {
  if (signature.integrity === 'broken') return t(context, 'verdict.ltv.no');
  if (signature.level === 'B-LT' || signature.level === 'B-LTA') return t(context, 'verdict.ltv.yes');
  const missing = signature.missing.filter((each) => each !== 'archive_timestamp');
  const complete = signature.level === 'B-T' && missing.length > 0 && missing.length < 3;
  if (!complete) return t(context, 'verdict.ltv.no');
  return t(context, 'verdict.ltv.partly', {
    missing: missing.map((each) => t(context, `verdict.missing.${each}`)).join(', '),
  });
}

/** Sentences for the reasons, most important first; two codes may share one sentence. */
function reasonsOf(signature: SignatureFacts, context: Context): string[] {
  const keys = signature.reasons
    .map((code) => `verdict.reason.${code}`)
    .filter((key): key is TextKey => context.texts.has(key));
  return [...new Set(keys.map((key) => t(context, key)))].slice(0, 3);
}
