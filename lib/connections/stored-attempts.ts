import type { Ctx } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { notFound } from '#lib/core/app-error.ts';
import { isId } from '#lib/core/ids.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { CompanyFacts, LedgerCompany } from '#lib/ledgers/ledger.ts';
import type { Ledger, LedgerEnvironment } from '#lib/ledgers/ledger-names.ts';
import { openFor, sealFor } from '#lib/secrets/key-ring.ts';
import type { AttemptEnd } from './connect-contract.ts';

/** A company as it was read back. */
export type ReadCompany = LedgerCompany & { facts: CompanyFacts | null };

/** An attempt as it is stored. */
export type StoredAttempt = {
  id: string;
  ledger: Ledger;
  environment: LedgerEnvironment;
  connectionId: string | null;
  secret: Uint8Array | null;
  keyId: string | null;
  companies: ReadCompany[] | null;
  scopes: string[];
  issuedAt: Date | null;
  accessEndsAt: Date | null;
  refreshEndsAt: Date | null;
  hardEndsAt: Date | null;
  returnedAt: Date | null;
  endedAt: Date | null;
  endReason: AttemptEnd | null;
  endDetail: string | null;
  isOver: boolean;
};

/** Tokens that wait for their company to be confirmed, and the company that the provider's answer named. */
export type WaitingTokens = { access: string; refresh: string; claimedId: string | null };

const DETAIL_MAX = 2_000;

const COLUMNS = Prisma.sql`
  id, ledger, environment, connection_id AS "connectionId", secret, key_id AS "keyId", companies, scopes,
  issued_at AS "issuedAt", access_ends_at AS "accessEndsAt", refresh_ends_at AS "refreshEndsAt",
  hard_ends_at AS "hardEndsAt", returned_at AS "returnedAt", ended_at AS "endedAt", end_reason AS "endReason",
  end_detail AS "endDetail", expires_at <= now() AS "isOver"`;

/**
 * Reads an attempt, locked until the transaction ends. Another person's, and one of another session of the same person, is
 * not found. Throws `not_found`.
 */
export async function lockAttempt(
  ctx: Ctx,
  tx: TenantTx,
  { id, session }: { id: string; session: Uint8Array },
): Promise<StoredAttempt> {
  const rows = isId(id)
    ? await tx.$queryRaw<StoredAttempt[]>`
        SELECT ${COLUMNS} FROM connect_attempt
         WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid AND user_id = ${ctx.actor.id}::uuid
           AND session_hash = ${session}::bytea
           FOR UPDATE`
    : [];
  const [attempt] = rows;
  if (attempt === undefined) throw notFound('This way of connecting');
  return attempt;
}

/** Encrypts what waits for its company to be confirmed. */
export function sealWaiting(ctx: Ctx, attemptId: string, tokens: WaitingTokens) {
  return sealFor({ purpose: 'connect_attempt', tenantId: ctx.tenantId, id: attemptId }, JSON.stringify(tokens));
}

/** Gives the tokens that wait; null where there are none. Throws `SealError`. */
export function openWaiting(ctx: Ctx, attempt: StoredAttempt): WaitingTokens | null {
  const { id, secret, keyId, issuedAt } = attempt;
  // Until the code was exchanged the secret is the verifier.
  if (secret === null || keyId === null || issuedAt === null) return null;
  return JSON.parse(
    openFor({ purpose: 'connect_attempt', tenantId: ctx.tenantId, id }, secret, keyId),
  ) as WaitingTokens;
}

/** Ends an attempt and erases its secrets; a refusal stands in the audit log, with the provider's own words. */
export async function endAttempt(
  ctx: Ctx,
  tx: TenantTx,
  attempt: Pick<StoredAttempt, 'id' | 'ledger' | 'connectionId'>,
  { reason, detail = null }: { reason: AttemptEnd; detail?: string | null },
): Promise<void> {
  const words = detail === null ? null : detail.replaceAll('\u0000', '').toWellFormed().slice(0, DETAIL_MAX);
  const ended = await tx.$executeRaw`
    UPDATE connect_attempt
       SET ended_at = now(), end_reason = ${reason}, end_detail = ${words}, secret = NULL, key_id = NULL
     WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${attempt.id}::uuid AND ended_at IS NULL`;
  if (ended === 0 || reason === 'confirmed') return;
  const after = { ledger: attempt.ledger, reason, ...(words === null ? {} : { said: words }) };
  await recordAudit(ctx, tx, [
    { action: 'connection.connect_refused', subject: { type: 'connection', id: attempt.connectionId }, after },
  ]);
}
