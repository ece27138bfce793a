import type { Ctx } from '#lib/access/context.ts';
import type { Day } from '#lib/core/dates.ts';
import { storedAmount } from '#lib/core/money.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { Standing } from './next-state.ts';
import type { BlockedMoney, KindFigures, ProblemState, SolvedHow } from './problem-contract.ts';
import type { ProblemPlace } from './read-found.ts';

/** A problem that is stored, with the figures of the last look. */
export type KnownProblem = Standing &
  ProblemPlace & {
    id: string;
    version: number;
    cause: string;
    aboutName: string | null;
    aboutId: string | null;
    isGuess: boolean;
    firstSeenAt: Date;
    lastSeenAt: Date;
    openedAt: Date;
    solvedAt: Date | null;
    reopenedCount: number;
    figures: { kinds: KindFigures[]; money: BlockedMoney[] };
    oldestOn: Day | null;
    oldestFailedAt: Date | null;
    trend: number[];
    trendTo: Day | null;
    groupedUnder: string | null;
  };

type Row = Omit<KnownProblem, 'mutedAbove'> & { mutedAbove: string | null; mutedCurrency: string | null };

/** Reads the problems that are not solved, and the solved ones among the given, which may have come back. */
export async function readKnown(ctx: Ctx, tx: TenantTx, found: readonly ProblemPlace[]): Promise<KnownProblem[]> {
  const keys = [...new Set(found.map(({ problemKey }) => problemKey))];
  const rows = await tx.$queryRaw<Row[]>`
    SELECT id, problem_key AS "problemKey", connection_id AS "connectionId", version, cause, about_name AS "aboutName",
           about_id AS "aboutId", is_guess AS "isGuess", state, acknowledged_at AS "acknowledgedAt",
           muted_until::text AS "mutedUntil", muted_above::text AS "mutedAbove", muted_currency AS "mutedCurrency",
           first_seen_at AS "firstSeenAt", last_seen_at AS "lastSeenAt", opened_at AS "openedAt", solved_at AS "solvedAt",
           solved_through AS "solvedThrough", solved_how AS "solvedHow", reopened_count AS "reopenedCount", figures,
           oldest_on::text AS "oldestOn", oldest_failed_at AS "oldestFailedAt", trend, trend_to::text AS "trendTo",
           grouped_under AS "groupedUnder"
      FROM problem
     WHERE tenant_id = ${ctx.tenantId}::uuid AND (state <> 'solved' OR failed + waiting > 0 OR problem_key = ANY (${keys}::uuid[]))
     ORDER BY id`;
  return rows.map(({ mutedAbove, mutedCurrency, state, solvedHow, ...row }) => ({
    ...row,
    state: state as ProblemState,
    solvedHow: solvedHow as SolvedHow | null,
    mutedAbove:
      mutedAbove === null || mutedCurrency === null
        ? null
        : { amount: storedAmount(mutedAbove), currency: mutedCurrency },
  }));
}

/** Gives those of the problems' keys that a message has by the present rules. */
export async function readKnownKeys(
  ctx: Ctx,
  tx: TenantTx,
  problems: readonly ProblemPlace[],
): Promise<ReadonlySet<string>> {
  const keys = [...new Set(problems.map(({ problemKey }) => problemKey))];
  if (keys.length === 0) return new Set();
  const rows = await tx.$queryRaw<{ key: string }[]>`
    SELECT k.key FROM unnest(${keys}::uuid[]) AS k(key)
     WHERE EXISTS (SELECT FROM message_diagnosis d WHERE d.tenant_id = ${ctx.tenantId}::uuid AND d.problem_key = k.key)`;
  return new Set(rows.map(({ key }) => key));
}
