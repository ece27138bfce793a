import type { Ctx } from '#lib/access/context.ts';
import { storedAmount } from '#lib/core/money.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { KINDS, type Kind } from '#lib/records/kinds.ts';
import { matchingRecords } from '#lib/records/matching-records.ts';
import { figureOf } from './figures.ts';
import type { Figure, MessageFigure, Period } from './overview-contract.ts';
import { periodFilter } from './period-figures.ts';

const SHOWN_MAX = 8;
/** The list and the record show a message whole. */
const TEXT_MAX = 500;

type MessageRow = {
  id: string | null;
  kind: Kind;
  currency: string | null;
  count: number;
  amount: string;
  message: string | null;
  messageCount: number;
};

/** Gives the messages that most failed records of a period have, with how many and how much of each kind. */
export async function readTopMessages(
  ctx: Ctx,
  tx: TenantTx,
  period: Period,
): Promise<{ messages: MessageFigure[]; messageCount: number }> {
  const failed = await matchingRecords(
    ctx,
    tx,
    periodFilter(period, { syncStatus: 'failed' }),
    Prisma.sql`r.kind, r.error_message_id, r.currency, r.amount`,
  );
  const rows = await tx.$queryRaw<MessageRow[]>`
    WITH grouped AS MATERIALIZED (
      SELECT error_message_id, kind, currency, count(*)::int AS count, coalesce(sum(amount), 0)::numeric(30,4)::text AS amount
        FROM (${failed}) u GROUP BY 1, 2, 3
    ), top AS (
      SELECT error_message_id, sum(count) AS total, count(error_message_id) OVER ()::int AS message_count
        FROM grouped GROUP BY error_message_id
       ORDER BY total DESC, error_message_id LIMIT ${SHOWN_MAX}::int
    )
    SELECT t.error_message_id AS id, g.kind, g.currency, g.count, g.amount, left(m.message, ${TEXT_MAX}::int) AS message,
           t.message_count AS "messageCount"
      FROM top t
      JOIN grouped g ON g.error_message_id IS NOT DISTINCT FROM t.error_message_id
      LEFT JOIN error_message m ON m.tenant_id = ${ctx.tenantId}::uuid AND m.id = t.error_message_id
     ORDER BY t.total DESC, t.error_message_id`;
  const own = ctx.tenant.currency;
  const toFigure = (of: readonly MessageRow[]): Figure =>
    figureOf(
      of.map(({ currency, count, amount }) => ({ currency, count, amount: storedAmount(amount) })),
      own,
    );
  const messages = [...new Set(rows.map(({ id }) => id))].map((id) => {
    const of = rows.filter((row) => row.id === id);
    const kinds = KINDS.map((kind) => [kind, toFigure(of.filter((row) => row.kind === kind))]);
    return {
      id,
      message: of[0]?.message ?? null,
      total: toFigure(of),
      kinds: Object.fromEntries(kinds) as Record<Kind, Figure>,
    };
  });
  return { messages, messageCount: rows[0]?.messageCount ?? 0 };
}
