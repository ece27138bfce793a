import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { firstIdAt } from '#lib/core/ids.ts';
import { storable } from '#lib/core/storable-text.ts';
import { type Column, recordset } from '#lib/db/recordset.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { type ErrorKind, errorKind } from './error-kind.ts';
import { countWords } from './figure-words.ts';
import { raiseNotice } from './raise-notice.ts';

/** What was not seen for so long is new. */
export const NEW_AFTER_DAYS = 90;
/** So many attempts are looked at in one transaction, in the order in which they came. */
const BATCH = 20_000;
/** So many batches in one go; the next one goes on where it ended. */
const BATCHES = 10;
/** More kinds at once are one notice. */
const EACH_MAX = 5;
/** So much of a message is searched for by its link. */
const SEARCHED = 80;
/** An attempt gets its id before it commits: what lies behind the last one looked at may still come. */
const OVERLAP_MS = 120_000;
const DAY_MS = 86_400_000;

type Row = { code: string | null; message: string | null; firstAt: Date; lastAt: Date; count: number };
type Seen = ErrorKind & { firstAt: Date; lastAt: Date; count: number };
type Look = { now: Date; batch: number; isFirst: boolean };
type Place = { attemptId: string; hasBegun: boolean };

const COLUMNS: readonly Column<Seen>[] = [
  ['kind_hash', 'bytea', ({ hash }) => hash],
  ['error_code', 'text', ({ code }) => code],
  ['message', 'text', ({ message }) => message],
  ['first_at', 'timestamptz', ({ firstAt }) => firstAt.toISOString()],
  ['last_at', 'timestamptz', ({ lastAt }) => lastAt.toISOString()],
];

/**
 * Tells of error codes and messages that were not seen for 90 days. Looks at the failed attempts that came since it looked
 * last, by the index of their ids; the first look, over 90 days, tells nobody.
 */
export async function watchNewKinds(ctx: Ctx, now: Date, { batch = BATCH } = {}): Promise<void> {
  requirePermission(ctx, 'notice:send');
  for (let round = 0; round < BATCHES; round += 1) {
    const isAll = await ctx.transaction((tx) => lookOnce(ctx, tx, { now, batch, isFirst: round === 0 }));
    if (isAll) return;
  }
}

/** Gives whether nothing is left to look at. */
async function lookOnce(ctx: Ctx, tx: TenantTx, { now, batch, isFirst }: Look): Promise<boolean> {
  const place = await placeOf(ctx, tx, now);
  const after = isFirst ? behind(place.attemptId) : place.attemptId;
  const [{ last, size }] = await tx.$queryRaw<[{ last: string | null; size: number }]>`
    SELECT max(id::text) AS last, count(*)::int AS size
      FROM (SELECT id FROM sync_attempt WHERE tenant_id = ${ctx.tenantId}::uuid AND id > ${after}::uuid
             ORDER BY id LIMIT ${batch}::int) a`;
  const isAll = size < batch;
  if (last !== null) {
    const rows = await tx.$queryRaw<Row[]>`
      SELECT error_code AS code, left(error_message, 500) AS message, min(attempted_at) AS "firstAt",
             max(attempted_at) AS "lastAt", count(*)::int AS count
        FROM sync_attempt
       WHERE tenant_id = ${ctx.tenantId}::uuid AND id > ${after}::uuid AND id <= ${last}::uuid AND outcome = 2
       GROUP BY 1, 2`;
    const fresh = await remember(ctx, tx, mergeKinds(rows));
    if (place.hasBegun) await tell(ctx, tx, fresh);
  }
  await tx.$executeRaw`
    UPDATE failure_kind_scan
       SET attempt_id = greatest(attempt_id, ${last ?? place.attemptId}::uuid), has_begun = has_begun OR ${isAll}
     WHERE tenant_id = ${ctx.tenantId}::uuid`;
  return isAll;
}

/** An id begins with the milliseconds of its time. */
function behind(attemptId: string): string {
  return firstIdAt(Number.parseInt(attemptId.replace('-', '').slice(0, 12), 16) - OVERLAP_MS);
}

