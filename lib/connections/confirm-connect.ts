import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { wakeChecks } from '#lib/checks/wake-worker.ts';
import { AppError } from '#lib/core/app-error.ts';
import { fieldErrors } from '#lib/core/field-errors.ts';
import { newId } from '#lib/core/ids.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { wakeListReader } from '#lib/ledger-lists/wake-worker.ts';
import { connectCompany } from './connect-company.ts';
import { endAtProvider } from './end-at-provider.ts';
import { endConnection } from './end-connection.ts';
import { eraseUnusedGrants } from './erase-unused-grants.ts';
import { endAttempt, lockAttempt, openWaiting, type ReadCompany, type StoredAttempt } from './stored-attempts.ts';
import { sealTokens } from './token-box.ts';

const inputSchema = z.strictObject({
  attemptId: z.string().max(64),
  companyIds: z.array(z.string().max(255)).min(1, 'must have at least one').max(500),
  /** The name of the other company, typed by whoever connects it on purpose in place of the one before. */
  changesTo: z.string().max(500).nullable(),
  session: z.instanceof(Uint8Array),
});

export type ConfirmedConnect = z.input<typeof inputSchema>;

type Pinned = { id: string; companyId: string; companyName: string };

/**
 * Connects the chosen companies of an attempt, each pinned to its id; those of one consent share its tokens. Reconnecting
 * to another company than before is refused, unless its name was typed: then that company becomes a connection of its own
 * and the one before is disconnected, with all its records. Gives the connections in the order of the attempt; the same
 * confirmation again changes nothing. Throws `not_found`, `invalid_input`, and `conflict` where the attempt is over.
 */
export async function confirmConnect(ctx: Ctx, input: ConfirmedConnect): Promise<{ connectionIds: string[] }> {
  requirePermission(ctx, 'connection:manage');
  const parsed = inputSchema.safeParse(input);
  if (!parsed.success) {
    throw new AppError('invalid_input', { message: 'Nothing was connected.', fields: fieldErrors(parsed.error) });
  }
  const { attemptId, companyIds, changesTo, session } = parsed.data;
  const seen = await ctx.transaction(async (tx) => {
    const attempt = await lockAttempt(ctx, tx, { id: attemptId, session });
    return { attempt, pinned: await readPinned(ctx, tx, attempt) };
  });
  const chosen = chooseCompanies(seen.attempt, seen.pinned, { companyIds, changesTo });
  if (seen.attempt.endReason === 'confirmed') {
    return ctx.transaction(async (tx) => ({ connectionIds: await idsOf(ctx, tx, seen.attempt, chosen) }));
  }
  const isChange = seen.pinned !== null && !chosen.some(({ companyId }) => companyId === seen.pinned?.companyId);
  // What is left behind is ended at the provider first: what the database says afterwards is then so.
  const atProvider =
    isChange && seen.pinned !== null ? await endAtProvider(ctx, seen.pinned.id, { isReplaced: true }) : null;
  return ctx.transaction(async (tx) => {
    const attempt = await lockAttempt(ctx, tx, { id: attemptId, session });
    if (attempt.endReason === 'confirmed') return { connectionIds: await idsOf(ctx, tx, attempt, chosen) };
    const grantId = await storeGrant(ctx, tx, attempt);
    const connectionIds: string[] = [];
    for (const company of chosen.toSorted((one, other) => (one.companyId < other.companyId ? -1 : 1))) {
      connectionIds.push(await connectCompany(ctx, tx, { attempt, grantId, company }));
    }
    if (isChange && seen.pinned !== null && atProvider !== null) {
      const [to] = chosen;
      const before = { companyId: seen.pinned.companyId, name: seen.pinned.companyName };
      const after = { companyId: to?.companyId, name: to?.name };
      const facts = { before, after, connectionId: connectionIds[0] };
      await endConnection(ctx, tx, { id: seen.pinned.id, why: 'company_changed', atProvider, facts });
      await recordAudit(ctx, tx, [
        {
          action: 'connection.company_changed',
          subject: { type: 'connection', id: seen.pinned.id },
          before,
          after,
        },
      ]);
    }
    await eraseUnusedGrants(ctx, tx);
    await endAttempt(ctx, tx, attempt, { reason: 'confirmed' });
    await wakeChecks(tx);
    await wakeListReader(tx);
    return { connectionIds };
  });
}

