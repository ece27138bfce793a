import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError, notFound } from '#lib/core/app-error.ts';
import { newId } from '#lib/core/ids.ts';
import { ledgerConfiguration } from '#lib/ledgers/configuration.ts';
import { LEDGER_WORDS, LEDGERS } from '#lib/ledgers/ledger-names.ts';
import { ledgerSignIn } from '#lib/ledgers/open-provider.ts';
import { sealFor } from '#lib/secrets/key-ring.ts';
import { makeConnectState, makeVerifier } from './connect-state.ts';

const AWAY_MINUTES = 10;

const inputSchema = z.strictObject({
  ledger: z.enum(LEDGERS),
  /** What is to be reconnected; null for a new connection. */
  connectionId: z.uuid().nullable(),
  /** What the person's session is known by; the answer must come back to the same one. */
  session: z.instanceof(Uint8Array),
});

export type ConnectWish = z.input<typeof inputSchema>;

/**
 * Begins the way to a provider's consent; gives the address of its page. The state in it is good once, for ten minutes and
 * for this session alone. Throws `unavailable` where the ledger is not configured, and `not_found`.
 */
export async function beginConnect(ctx: Ctx, input: ConnectWish): Promise<{ id: string; address: string }> {
  requirePermission(ctx, 'connection:manage');
  const { ledger, connectionId, session } = inputSchema.parse(input);
  const { actor } = ctx;
  if (actor.type !== 'person') throw new AppError('forbidden', { message: 'Only a person can give a consent.' });
  const { missing, environment } = ledgerConfiguration(ledger);
  if (missing.length > 0) {
    throw new AppError('unavailable', {
      message: `${LEDGER_WORDS[ledger].name} is not configured: set ${missing.join(' and ')}.`,
    });
  }
  const signIn = await ledgerSignIn(ledger);
  const id = newId();
  const state = makeConnectState(ctx.tenantId);
  const { verifier, challenge } = makeVerifier();
  const { sealed, keyId } = sealFor({ purpose: 'connect_attempt', tenantId: ctx.tenantId, id }, verifier);
  await ctx.transaction(async (tx) => {
    const rows =
      connectionId === null
        ? []
        : await tx.$queryRaw<{ companyName: string }[]>`
            SELECT company_name AS "companyName" FROM connection
             WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${connectionId}::uuid AND ledger = ${ledger}`;
    if (connectionId !== null && rows.length === 0) throw notFound('The connection');
    await tx.$executeRaw`
      INSERT INTO connect_attempt (tenant_id, id, ledger, environment, state_hash, session_hash, user_id, connection_id,
                                   secret, key_id, expires_at)
      VALUES (${ctx.tenantId}::uuid, ${id}::uuid, ${ledger}, ${environment}, ${state.hash}::bytea, ${session}::bytea,
              ${actor.id}::uuid, ${connectionId}::uuid, ${sealed}::bytea, ${keyId},
              now() + make_interval(mins => ${AWAY_MINUTES}::int))`;
    const after = { ledger, environment, ...(rows[0] === undefined ? {} : { reconnects: rows[0].companyName }) };
    await recordAudit(ctx, tx, [
      { action: 'connection.connect_begun', subject: { type: 'connection', id: connectionId }, after },
    ]);
  });
  return { id, address: signIn.authorizeUrl({ state: state.text, challenge }) };
}
