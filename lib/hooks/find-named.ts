import type { Ctx } from '#lib/access/context.ts';
import { isId } from '#lib/core/ids.ts';
import { type Column, recordset } from '#lib/db/recordset.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { NamedRecord } from '#lib/mapping/mapping-contract.ts';
import { KINDS, type Kind, kindOf } from '#lib/records/kinds.ts';

/** A record as the API contract names it. */
export type Reference = { kind: Kind; sourceId: string; source: string };

/** An attempt that is stored under the id that a payload names. */
export type KnownAttempt = {
  id: string;
  externalId: string;
  outcome: number;
  attemptedAt: Date;
  recordId: string | null;
  reference: Reference;
};

/** What one payload says of its record and its attempt. */
export type Asked = { key: string; named: NamedRecord; externalId: string | null };

/** What the database knows to it: the record, how many there are if not one, and the attempt. */
export type Named = { reference: Reference | null; candidates: number; known: KnownAttempt | null };

/** The key by which a claim hands a record to a job, which may pass it on as the id of its attempt. */
const CLAIM_KEY = /^([0-9a-f-]{36})-v\d{1,9}$/;
const CANDIDATES_MAX = 2;

type Look = { key: string; by: 'number' | 'id'; text: string; kind: string | null; source: string };
const LOOK_COLUMNS: readonly Column<Look>[] = [
  ['key', 'text', ({ key }) => key],
  ['by_number', 'boolean', ({ by }) => by === 'number'],
  ['said', 'text', ({ by, text }) => (by === 'number' ? text.toLowerCase() : text)],
  ['kind', 'text', ({ kind }) => kind],
  ['slug', 'text', ({ source }) => source],
];

/**
 * Finds what payloads name without saying kind and id both: a record by its number or its id, if exactly one of the source
 * fits, or by an attempt or a claim that is known already under the payload's attempt id.
 */
export async function findNamed(
  ctx: Ctx,
  tx: TenantTx,
  hook: { sourceId: string; source: string },
  asked: readonly Asked[],
): Promise<Map<string, Named>> {
  const known = await findKnown(
    ctx,
    tx,
    hook.sourceId,
    asked.flatMap(({ externalId }) => externalId ?? []),
  );
  const claimed = await findClaimed(ctx, tx, asked);
  const found = await lookUp(
    ctx,
    tx,
    asked.flatMap((one) => lookOf(one, hook.source)),
  );
  return new Map(
    asked.map(({ key, externalId }) => {
      const attempt = externalId === null ? null : (known.get(externalId) ?? null);
      const records = found.get(key) ?? [];
      const byId = externalId === null ? undefined : claimed.get(externalId);
      const reference = records.length === 1 ? records[0] : (attempt?.reference ?? byId);
      return [key, { reference: reference ?? null, candidates: records.length, known: attempt }];
    }),
  );
}

function lookOf({ key, named }: Asked, ownSource: string): Look[] {
  const { kind, sourceId, number } = named;
  const source = named.source ?? ownSource;
  if (kind !== null && sourceId !== null) return [];
  if (sourceId !== null) return [{ key, by: 'id', text: sourceId, kind, source }];
  return number === null ? [] : [{ key, by: 'number', text: number, kind, source }];
}

type FoundRow = { key: string; kind: string; sourceId: string; source: string };