/** Gives the companies that are to be connected, or says why they are not. */
function chooseCompanies(
  attempt: StoredAttempt,
  pinned: Pinned | null,
  { companyIds, changesTo }: { companyIds: readonly string[]; changesTo: string | null },
): ReadCompany[] {
  const isConfirmed = attempt.endReason === 'confirmed';
  if (!isConfirmed && (attempt.endedAt !== null || attempt.isOver || attempt.companies === null)) {
    throw new AppError('conflict', { message: 'This took too long or was cancelled. Begin anew with Connect.' });
  }
  const offered = attempt.companies ?? [];
  const chosen = offered.filter(({ companyId }) => companyIds.includes(companyId));
  if (chosen.length !== new Set(companyIds).size) throw invalid('companyIds', 'must be among those that came back');
  if (pinned === null || chosen.some(({ companyId }) => companyId === pinned.companyId)) return chosen;
  const [other] = chosen;
  if (offered.some(({ companyId }) => companyId === pinned.companyId) || chosen.length !== 1 || other === undefined) {
    throw invalid('companyIds', `must have ${pinned.companyName}, which is what is being reconnected`);
  }
  if (changesTo === null) {
    throw new AppError('conflict', {
      message: `This connection is ${pinned.companyName}. The company that came back is ${other.name}, so nothing was connected.`,
    });
  }
  if (nameKey(changesTo) !== nameKey(other.name)) throw invalid('changesTo', `must be ${other.name}`);
  return chosen;
}

function nameKey(name: string): string {
  return name.trim().replaceAll(/\s+/g, ' ').toLowerCase();
}

async function readPinned(ctx: Ctx, tx: TenantTx, { connectionId }: StoredAttempt): Promise<Pinned | null> {
  if (connectionId === null) return null;
  const rows = await tx.$queryRaw<Pinned[]>`
    SELECT id, company_id AS "companyId", company_name AS "companyName" FROM connection
     WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${connectionId}::uuid`;
  return rows[0] ?? null;
}

/** Keeps the tokens of the consent for the connections that share it. */
async function storeGrant(ctx: Ctx, tx: TenantTx, attempt: StoredAttempt): Promise<string> {
  const tokens = openWaiting(ctx, attempt);
  const { ledger, environment, scopes, issuedAt, accessEndsAt, refreshEndsAt, hardEndsAt } = attempt;
  if (tokens === null || attempt.endedAt !== null || attempt.isOver) {
    throw new AppError('conflict', { message: 'This took too long or was cancelled. Begin anew with Connect.' });
  }
  const id = newId();
  const { sealed, keyId } = sealTokens({ tenantId: ctx.tenantId, grantId: id }, tokens);
  await tx.$executeRaw`
    INSERT INTO ledger_grant (tenant_id, id, ledger, environment, tokens, key_id, scopes, issued_at, access_ends_at,
                              refresh_ends_at, hard_ends_at, granted_by, granted_by_name)
    VALUES (${ctx.tenantId}::uuid, ${id}::uuid, ${ledger}, ${environment}, ${sealed}::bytea, ${keyId}, ${scopes}::text[],
            ${issuedAt}::timestamptz, ${accessEndsAt}::timestamptz, ${refreshEndsAt}::timestamptz,
            ${hardEndsAt}::timestamptz, ${ctx.actor.id}::uuid, ${ctx.actor.name})`;
  return id;
}

async function idsOf(
  ctx: Ctx,
  tx: TenantTx,
  { ledger }: StoredAttempt,
  companies: readonly ReadCompany[],
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM connection
     WHERE tenant_id = ${ctx.tenantId}::uuid AND ledger = ${ledger}
       AND company_id = ANY (${companies.map(({ companyId }) => companyId)}::text[])
     ORDER BY company_id COLLATE "C"`;
  return rows.map(({ id }) => id);
}

function invalid(field: string, message: string): AppError {
  return new AppError('invalid_input', { message: 'Nothing was connected.', fields: [{ field, message }] });
}