/** Where the last look ended; whoever looks at the same time waits here. */
async function placeOf(ctx: Ctx, tx: TenantTx, now: Date): Promise<Place> {
  await tx.$executeRaw`
    INSERT INTO failure_kind_scan (tenant_id, attempt_id)
    VALUES (${ctx.tenantId}::uuid, ${firstIdAt(now.getTime() - NEW_AFTER_DAYS * DAY_MS)}::uuid)
    ON CONFLICT (tenant_id) DO NOTHING`;
  const [place] = await tx.$queryRaw<[Place]>`
    SELECT attempt_id AS "attemptId", has_begun AS "hasBegun" FROM failure_kind_scan
     WHERE tenant_id = ${ctx.tenantId}::uuid FOR UPDATE`;
  return place;
}

function mergeKinds(rows: readonly Row[]): Seen[] {
  const kinds = new Map<string, Seen>();
  for (const { code, message, firstAt, lastAt, count } of rows) {
    const kind = errorKind(code, message);
    const known = kinds.get(kind.hash) ?? { ...kind, firstAt, lastAt, count: 0 };
    known.firstAt = firstAt < known.firstAt ? firstAt : known.firstAt;
    known.lastAt = lastAt > known.lastAt ? lastAt : known.lastAt;
    known.count += count;
    kinds.set(kind.hash, known);
  }
  return [...kinds.values()];
}

/** Notes that they were seen; gives those that were not seen for 90 days before. */
async function remember(ctx: Ctx, tx: TenantTx, seen: readonly Seen[]): Promise<Seen[]> {
  if (seen.length === 0) return [];
  const former = await tx.$queryRaw<{ hash: string; lastSeenAt: Date }[]>`
    SELECT encode(kind_hash, 'hex') AS hash, last_seen_at AS "lastSeenAt" FROM failure_kind
     WHERE tenant_id = ${ctx.tenantId}::uuid AND kind_hash = ANY (ARRAY(SELECT decode(h, 'hex') FROM unnest(${seen.map(({ hash }) => hash)}::text[]) AS h))`;
  await tx.$executeRaw`
    INSERT INTO failure_kind AS k (tenant_id, kind_hash, error_code, message, first_seen_at, last_seen_at)
    SELECT ${ctx.tenantId}::uuid, s.kind_hash, s.error_code, s.message, s.first_at, s.last_at
      FROM ${recordset('s', seen, COLUMNS)}
    ON CONFLICT (tenant_id, kind_hash) DO UPDATE
       SET last_seen_at = greatest(k.last_seen_at, excluded.last_seen_at), message = excluded.message`;
  const lastSeen = new Map(former.map(({ hash, lastSeenAt }) => [hash, lastSeenAt.getTime()]));
  return seen.filter(({ hash, lastAt }) => {
    const before = lastSeen.get(hash);
    return before === undefined || lastAt.getTime() - before > NEW_AFTER_DAYS * DAY_MS;
  });
}

async function tell(ctx: Ctx, tx: TenantTx, fresh: readonly Seen[]): Promise<void> {
  const { locale } = ctx.tenant;
  if (fresh.length > EACH_MAX) {
    const newest =
      fresh
        .map(({ lastAt }) => lastAt.toISOString())
        .toSorted()
        .at(-1) ?? '';
    await raiseNotice(ctx, tx, {
      event: 'failures.new_kind',
      problemKey: 'failures.new_kind',
      subject: null,
      severity: 'warning',
      title: `${countWords(fresh.length, 'new kind', 'new kinds', locale)} of error`,
      body: fresh.slice(0, 20).map(lineOf).join('\n'),
      href: 'history/invoices',
      facts: { newest, kinds: fresh.length },
    });
    return;
  }
  for (const kind of fresh) {
    await raiseNotice(ctx, tx, {
      event: 'failures.new_kind',
      problemKey: `failures.new_kind:${kind.hash}`,
      subject: null,
      severity: 'warning',
      title: `A new kind of error: ${kind.code ?? (kind.message ?? 'without a message').slice(0, 120)}`,
      body: `${kind.message ?? 'No message was reported.'}\n${countWords(kind.count, 'attempt has', 'attempts have', locale)} it so far. It was not seen in the last ${NEW_AFTER_DAYS} days.`,
      href:
        kind.message === null
          ? 'history/invoices'
          : `history/invoices?q=${encodeURIComponent(storable(kind.message, SEARCHED))}`,
      facts: { code: kind.code, seenAt: kind.lastAt.toISOString() },
    });
  }
}

function lineOf({ code, message, count }: Seen): string {
  const text = (message ?? 'No message').slice(0, 160);
  return `${code === null ? '' : `${code}: `}${text} (${count})`;
}
