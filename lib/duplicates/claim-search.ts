import type { Ctx } from '#lib/access/context.ts';
import { newId } from '#lib/core/ids.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { Subject } from './duplicate-contract.ts';

/** A search takes seconds: whoever has been at one for longer than this has died, and anybody may begin anew. */
export const SILENT_SECONDS = 600;

/** Records change all the time; contacts and documents are searched when they were read besides. */
const EVERY_HOURS: Record<Subject, number> = { contact: 24, document: 24, record: 1 };

/** After so many minutes a search that broke off is made again; the last one stays. */
const TRY_AGAIN_MINUTES = [1, 5, 30, 120, 360];

/** The right to keep what a search found. */
export type SearchClaim = { subject: Subject; token: string };

/** Somebody else makes the search meanwhile; what was done since is rolled back. */
export class LostSearchError extends Error {}

/** Claims a search of the tenant; null if somebody is at it. */
export async function claimSearch(ctx: Ctx, tx: TenantTx, subject: Subject): Promise<SearchClaim | null> {
  const token = newId();
  const claimed = await tx.$executeRaw`
    INSERT INTO duplicate_search AS s (tenant_id, subject, runner, claimed_at, began_at)
    VALUES (${ctx.tenantId}::uuid, ${subject}, ${token}::uuid, now(), now())
    ON CONFLICT (tenant_id, subject) DO UPDATE
       SET runner = excluded.runner, claimed_at = excluded.claimed_at, began_at = excluded.began_at,
           due_at = least(s.due_at, excluded.began_at)
     WHERE s.runner IS NULL OR s.claimed_at < now() - make_interval(secs => ${SILENT_SECONDS}::int)`;
  return claimed === 0 ? null : { subject, token };
}

/** Ends a search, with how many pairs it found. It is the first thing that a transaction does, so that one alone writes. */
export async function endSearch(
  ctx: Ctx,
  tx: TenantTx,
  claim: SearchClaim,
  { found, isCut }: { found: number; isCut: boolean },
): Promise<void> {
  await write(
    ctx,
    tx,
    claim,
    Prisma.sql`runner = NULL, ended_at = now(), tries = 0, problem = NULL, found = ${found}::int, is_cut = ${isCut},
               due_at = now() + make_interval(hours => ${EVERY_HOURS[claim.subject]}::int)`,
  );
}

/** Leaves a search that broke off to be made again later. */
export async function breakSearch(ctx: Ctx, tx: TenantTx, claim: SearchClaim): Promise<void> {
  await write(
    ctx,
    tx,
    claim,
    Prisma.sql`runner = NULL, ended_at = now(), tries = tries + 1, problem = 'Tieout could not look for duplicates: see its log.',
               due_at = now() + make_interval(mins => (${TRY_AGAIN_MINUTES}::int[])[least(tries + 1, ${TRY_AGAIN_MINUTES.length}::int)])`,
  );
}

async function write(ctx: Ctx, tx: TenantTx, { subject, token }: SearchClaim, changes: Prisma.Sql): Promise<void> {
  const written = await tx.$executeRaw`
    UPDATE duplicate_search SET ${changes}
     WHERE tenant_id = ${ctx.tenantId}::uuid AND subject = ${subject} AND runner = ${token}::uuid`;
  if (written === 0) throw new LostSearchError('The search was taken over');
}
