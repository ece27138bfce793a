import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError } from '#lib/core/app-error.ts';
import { fieldErrors } from '#lib/core/field-errors.ts';
import { type Column, recordset } from '#lib/db/recordset.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { foldItems, type ItemState } from './fold-items.ts';
import type { PutReferenceResult, ReferenceResult, ReferenceType, SnapshotState } from './reference-contract.ts';
import { DETAILS, REFERENCE_INPUTS, type ReferenceInput, referenceRequest } from './schemas.ts';

type Checked = { valid: { index: number; input: ReferenceInput }[]; refused: ReferenceResult[] };
type Place = { sourceId: string; type: ReferenceType };
type Snapshot = { id: string; isLast?: boolean | undefined; count?: number | undefined };

/**
 * Creates or updates items of a source's reference data by the source's own ids; gives one result an item, in order. A
 * bad item is refused with its reasons and costs the others nothing. The last call of a snapshot makes inactive what
 * none of its calls held, if all of it has come. Throws `invalid_input`.
 */
export async function putReference(ctx: Ctx, type: ReferenceType, body: unknown): Promise<PutReferenceResult> {
  requirePermission(ctx, 'reference:write');
  const parsed = referenceRequest.safeParse(body);
  if (!parsed.success) {
    const fields = fieldErrors(parsed.error);
    throw new AppError('invalid_input', {
      message: 'Nothing of this call was stored: its body is not as it should be.',
      fields,
    });
  }
  const { source, items, snapshot } = parsed.data;
  const { valid, refused } = checkItems(type, items);
  return ctx.transaction(async (tx) => {
    const place = { sourceId: await sourceOf(ctx, tx, source), type };
    await lockPlace(ctx, tx, place);
    const stored = await readItems(ctx, tx, place, [...new Set(valid.map(({ input }) => input.sourceId))]);
    const { results, states } = foldItems(stored, valid);
    await writeItems(ctx, tx, place, states, snapshot?.id ?? null);
    const state = snapshot === undefined ? null : await endSnapshot(ctx, tx, place, snapshot);
    const all = [...results, ...refused].toSorted((a, b) => a.index - b.index);
    const counts = Object.fromEntries(
      Object.entries(Object.groupBy(all, ({ result }) => result)).map(([name, of]) => [name, of.length]),
    );
    await recordAudit(ctx, tx, [
      {
        action: 'reference.put',
        subject: { type: 'source', id: place.sourceId },
        after: { type, ...counts, ...(state === null ? {} : { snapshot: state.id, deactivated: state.deactivated }) },
      },
    ]);
    return { results: all, snapshot: state };
  });
}

function checkItems(type: ReferenceType, items: readonly unknown[]): Checked {
  const checked: Checked = { valid: [], refused: [] };
  items.forEach((item, index) => {
    const parsed = REFERENCE_INPUTS[type].safeParse(item);
    if (!parsed.success) {
      checked.refused.push({ index, result: 'rejected', id: null, errors: fieldErrors(parsed.error) });
      return;
    }
    const { sourceId, name, code, active } = parsed.data;
    const details = Object.fromEntries(Object.entries(parsed.data).filter(([field]) => field in DETAILS[type]));
    checked.valid.push({ index, input: { sourceId, name, code, active, details } });
  });
  return checked;
}

/** A key speaks for its own source unless it names another of the tenant; a person names one. */
async function sourceOf({ tenantId, actor }: Ctx, tx: TenantTx, slug: string | undefined): Promise<string> {
  if (slug === undefined && (actor.type === 'api_key' || actor.type === 'hook')) return actor.sourceId;
  const sources = await tx.source.findMany({
    where: { tenantId },
    select: { id: true, slug: true },
    orderBy: { slug: 'asc' },
  });
  const found = sources.find((source) => source.slug === slug);
  if (found !== undefined) return found.id;
  const known = sources.map((source) => source.slug).join(', ');
  const message = slug === undefined ? 'is required' : `is not a source of this tenant; known are ${known}`;
  throw new AppError('invalid_input', {
    message: 'Nothing of this call was stored: it names no source that there is.',
    fields: [{ field: 'source', message }],
  });
}

/** Calls for one type of one source go one after another, so that each reads what the one before it left. */
async function lockPlace(ctx: Ctx, tx: TenantTx, { sourceId, type }: Place): Promise<void> {
  const name = `tieout reference ${ctx.tenantId} ${sourceId} ${type}`;
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`;
}

async function readItems(ctx: Ctx, tx: TenantTx, { sourceId, type }: Place, keys: string[]): Promise<ItemState[]> {
  const rows = await tx.referenceItem.findMany({
    where: { tenantId: ctx.tenantId, sourceId, type, externalKey: { in: keys } },
    select: { id: true, externalKey: true, code: true, name: true, nameKey: true, isActive: true, details: true },
  });
  return rows.map(({ details, ...row }) => ({ ...row, details: { ...Object(details) }, isChanged: false }));
}

const COLUMNS: readonly Column<ItemState>[] = [
  ['id', 'uuid', ({ id }) => id],
  ['external_key', 'text', ({ externalKey }) => externalKey],
  ['code', 'text', ({ code }) => code],
  ['name', 'text', ({ name }) => name],
  ['name_key', 'text', (item) => item.nameKey],
  ['is_active', 'boolean', ({ isActive }) => isActive],
  ['details', 'jsonb', ({ details }) => details],
  ['is_changed', 'boolean', ({ isChanged }) => isChanged],
];

async function writeItems(
  ctx: Ctx,
  tx: TenantTx,
  { sourceId, type }: Place,
  states: readonly ItemState[],
  snapshot: string | null,
): Promise<void> {
  if (states.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO reference_item AS r (tenant_id, id, source_id, type, external_key, code, name, name_key, is_active, details, snapshot)
    SELECT ${ctx.tenantId}::uuid, s.id, ${sourceId}::uuid, ${type}, s.external_key, s.code, s.name, s.name_key, s.is_active,
           s.details, ${snapshot}
      FROM ${recordset('s', states, COLUMNS)}
    ON CONFLICT (tenant_id, source_id, type, external_key) DO UPDATE
       SET code = excluded.code, name = excluded.name, name_key = excluded.name_key, is_active = excluded.is_active,
           details = excluded.details, snapshot = coalesce(excluded.snapshot, r.snapshot), seen_at = now(),
           updated_at = CASE WHEN (r.code, r.name, r.is_active, r.details)
                                  IS DISTINCT FROM (excluded.code, excluded.name, excluded.is_active, excluded.details)
                             THEN now() ELSE r.updated_at END`;
}

/** What a complete snapshot does not hold is no longer in the source. One that misses an item changes nothing of that. */
async function endSnapshot(ctx: Ctx, tx: TenantTx, place: Place, snapshot: Snapshot): Promise<SnapshotState> {
  const { sourceId, type } = place;
  const received = await tx.referenceItem.count({
    where: { tenantId: ctx.tenantId, sourceId, type, snapshot: snapshot.id },
  });
  const isComplete = snapshot.isLast === true && received === snapshot.count;
  const deactivated = isComplete
    ? await tx.$executeRaw`
        UPDATE reference_item SET is_active = false, updated_at = now()
         WHERE tenant_id = ${ctx.tenantId}::uuid AND source_id = ${sourceId}::uuid AND type = ${type}
           AND is_active AND snapshot IS DISTINCT FROM ${snapshot.id}`
    : 0;
  return { id: snapshot.id, received, isComplete, deactivated };
}
