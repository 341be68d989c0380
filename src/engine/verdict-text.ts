// A verdict in plain words: a headline, then for every signature the four lines of the official page, and what stands behind them.
import { formatInstant } from '../core/calendar.ts';
import type { EsignOpinion } from '../core/esign.ts';
import type { Headline, SignatureFacts, Verdict } from '../core/verdict.ts';
import type { Reason } from '../core/verdict-reason.ts';
import { t } from './context.ts';
import type { Context } from './context.ts';

/** The official page of the ministry (Komdigi), where anybody may check again. */
export const OFFICIAL_PAGE = 'https://tte.komdigi.go.id/verifyPDF';

/** More signatures than this are counted, not told one by one. */
const MOST_SIGNATURES = 6;

/** Reasons that leave no doubt who signed: about what came later, or not (yet) about the certificate. */
const BESIDE_THE_SIGNER: ReadonlySet<Reason> = new Set<Reason>([
  'not_covered',
  'changed_after',
  'annotation_after',
  'padding_not_empty',
  'damaged',
  'encrypted',
  'limit',
  'revocation_unknown',
  'authority_revocation_unknown',
]);

export interface VerdictSection {
  readonly title: string;
  readonly lines: readonly string[];
}

/** The sentence the whole file comes down to. */
export function headlineOf(verdict: Verdict, context: Context): string {
  // Where signatures could be judged all the same, their reasons say more.
  if (verdict.problem && verdict.signatures.length === 0) return t(context, `verdict.problem.${verdict.problem}`);
  if (verdict.headline === 'valid') return t(context, 'verdict.headline.valid');
  if (verdict.headline === 'unsigned') {
    return t(
      context,
      verdict.documentTimestamps.length > 0 ? 'verdict.headline.only_timestamp' : 'verdict.headline.unsigned',
    );
  }
  const intact = verdict.headline === 'indeterminate' && verdict.integrity === 'intact';
  return [
    t(context, `verdict.headline.${verdict.headline}`),
    intact ? t(context, 'verdict.intact') : '',
    reasonOfFile(verdict, context),
  ]
    .filter(Boolean)
    .join(' ');
}

/** What speaks against the worst signature most; the document's time stamp where no signature is to blame. */
function reasonOfFile(verdict: Verdict, context: Context): string {
  const worst = verdict.signatures.findIndex((signature) => isAsBadAs(signature, verdict));
  const [reason] = reasonsOf(verdict.signatures[worst]?.reasons ?? [], context);
  if (reason !== undefined) {
    return verdict.signatures.length === 1 ? reason : t(context, 'verdict.of_signature', { number: worst + 1, reason });
  }
  const stamp = verdict.documentTimestamps.find(({ status }) => status === 'invalid');
  const [fault] = reasonsOf(stamp?.reason ? [stamp.reason] : [], context);
  return fault === undefined ? '' : t(context, 'verdict.of_timestamp', { reason: fault });
}

/** The four lines and the reasons, signature by signature. */
export function sectionsOf(verdict: Verdict, context: Context): VerdictSection[] {
  const sections = verdict.signatures.slice(0, MOST_SIGNATURES).map((signature, index) => {
    // What the headline or the line of the time stamp says already is not said again.
    const unsaid = signature.reasons.slice(verdict.signatures.length === 1 ? 1 : 0);
    const reasons = reasonsOf(
      unsaid.filter((reason) => reason !== 'timestamp_untrusted'),
      context,
    );
    return {
      title: t(context, 'verdict.signature', { number: index + 1 }),
      lines: [
        identityLine(signature, context),
        integrityLine(signature, context),
        timestampLine(signature, context),
        ltvLine(signature, context),
        ...reasons.map((reason) => t(context, 'verdict.because', { reason })),
      ],
    };
  });
  const rest = verdict.signatures.length - MOST_SIGNATURES;
  return rest > 0 ? [...sections, { title: t(context, 'verdict.more', { count: rest }), lines: [] }] : sections;
}

