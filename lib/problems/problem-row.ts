import type { Ctx } from '#lib/access/context.ts';
import type { AboutType } from '#lib/causes/causes.ts';
import { type Cause, isCause } from '#lib/causes/causes.ts';
import { addDays, type Day, dayOf } from '#lib/core/dates.ts';
import { storedAmount } from '#lib/core/money.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type {
  BlockedMoney,
  KindFigures,
  ProblemConnection,
  ProblemRow,
  ProblemState,
  SolvedHow,
} from './problem-contract.ts';
import { TREND_DAYS } from './problem-contract.ts';
import type { ProblemPlace } from './read-found.ts';

/** A problem as the database gives it. */
export type StoredProblem = ProblemPlace & {
  id: string;
  cause: string;
  isGuess: boolean;
  aboutType: AboutType | null;
  aboutName: string | null;
  aboutId: string | null;
  evidence: string[];
  message: string | null;
  connection: ProblemConnection | null;
  state: ProblemState;
  assignedTo: { id: string; name: string } | null;
  dueOn: Day | null;
  mutedUntil: Day | null;
  mutedAbove: string | null;
  mutedCurrency: string | null;
  mutedByName: string | null;
  failed: number;
  waiting: number;
  figures: { kinds: KindFigures[]; money: BlockedMoney[] };
  oldestOn: Day | null;
  oldestFailedAt: Date | null;
  trend: number[];
  trendTo: Day | null;
  firstSeenAt: Date;
  lastSeenAt: Date;
  openedAt: Date;
  solvedAt: Date | null;
  solvedHow: SolvedHow | null;
  reopenedCount: number;
  acknowledgedAt: Date | null;
  createdAt: Date;
  version: number;
};

/** The columns of a `StoredProblem`, of a relation `p` of problems with `PROBLEM_JOINS` after it. */
export const PROBLEM_COLUMNS = Prisma.sql`
  p.id, p.problem_key AS "problemKey", p.connection_id AS "connectionId", p.cause, p.is_guess AS "isGuess",
  p.about_type AS "aboutType", p.about_name AS "aboutName", p.about_id AS "aboutId", p.evidence, em.message,
  CASE WHEN c.id IS NOT NULL THEN json_build_object('id', c.id, 'ledger', c.ledger, 'companyId', c.company_id,
                                                    'companyName', c.company_name) END AS connection,
  p.state, CASE WHEN u.id IS NOT NULL THEN json_build_object('id', u.id, 'name', u.name) END AS "assignedTo",
  p.due_on::text AS "dueOn", p.muted_until::text AS "mutedUntil", p.muted_above::text AS "mutedAbove",
  p.muted_currency AS "mutedCurrency", p.muted_by_name AS "mutedByName", p.failed, p.waiting, p.figures,
  p.oldest_on::text AS "oldestOn", p.oldest_failed_at AS "oldestFailedAt", p.trend, p.trend_to::text AS "trendTo",
  p.first_seen_at AS "firstSeenAt", p.last_seen_at AS "lastSeenAt", p.opened_at AS "openedAt", p.solved_at AS "solvedAt",
  p.solved_how AS "solvedHow", p.reopened_count AS "reopenedCount", p.acknowledged_at AS "acknowledgedAt",
  p.created_at AS "createdAt", p.version`;

/** Whoever is a member no more looks after nothing. */
export const PROBLEM_JOINS = Prisma.sql`
  LEFT JOIN connection c ON c.tenant_id = p.tenant_id AND c.id = p.connection_id
  LEFT JOIN membership m ON m.tenant_id = p.tenant_id AND m.user_id = p.assigned_to
  LEFT JOIN app_user u ON u.id = m.user_id
  LEFT JOIN error_message em ON em.tenant_id = p.tenant_id AND em.id = p.message_id`;

/** Gives a stored problem as lists show it, with the days of its trend that end today. */
export function toProblemRow(ctx: Ctx, row: StoredProblem): ProblemRow {
  const { cause, state, aboutType, mutedUntil, mutedAbove, mutedCurrency } = row;
  return {
    id: row.id,
    cause: knownCause(cause),
    isGuess: row.isGuess,
    about: aboutType === null ? null : { type: aboutType, name: row.aboutName, id: row.aboutId },
    evidence: row.evidence,
    message: row.message,
    connection: row.connection,
    state,
    assignedTo: row.assignedTo,
    dueOn: row.dueOn,
    muted:
      state !== 'muted'
        ? null
        : {
            until: mutedUntil,
            above:
              mutedAbove === null || mutedCurrency === null
                ? null
                : { amount: storedAmount(mutedAbove), currency: mutedCurrency },
            byName: row.mutedByName ?? '',
          },
    figures: {
      failed: row.failed,
      waiting: row.waiting,
      kinds: row.figures.kinds,
      money: row.figures.money,
      oldestOn: row.oldestOn,
      oldestFailedAt: row.oldestFailedAt?.toISOString() ?? null,
    },
    trend: trendOf(row, dayOf(new Date(), ctx.tenant.timeZone)),
    firstSeenAt: row.firstSeenAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    openedAt: row.openedAt.toISOString(),
    solvedAt: row.solvedAt?.toISOString() ?? null,
    solvedHow: row.solvedHow,
    reopenedCount: row.reopenedCount,
    version: row.version,
  };
}

/** A cause that this Tieout does not know was written by a later one. */
function knownCause(cause: string): Cause {
  return isCause(cause) ? cause : 'unknown';
}

function trendOf({ trend, trendTo }: StoredProblem, today: Day): ProblemRow['trend'] {
  const failures = new Map(
    trendTo === null ? [] : trend.map((count, index) => [addDays(trendTo, index + 1 - trend.length), count]),
  );
  return Array.from({ length: TREND_DAYS }, (_, index) => {
    const day = addDays(today, index + 1 - TREND_DAYS);
    return { day, failures: failures.get(day) ?? 0 };
  });
}
