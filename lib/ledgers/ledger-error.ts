import { storable } from '#lib/core/storable-text.ts';
import { hideSecrets } from './provider-words.ts';

/** What kind of trouble a ledger's answer is, for whoever must decide what to do next. */
export type LedgerTrouble =
  /** The access token is refused: refresh once, then it is `grant_dead`. */
  | 'token_refused'
  /** The provider will never honour this grant again: a person must connect anew. */
  | 'grant_dead'
  /** The grant lives but may not do this: scope, or the rights of whoever granted it. */
  | 'not_permitted'
  /** The token is good but not for this company. */
  | 'wrong_company'
  /** The company's subscription ended or its plan lacks it. */
  | 'plan'
  | 'rate_limited'
  /** The provider is down, answers nonsense, or does not answer. */
  | 'unavailable'
  /** What was asked for is not there, or was asked wrongly. */
  | 'refused'
  /** Our own client id or secret is wrong. */
  | 'misconfigured';

/** A code is a word or a number: what is longer is no code. */
const CODE_MAX = 100;

/** A ledger's refusal in its own words. Its text never holds a token. */
export class LedgerError extends Error {
  override name = 'LedgerError';
  readonly trouble: LedgerTrouble;
  readonly httpStatus: number | null;
  /** The provider's own code: `3200`, `invalid_grant`, `AuthenticationUnsuccessful`. */
  readonly code: string | null;
  /** The provider may have done what was asked, though its answer never arrived whole. */
  readonly isAnswerLost: boolean;
  readonly retryAfterSeconds: number | null;
  /** What their support asks for: `intuit_tid`, Xero's correlation id. */
  readonly providerRequestId: string | null;

  constructor(
    message: string,
    facts: {
      trouble: LedgerTrouble;
      httpStatus?: number | null;
      code?: string | null;
      isAnswerLost?: boolean;
      retryAfterSeconds?: number | null;
      providerRequestId?: string | null;
    },
  ) {
    super(message);
    this.trouble = facts.trouble;
    this.httpStatus = facts.httpStatus ?? null;
    this.code = facts.code == null ? null : storable(hideSecrets(facts.code), CODE_MAX);
    this.isAnswerLost = facts.isAnswerLost ?? false;
    this.retryAfterSeconds = facts.retryAfterSeconds ?? null;
    this.providerRequestId = facts.providerRequestId ?? null;
  }
}