/** The whole answer as one message; BSrE's opinion stands beside our verdict and does not touch it. */
export function verdictText(name: string, verdict: Verdict, context: Context, opinion?: EsignOpinion): string {
  const sections = sectionsOf(verdict, context).map(({ title, lines }) => [`*${title}*`, ...lines].join('\n'));
  return [
    `📄 ${name}\n${headlineOf(verdict, context)}`,
    ...sections,
    ...(verdict.problem && verdict.signatures.length === 0 ? [] : [hint(verdict, context)]),
    ...(opinion ? [opinionLine(opinion, verdict, context)] : []),
    t(context, 'verdict.information', {
      page: OFFICIAL_PAGE,
      at: formatInstant(verdict.at, context.profile.office, context.language),
    }),
  ].join('\n\n');
}

/** Where a plain answer of BSrE contradicts ours. That one of the two cannot tell is no contradiction. */
const CONTRADICTED: Readonly<Record<Headline, readonly EsignOpinion[]>> = {
  valid: ['altered', 'unsigned'],
  invalid: ['valid', 'unsigned'],
  indeterminate: ['unsigned'],
  unsigned: ['valid', 'altered'],
};

function opinionLine(opinion: EsignOpinion, { headline }: Verdict, context: Context): string {
  const said = t(context, `bsre.opinion.${opinion}`);
  return CONTRADICTED[headline].includes(opinion) ? `${said}\n${t(context, 'bsre.disagrees')}` : said;
}

function hint({ headline, notes }: Verdict, context: Context): string {
  if (headline !== 'unsigned') return t(context, 'verdict.hint_picture');
  return t(context, notes.includes('hidden_signature') ? 'verdict.hint_hidden' : 'verdict.hint_unsigned');
}

function isAsBadAs(signature: SignatureFacts, verdict: Verdict): boolean {
  if (verdict.headline === 'invalid')
    return (
      signature.indication === 'TOTAL-FAILED' || signature.integrity === 'changed' || signature.integrity === 'broken'
    );
  return signature.indication !== 'TOTAL-PASSED' || signature.integrity !== 'intact';
}

function identityLine(signature: SignatureFacts, context: Context): string {
  const signer = unmarked(signature.signer);
  const organization = unmarked(signature.organization);
  const issuer = unmarked(signature.issuer);
  if (signer === '') return t(context, 'verdict.identity.unreadable');
  const verified = isSignerSure(signature);
  const name = [verified ? `*${signer}*` : `“${signer}”`, organization === signer ? '' : organization]
    .filter(Boolean)
    .join(', ');
  const who = issuer === '' || issuer === signer ? name : t(context, 'verdict.issued_by', { name, issuer });
  return t(context, verified ? 'verdict.identity.verified' : 'verdict.identity.unverified', { who });
}

/** A path to an anchor, and nothing known that speaks against the certificate or the signature made with it. */
function isSignerSure({ trusted, integrity, reasons }: SignatureFacts): boolean {
  if (!trusted || integrity === 'broken' || (integrity === 'indeterminate' && reasons.length === 0)) return false;
  return reasons.every((reason) => reason.startsWith('timestamp_') || BESIDE_THE_SIGNER.has(reason));
}

/** Without the marks that a chat takes for bold or italic type: whoever chose the name does not get to set it. */
function unmarked(name: string | null): string {
  return (name ?? '').replaceAll(/[*_~`]/g, '').trim();
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
  const authority = unmarked(timestamp.authority);
  const at = timestamp.at === '' ? '' : formatInstant(timestamp.at, context.profile.office, context.language);
  const stamp = [at, authority === '' ? '' : `(${authority})`].filter(Boolean).join(' ');
  if (timestamp.status === 'valid') return t(context, 'verdict.timestamp.valid', { stamp });
  if (timestamp.reason === 'timestamp_untrusted' && at !== '')
    return t(context, 'verdict.timestamp.untrusted', { stamp });
  return t(context, `verdict.timestamp.${timestamp.status}`);
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
function reasonsOf(reasons: readonly Reason[], context: Context): string[] {
  const sentences = reasons.map((code) => t(context, `verdict.reason.${code}`));
  return [...new Set(sentences)].slice(0, 3);
}
