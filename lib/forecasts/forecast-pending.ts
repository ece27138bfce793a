import { type Ctx, requirePermission } from '#lib/access/context.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { SILENT_SECONDS } from '#lib/ledger-lists/claim-reading.ts';
import { KINDS, type Kind } from '#lib/records/kinds.ts';
import { notifyRecordsChanged } from '#lib/records/notify-changes.ts';
import { decideForecast } from './decide-forecast.ts';
import { readBasis } from './read-basis.ts';
import { readRecordFacts } from './read-facts.ts';
import { settleResults } from './settle-results.ts';
import { type ForecastOf, storeForecasts } from './store-forecasts.ts';

/** So many records a transaction: what it locks, it locks for moments. */
const RECORDS = 1_000;
/** So many documents of one number, or payments of one document, are looked at again when it changes. */
const DEPENDENTS = 100;
/** So many steps before another business has its turn. */
const STEPS = 40;
/** No transaction that writes lasts so long; what reads for longer, such as an export, holds nothing up. */
const WRITES_SECONDS = 120;

const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

type Walk = {
  changedThrough: Date;
  changedId: string;
  basis: string;
  walkBasis: string | null;
  walkKind: Kind | null;
  walkDate: Date | null;
  walkId: string | null;
};
type Step = { isDone: boolean; kinds: readonly Kind[] };

const DONE: Step = { isDone: true, kinds: [] };

/**
 * Tells what will become of the tenant's pending records: of those that changed since, of those that hang on them, and of
 * all once the reference data changed. Where it is, is kept with what it did, so that a worker that is killed costs one
 * step; of two workers one does it. Gives whether nothing is left to do.
 */
export async function forecastPending(ctx: Ctx, signal?: AbortSignal): Promise<boolean> {
  requirePermission(ctx, 'record:forecast');
  const kinds = new Set<Kind>();
  let isDone = false;
  for (let step = 0; step < STEPS && !isDone && signal?.aborted !== true; step += 1) {
    const done = await ctx.transaction((tx) => takeStep(ctx, tx));
    for (const kind of done.kinds) kinds.add(kind);
    isDone = done.isDone;
  }
  if (kinds.size > 0) await ctx.transaction((tx) => notifyRecordsChanged(ctx, tx, [...kinds]));
  return isDone;
}

async function takeStep(ctx: Ctx, tx: TenantTx): Promise<Step> {
  const horizon = await readHorizon(tx);
  // What there is already is walked over; what changes from now on is seen as it changes.
  await tx.$executeRaw`
    INSERT INTO forecast_walk (tenant_id, changed_through, changed_id)
    VALUES (${ctx.tenantId}::uuid, ${horizon}::timestamptz, ${LAST_ID}::uuid) ON CONFLICT DO NOTHING`;
  const [walk] = await tx.$queryRaw<Walk[]>`
    SELECT changed_through AS "changedThrough", changed_id AS "changedId", basis, walk_basis AS "walkBasis",
           walk_kind AS "walkKind", walk_date AS "walkDate", walk_id AS "walkId"
      FROM forecast_walk WHERE tenant_id = ${ctx.tenantId}::uuid FOR UPDATE SKIP LOCKED`;
  if (walk === undefined) return DONE;
  return (await followChanges(ctx, tx, walk, horizon)) ?? (await walkOn(ctx, tx, walk));
}

/**
 * Before it, everything that was changed is there to be read: a transaction that is under way dates its changes with its
 * beginning. Rounding to milliseconds, and the moment between beginning and being seen, are allowed for.
 */
async function readHorizon(tx: TenantTx): Promise<Date> {
  const [row] = await tx.$queryRaw<[{ horizon: Date }]>`
    SELECT greatest(least(now(), min(xact_start)) - interval '50 milliseconds',
                    now() - make_interval(secs => ${WRITES_SECONDS}::int)) AS horizon
      FROM pg_stat_activity WHERE datname = current_database() AND xact_start IS NOT NULL`;
  return row.horizon;
}

/** Looks at the next records that changed; gives null where none is left. */
async function followChanges(ctx: Ctx, tx: TenantTx, walk: Walk, horizon: Date): Promise<Step | null> {
  const changed = await tx.$queryRaw<{ id: string; at: Date }[]>`
    SELECT r.id, r.updated_at AS at FROM sync_record r
     WHERE r.tenant_id = ${ctx.tenantId}::uuid
       AND r.updated_at > '-infinity' AND (r.updated_at, r.id) > (${walk.changedThrough}::timestamptz, ${walk.changedId}::uuid)
       AND r.updated_at <= ${horizon}::timestamptz
     ORDER BY r.updated_at, r.id LIMIT ${RECORDS}::int`;
  const last = changed.at(-1);
  if (last === undefined) return null;
  const ids = changed.map(({ id }) => id);
  await settleResults(ctx, tx, ids);
  const kinds = await forecastRecords(ctx, tx, ids);
  const dependents = await readDependents(ctx, tx, ids);
  const others = await forecastRecords(ctx, tx, dependents);
  await tx.$executeRaw`
    UPDATE forecast_walk SET changed_through = ${last.at}::timestamptz, changed_id = ${last.id}::uuid
     WHERE tenant_id = ${ctx.tenantId}::uuid`;
  return { isDone: false, kinds: [...kinds, ...others] };
}

