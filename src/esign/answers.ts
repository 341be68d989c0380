// The documented answers in the desk's words. Words decide, never the numbers beside them: those differ from version to version.
import { z } from 'zod';
import type { EsignOpinion, EsignStatus } from '../core/esign.ts';

/** Petunjuk Teknis v2.0, p. 32. */
const STATUS: ReadonlyMap<unknown, EsignStatus> = new Map([
  ['ISSUE', 'active'],
  ['EXPIRED', 'expired'],
  ['RENEW', 'renewing'],
  ['WAITING_FOR_VERIFICATION', 'verifying'],
  ['NEW', 'not_activated'],
  ['NO_CERTIFICATE', 'registered'],
  ['NOT_REGISTERED', 'not_registered'],
  ['SUSPEND', 'suspended'],
  ['REVOKE', 'revoked'],
]);

/** The manual shows no body for this answer; clients find the word in one of these places. */
const StatusAnswer = z.object({
  status: z.unknown().optional(),
  userStatus: z.unknown().optional(),
  data: z.object({ status: z.unknown().optional() }).optional().catch(undefined),
});

/** Undefined when it holds no word that we know. */
export function readStatus(body: unknown): EsignStatus | undefined {
  const { data } = StatusAnswer.safeParse(body);
  const words = [data?.status, data?.userStatus, data?.data?.status];
  return words.map((word) => STATUS.get(word)).find((status) => status !== undefined);
}

/** Petunjuk Teknis v2.0, p. 35-36, as far as it is needed. */
const VerifyAnswer = z.object({
  conclusion: z.string(),
  signatureInformations: z
    .array(z.object({ integrityValid: z.boolean().nullish().catch(undefined) }))
    .nullish()
    .catch(undefined),
});

/** Undefined when it is no answer to this question. Only VALID and NO_SIGNATURE are documented: any other conclusion is uncertain. */
export function readOpinion(body: unknown): EsignOpinion | undefined {
  const { data } = VerifyAnswer.safeParse(body);
  if (data === undefined) return undefined;
  const broken = data.signatureInformations?.some(({ integrityValid }) => integrityValid === false) ?? false;
  if (data.conclusion === 'VALID') return broken ? 'uncertain' : 'valid';
  if (data.conclusion === 'NO_SIGNATURE') return 'unsigned';
  return broken ? 'altered' : 'uncertain';
}
