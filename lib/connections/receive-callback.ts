import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { notFound } from '#lib/core/app-error.ts';
import { LedgerError } from '#lib/ledgers/ledger-error.ts';
import { LEDGERS } from '#lib/ledgers/ledger-names.ts';
import { ledgerSignIn } from '#lib/ledgers/open-provider.ts';
import { openFor } from '#lib/secrets/key-ring.ts';
import type { AttemptEnd } from './connect-contract.ts';
import { readConnectState } from './connect-state.ts';
import { readAttemptCompanies } from './read-attempt-companies.ts';
import { endAttempt } from './stored-attempts.ts';
import { storeWaiting, takeState } from './take-state.ts';

/** What of the provider's answer is let through; all else in the address is as if it were not there. */
const callbackSchema = z.object({
  ledger: z.enum(LEDGERS),
  state: z.string().max(200),
  code: z.string().min(1).max(4_096).nullable(),
  /** QuickBooks says in the browser's address which company it is: a claim, to be read back. */
  realmId: z
    .string()
    .regex(/^\d{1,32}$/)
    .nullable()
    .catch(null),
  error: z.string().max(200).nullable(),
  errorDescription: z.string().max(2_000).nullable(),
  session: z.instanceof(Uint8Array),
});

export type CallbackAnswer = z.input<typeof callbackSchema>;

/**
 * Takes a provider's answer: the state is compared and used up, the code exchanged once, and the companies read back. Gives
 * the attempt, whose page shows what came of it; the same answer twice, even at once, gives the same and exchanges nothing
 * again. Throws `not_found` where the state is unknown, or was given to another person or session.
 */
export async function receiveCallback(ctx: Ctx, input: CallbackAnswer): Promise<{ id: string }> {
  requirePermission(ctx, 'connection:manage');
  const parsed = callbackSchema.safeParse(input);
  const state = parsed.success ? readConnectState(parsed.data.state) : null;
  if (!parsed.success || state === null || state.tenantId !== ctx.tenantId) throw notFound('The beginning of this');
  const { code, realmId, error, errorDescription, ledger, session } = parsed.data;

  const { attempt, isFirst } = await ctx.transaction((tx) => takeState(ctx, tx, { ledger, hash: state.hash, session }));
  const { id } = attempt;
  if (!isFirst) return { id };
  const end = (reason: AttemptEnd, detail: string | null) =>
    ctx.transaction((tx) => endAttempt(ctx, tx, attempt, { reason, detail }));

  if (error !== null || code === null) {
    const said = [error, errorDescription].filter((part) => part !== null && part !== '').join(': ');
    await end(reasonOfError(error), said === '' ? null : said);
    return { id };
  }
  const { secret, keyId } = attempt;
  if (secret === null || keyId === null) throw notFound('The beginning of this');
  try {
    const verifier = openFor({ purpose: 'connect_attempt', tenantId: ctx.tenantId, id }, secret, keyId);
    const signIn = await ledgerSignIn(ledger);
    const pair = await signIn.exchangeCode({ code, state: parsed.data.state, companyId: realmId, verifier });
    await ctx.transaction((tx) => storeWaiting(ctx, tx, id, pair, realmId));
  } catch (refused) {
    if (!(refused instanceof LedgerError)) throw refused;
    await end(reasonOfTrouble(refused), refused.message);
    return { id };
  }
  await readAttemptCompanies(ctx, { id, session });
  return { id };
}

function reasonOfError(error: string | null): AttemptEnd {
  if (error === 'access_denied') return 'denied';
  return error === 'invalid_scope' || error === 'unauthorized_client' ? 'scope' : 'provider_error';
}

function reasonOfTrouble({ trouble }: LedgerError): AttemptEnd {
  switch (trouble) {
    case 'unavailable':
    case 'rate_limited':
      return 'provider_down';
    case 'misconfigured':
      return 'misconfigured';
    default:
      return 'code_refused';
  }
}
