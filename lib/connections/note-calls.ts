import { type Ctx, requirePermission } from '#lib/access/context.ts';
import type { QuotaSeen } from '#lib/ledgers/ledger.ts';

/** Counts calls that were made to a connection's company, on today's page by UTC, with what the provider said last. */
export async function noteCalls(ctx: Ctx, connectionId: string, seen: readonly QuotaSeen[]): Promise<void> {
  requirePermission(ctx, 'connection:check');
  const lastOf = (read: (one: QuotaSeen) => number | null) =>
    seen.map(read).findLast((value) => value !== null) ?? null;
  const refused = seen.filter(({ isRefused }) => isRefused).length;
  const waitSeconds = lastOf(({ retryAfterSeconds }) => retryAfterSeconds);
  await ctx.transaction(
    (tx) => tx.$executeRaw`
      INSERT INTO ledger_call_day AS d (tenant_id, connection_id, day, made, refused, day_left, minute_left, held_until)
      VALUES (${ctx.tenantId}::uuid, ${connectionId}::uuid, (now() AT TIME ZONE 'UTC')::date, ${seen.length}::int,
              ${refused}::int, ${lastOf(({ dayLeft }) => dayLeft)}::int, ${lastOf(({ minuteLeft }) => minuteLeft)}::int,
              now() + make_interval(secs => ${waitSeconds}::int))
      ON CONFLICT (tenant_id, connection_id, day) DO UPDATE
         SET made = d.made + excluded.made, refused = d.refused + excluded.refused,
             day_left = coalesce(excluded.day_left, d.day_left),
             minute_left = coalesce(excluded.minute_left, d.minute_left),
             held_until = coalesce(excluded.held_until, d.held_until), seen_at = now()`,
  );
}