/** Goes on with the walk over all pending records, or begins one if what they are judged by has changed. */
async function walkOn(ctx: Ctx, tx: TenantTx, walk: Walk): Promise<Step> {
  const { tenantId } = ctx;
  const [{ basis }] = await tx.$queryRaw<[{ basis: string }]>`SELECT forecast_basis(${tenantId}::uuid) AS basis`;
  const isNew = walk.walkBasis === null;
  if (isNew && (walk.basis === basis || (await isListBeingRead(ctx, tx)))) return DONE;
  const kind = isNew ? KINDS[0] : (walk.walkKind ?? KINDS[0]);
  const [date, id] = isNew ? [null, null] : [walk.walkDate, walk.walkId];
  const records = await tx.$queryRaw<{ id: string; date: Date }[]>`
    SELECT r.id, r.list_date AS date FROM sync_record r
     WHERE r.tenant_id = ${tenantId}::uuid AND r.kind = ${kind} AND r.sync_status = 0::smallint AND r.excluded_at IS NULL
       AND (r.list_date, r.id) < (coalesce(${date}::timestamptz, 'infinity'), coalesce(${id}::uuid, ${LAST_ID}::uuid))
     ORDER BY r.list_date DESC, r.id DESC LIMIT ${RECORDS}::int`;
  const kinds = await forecastRecords(
    ctx,
    tx,
    records.map((record) => record.id),
  );
  const last = records.length < RECORDS ? undefined : records.at(-1);
  const next = last === undefined ? KINDS[KINDS.indexOf(kind) + 1] : kind;
  const walkBasis = walk.walkBasis ?? basis;
  await tx.$executeRaw`
    UPDATE forecast_walk
       SET walk_basis = CASE WHEN ${next === undefined} THEN NULL ELSE ${walkBasis} END, walk_kind = ${next ?? null},
           walk_date = ${last?.date ?? null}::timestamptz, walk_id = ${last?.id ?? null}::uuid,
           basis = CASE WHEN ${next === undefined} THEN ${walkBasis} ELSE basis END
     WHERE tenant_id = ${tenantId}::uuid`;
  return { isDone: false, kinds };
}

/** Each page of a list changes what records are judged by: one walk at its end does for all of them. */
async function isListBeingRead(ctx: Ctx, tx: TenantTx): Promise<boolean> {
  const [row] = await tx.$queryRaw<[{ any: boolean }]>`
    SELECT EXISTS (SELECT FROM ledger_reading
                    WHERE tenant_id = ${ctx.tenantId}::uuid AND runner IS NOT NULL
                      AND heartbeat_at > now() - make_interval(secs => ${SILENT_SECONDS}::int)) AS any`;
  return row.any;
}

/** Tells anew of those of the records that are pending; gives the kinds of which something else is told now. */
async function forecastRecords(ctx: Ctx, tx: TenantTx, ids: readonly string[]): Promise<Kind[]> {
  if (ids.length === 0) return [];
  const basis = await readBasis(ctx, tx);
  const facts = await readRecordFacts(ctx, tx, ids, 'pending', basis);
  const told = facts.map((record): ForecastOf => ({ record, decided: decideForecast(record, basis) }));
  return storeForecasts(ctx, tx, told, basis);
}

/** The pending payments of documents that changed, and pending documents of the same number, which alone leads to them. */
async function readDependents(ctx: Ctx, tx: TenantTx, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT p.id FROM sync_record r
     CROSS JOIN LATERAL (
       (SELECT p.id FROM record_application a
          JOIN sync_record p ON p.tenant_id = a.tenant_id AND p.id = a.payment_id AND p.sync_status = 0 AND p.excluded_at IS NULL
         WHERE a.tenant_id = ${ctx.tenantId}::uuid AND a.source_id = r.source_id AND a.kind = r.kind
           AND a.external_key = r.external_key LIMIT ${DEPENDENTS}::int)
       UNION
       (SELECT o.id FROM sync_record o
         WHERE o.tenant_id = ${ctx.tenantId}::uuid AND o.kind = r.kind AND o.number_key = r.number_key AND o.number_key <> ''
           AND o.id <> r.id AND o.sync_status::integer = 0 AND o.excluded_at IS NULL LIMIT ${DEPENDENTS}::int)) p
     WHERE r.tenant_id = ${ctx.tenantId}::uuid AND r.id = ANY (${[...ids]}::uuid[]) AND r.kind IN ('invoice', 'bill')`;
  return [...new Set(rows.map(({ id }) => id))];
}