async function lookUp(ctx: Ctx, tx: TenantTx, looks: readonly Look[]): Promise<Map<string, Reference[]>> {
  const storable = looks.filter(({ text, source }) => isStorable(text) && isStorable(source));
  const found = new Map<string, Reference[]>();
  if (storable.length === 0) return found;
  const rows = await tx.$queryRaw<FoundRow[]>`
    SELECT l.key, m.kind, m.external_key AS "sourceId", l.slug AS source
      FROM ${recordset('l', storable, LOOK_COLUMNS)}
      JOIN source s ON s.tenant_id = ${ctx.tenantId}::uuid AND s.slug = l.slug
      CROSS JOIN LATERAL (
        (SELECT r.kind, r.external_key FROM sync_record r
          WHERE l.by_number AND r.tenant_id = ${ctx.tenantId}::uuid AND r.number_key = l.said AND r.source_id = s.id
            AND r.kind = ANY (CASE WHEN l.kind IS NULL THEN ${[...KINDS]}::text[] ELSE ARRAY[l.kind] END)
          LIMIT ${CANDIDATES_MAX}::int)
        UNION ALL
        (SELECT r.kind, r.external_key FROM sync_record r
          WHERE NOT l.by_number AND r.tenant_id = ${ctx.tenantId}::uuid AND r.source_id = s.id AND r.external_key = l.said
            AND r.kind = ANY (CASE WHEN l.kind IS NULL THEN ${[...KINDS]}::text[] ELSE ARRAY[l.kind] END)
          LIMIT ${CANDIDATES_MAX}::int)) m`;
  for (const { key, kind, ...rest } of rows)
    found.set(key, [...(found.get(key) ?? []), { ...rest, kind: kindOf(kind) }]);
  return found;
}

type KnownRow = Omit<KnownAttempt, 'reference'> & { kind: string; externalKey: string; source: string };

/** Finds the attempts that are stored under these ids of a source, by their ids. */
export async function findKnown(
  ctx: Ctx,
  tx: TenantTx,
  sourceId: string,
  externalIds: readonly string[],
): Promise<Map<string, KnownAttempt>> {
  const ids = externalIds.filter(isStorable);
  if (ids.length === 0) return new Map();
  const rows = await tx.$queryRaw<KnownRow[]>`
    SELECT a.id, a.external_id AS "externalId", a.outcome, a.attempted_at AS "attemptedAt", a.record_id AS "recordId", a.kind,
           a.external_key AS "externalKey", s.slug AS source
      FROM sync_attempt a JOIN source s ON s.tenant_id = a.tenant_id AND s.id = a.record_source_id
     WHERE a.tenant_id = ${ctx.tenantId}::uuid AND a.source_id = ${sourceId}::uuid AND a.external_id = ANY (${ids}::text[])`;
  return new Map(
    rows.map(({ kind, externalKey, source, ...attempt }) => [
      attempt.externalId,
      { ...attempt, reference: { kind: kindOf(kind), sourceId: externalKey, source } },
    ]),
  );
}

async function findClaimed(ctx: Ctx, tx: TenantTx, asked: readonly Asked[]): Promise<Map<string, Reference>> {
  const keys = asked.flatMap(({ externalId }) => {
    const id = CLAIM_KEY.exec(externalId ?? '')?.[1];
    return externalId !== null && id !== undefined && isId(id) ? [{ externalId, id }] : [];
  });
  if (keys.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ id: string; kind: string; sourceId: string; source: string }[]>`
    SELECT r.id, r.kind, r.external_key AS "sourceId", s.slug AS source
      FROM sync_record r JOIN source s ON s.tenant_id = r.tenant_id AND s.id = r.source_id
     WHERE r.tenant_id = ${ctx.tenantId}::uuid AND r.id = ANY (${keys.map(({ id }) => id)}::uuid[])`;
  const byId = new Map(rows.map(({ id, kind, ...rest }) => [id, { ...rest, kind: kindOf(kind) }]));
  return new Map(
    keys.flatMap(({ externalId, id }) => {
      const reference = byId.get(id);
      return reference === undefined ? [] : [[externalId, reference] as const];
    }),
  );
}

/** Says whether an attempt tells the same of the same record, in whatever other words. */
export function tellsTheSame(
  known: KnownAttempt,
  outcome: unknown,
  said: { kind: string | null; sourceId: string | null; source: string } | null,
): boolean {
  if (known.outcome !== (outcome === 'complete' ? 1 : 2)) return false;
  const { kind, sourceId, source } = known.reference;
  return said === null || (said.kind === kind && said.sourceId === sourceId && said.source === source);
}

/** What the database can't hold it can't have either. */
function isStorable(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed();
}
