import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { readCursor, writeCursor } from '#lib/db/keyset.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { Ledger, LedgerEnvironment } from '#lib/ledgers/ledger-names.ts';
import type {
  DuplicateFilter,
  DuplicatePage,
  ListedDuplicate,
  PairKind,
  PairState,
  Reason,
  Subject,
  Sum,
  Tab,
} from './duplicate-contract.ts';
import { readSides, sideName, unknownSide } from './read-sides.ts';

/** A pair as it is stored, with its company. */
export type PairRow = {
  id: string;
  subject: Subject;
  kind: PairKind;
  state: PairState;
  connectionId: string | null;
  ledger: Ledger | null;
  environment: LedgerEnvironment | null;
  companyName: string | null;
  leftKey: string;
  rightKey: string;
  score: number;
  reasons: Reason[];
  groupId: string;
  groupSize: number;
  money: Sum[];
  moneyKey: number;
  foundAt: Date;
  lastSeenAt: Date;
  dismissedAt: Date | null;
  dismissedByName: string | null;
  dismissedReason: string | null;
};

/** The columns of a `PairRow`, of `duplicate_pair d` and `connection c`. */
export const PAIR_COLUMNS = Prisma.raw(`
  d.id, d.subject, d.kind, d.state, d.connection_id AS "connectionId", c.ledger, c.environment, c.company_name AS "companyName",
  d.left_key AS "leftKey", d.right_key AS "rightKey", d.score, d.reasons, d.group_id AS "groupId", d.group_size AS "groupSize",
  d.money, d.money_key AS "moneyKey", d.found_at AS "foundAt", d.last_seen_at AS "lastSeenAt", d.dismissed_at AS "dismissedAt",
  d.dismissed_by_name AS "dismissedByName", d.dismissed_reason AS "dismissedReason"`);

export const WITH_COMPANY = Prisma.raw(
  'duplicate_pair d LEFT JOIN connection c ON c.tenant_id = d.tenant_id AND c.id = d.connection_id',
);

/**
 * Gives a page of what looks as if it were twice in a ledger, the surest or the most money first; of more than two that
 * are all alike, two stand for them. Throws `invalid_input` for a cursor that is none.
 */
export async function listDuplicates(
  ctx: Ctx,
  filter: DuplicateFilter,
  { limit, cursor: text }: { limit: number; cursor: string | null },
): Promise<DuplicatePage> {
  requirePermission(ctx, 'duplicate:read');
  const order = `duplicates_${filter.sort}`;
  const cursor = text === null ? null : readCursor(text, order, z.number());
  const isBackward = cursor?.towards === 'previous';
  const [direction, beyond] = [Prisma.raw(isBackward ? 'ASC' : 'DESC'), Prisma.raw(isBackward ? '>' : '<')];
  const key = filter.sort === 'score' ? Prisma.sql`d.score::float8` : Prisma.sql`d.money_key`;
  const place =
    cursor === null
      ? Prisma.empty
      : Prisma.sql`AND (${key}, d.id) ${beyond} (${Number(cursor.value)}::float8, ${cursor.id}::uuid)`;
  const { rows, duplicates } = await ctx.transaction(async (tx) => {
    const found = await tx.$queryRaw<PairRow[]>`
      SELECT ${PAIR_COLUMNS} FROM ${WITH_COMPANY} WHERE ${conditions(ctx, filter)} ${place}
       ORDER BY ${key} ${direction}, d.id ${direction} LIMIT ${limit + 1}::int`;
    const shown = found.slice(0, limit);
    if (isBackward) shown.reverse();
    return { rows: found, duplicates: await withSides(ctx, tx, shown) };
  });
  const hasMore = rows.length > limit;
  const at = (towards: 'next' | 'previous') => {
    const edge = duplicates.at(towards === 'next' ? -1 : 0);
    const row = rows.find(({ id }) => id === edge?.id);
    if (row === undefined) return null;
    return writeCursor({
      order,
      value: filter.sort === 'score' ? row.score : row.moneyKey,
      id: row.id,
      towards,
      position: 0,
    });
  };
  return {
    duplicates,
    nextCursor: isBackward || hasMore ? at('next') : null,
    previousCursor: (isBackward ? hasMore : cursor !== null) ? at('previous') : null,
  };
}

/** Gives pairs with both their sides as they are now. */
export async function withSides(ctx: Ctx, tx: TenantTx, rows: readonly PairRow[]): Promise<ListedDuplicate[]> {
  const keys = rows.flatMap((row) => [row.leftKey, row.rightKey].map((key) => ({ ...row, key })));
  const sides = await readSides(ctx, tx, keys);
  return rows.map((row) => ({
    id: row.id,
    subject: row.subject,
    kind: row.kind,
    state: row.state,
    connectionId: row.connectionId,
    ledger: row.ledger,
    environment: row.environment,
    companyName: row.companyName,
    score: row.score,
    reasons: row.reasons,
    count: row.groupSize,
    sides: [row.leftKey, row.rightKey].map((key) => sides.get(sideName({ ...row, key })) ?? unknownSide(key)),
    money: row.money,
    foundAt: row.foundAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    dismissed:
      row.dismissedAt === null
        ? null
        : { at: row.dismissedAt.toISOString(), by: row.dismissedByName ?? '', reason: row.dismissedReason ?? '' },
  }));
}

const SUBJECTS_OF: Record<Exclude<Tab, 'dismissed'>, readonly Subject[]> = {
  contacts: ['contact'],
  documents: ['document', 'record'],
};

function conditions({ tenantId }: Ctx, { tab, connectionId }: Omit<DuplicateFilter, 'sort'>): Prisma.Sql {
  const parts = [Prisma.sql`d.tenant_id = ${tenantId}::uuid`];
  if (tab === 'dismissed') parts.push(Prisma.sql`d.state = 'dismissed'`);
  else parts.push(Prisma.sql`d.state = 'open' AND d.is_lead AND d.subject = ANY (${[...SUBJECTS_OF[tab]]}::text[])`);
  if (connectionId !== null) parts.push(Prisma.sql`d.connection_id = ${connectionId}::uuid`);
  return Prisma.join(parts, ' AND ');
}

/** Gives how many there are under each tab. */
export async function countDuplicates(ctx: Ctx, connectionId: string | null = null): Promise<Record<Tab, number>> {
  requirePermission(ctx, 'duplicate:read');
  const [counts] = await ctx.transaction(
    (tx) => tx.$queryRaw<Record<Tab, number>[]>`
      SELECT (count(*) FILTER (WHERE d.state = 'open' AND d.is_lead AND d.subject = 'contact'))::int AS contacts,
             (count(*) FILTER (WHERE d.state = 'open' AND d.is_lead AND d.subject <> 'contact'))::int AS documents,
             (count(*) FILTER (WHERE d.state = 'dismissed'))::int AS dismissed
        FROM duplicate_pair d
       WHERE d.tenant_id = ${ctx.tenantId}::uuid AND d.state IN ('open', 'dismissed')
         AND (${connectionId}::uuid IS NULL OR d.connection_id = ${connectionId}::uuid)`,
  );
  return counts ?? { contacts: 0, documents: 0, dismissed: 0 };
}
