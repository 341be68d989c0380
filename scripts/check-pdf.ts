// Checks signed PDFs from the command line: npm run check-pdf -- FILE... [--trust DIR] [--at ISO-TIME] [--json]
// Exit code 0 when all are valid, 1 when some are not, 2 for a wrong call.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { SignatureFacts, Verdict } from '../src/core/verdict.ts';
import { loadTrust, type Trust } from '../src/pdf/trust.ts';
import { verify } from '../src/pdf/verify.ts';

const usage = 'usage: npm run check-pdf -- FILE... [--trust DIR] [--at ISO-TIME] [--json]';

interface Call {
  readonly files: readonly string[];
  readonly trust: readonly string[];
  readonly at: string;
  readonly json: boolean;
}

function readCall(args: string[]): Call | null {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { trust: { type: 'string', multiple: true }, at: { type: 'string' }, json: { type: 'boolean' } },
    });
    const at = new Date(values.at ?? Date.now());
    if (positionals.length === 0 || Number.isNaN(at.getTime())) return null;
    return { files: positionals, trust: values.trust ?? [], at: at.toISOString(), json: values.json ?? false };
  } catch {
    return null;
  }
}

function asJson(file: string, verdict: Verdict, ms: number): string {
  const { headline, integrity, signatures, documentTimestamps, problem, notes, sha256 } = verdict;
  return JSON.stringify({
    file,
    verdict: headline,
    integrity,
    signatures,
    documentTimestamps,
    problem,
    notes,
    sha256,
    ms,
  });
}

function asText(file: string, verdict: Verdict, ms: number): string {
  const lines = [
    `${file}: ${verdict.headline}, ${verdict.integrity}${verdict.problem ? ` (${verdict.problem})` : ''}, ${ms} ms`,
  ];
  for (const signature of verdict.signatures) lines.push(...signatureLines(signature));
  for (const stamp of verdict.documentTimestamps)
    lines.push(`  document time stamp ${stamp.at} ${stamp.authority}: ${stamp.status}`);
  if (verdict.notes.length > 0) lines.push(`  notes: ${verdict.notes.join(', ')}`);
  return lines.join('\n');
}

function signatureLines(signature: SignatureFacts): string[] {
  const { field, signer, organization, issuer, integrity, level, indication, subIndication, reasons, changes } =
    signature;
  const lines = [
    `  ${field}: ${[signer ?? 'unknown signer', organization].filter(Boolean).join(', ')}, issued by ${issuer ?? 'nobody known'}`,
    `    ${integrity}, ${level}, ${indication}${subIndication ? `/${subIndication}` : ''}${reasons.length > 0 ? `: ${reasons.join(', ')}` : ''}`,
  ];
  for (const change of changes) {
    lines.push(
      `    ${change.allowed ? 'allowed' : 'not allowed'}: ${change.kind}${change.page ? ` on page ${change.page}` : ''} (${change.detail ?? ''})`,
    );
  }
  return lines;
}

function main(): number {
  const call = readCall(process.argv.slice(2));
  if (!call) {
    console.error(usage);
    return 2;
  }
  let trust: Trust;
  try {
    trust = loadTrust(call.trust);
  } catch (error) {
    console.error(error instanceof Error ? error.message : 'the trust anchors cannot be read');
    return 2;
  }
  let allValid = true;
  for (const file of call.files) {
    let bytes: Buffer;
    try {
      bytes = readFileSync(file);
    } catch (error) {
      console.error(`${file}: ${error instanceof Error ? error.message : 'cannot be read'}`);
      return 2;
    }
    const start = performance.now();
    const verdict = verify(bytes, { trust, now: call.at });
    const ms = Math.round((performance.now() - start) * 10) / 10;
    allValid &&= verdict.headline === 'valid';
    console.log(call.json ? asJson(file, verdict, ms) : asText(file, verdict, ms));
  }
  return allValid ? 0 : 1;
}

process.exitCode = main();
