import type { Ctx } from '#lib/access/context.ts';
import { newId } from '#lib/core/ids.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { type Column, recordset } from '#lib/db/recordset.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { LedgerPage } from '#lib/ledgers/ledger.ts';
import { isPlace, progressSql, type ReadingClaim, writeReading } from './claim-reading.ts';
import { type StoredItem, storedItems } from './stored-item.ts';

/**
 * Writes one page of a list and what it changed, and where the next page begins: all or nothing, so that a reading which
 * is broken off goes on behind its last page. Throws `LostReadingError`.
 */
export async function storePage(ctx: Ctx, tx: TenantTx, claim: ReadingClaim, page: LedgerPage): Promise<void> {
  const { present, gone } = storedItems(page.items);
  await writeReading(ctx, tx, claim, progressSql(page.next, present.length));
  await writeItems(ctx, tx, claim, present);
  await markGone(ctx, tx, claim, Prisma.sql`external_key = ANY (${gone})`);
}

type Numbered = StoredItem & { changeId: string };

const COLUMNS: readonly Column<Numbered>[] = [
  ['external_key', 'text', ({ externalKey }) => externalKey],
  ['code', 'text', ({ code }) => code],
  ['name', 'text', ({ name }) => name],
  ['name_key', 'text', (item) => item.nameKey],
  ['email', 'text', ({ email }) => email],
  ['currency', 'text', ({ currency }) => currency],
  ['is_active', 'boolean', ({ isActive }) => isActive],
  ['details', 'jsonb', ({ details }) => details],
  ['ledger_updated_at', 'timestamptz', ({ updatedAt }) => updatedAt],
  ['change_id', 'uuid', ({ changeId }) => changeId],
];

/** What is compared, and told where it differs. */
const TOLD = Prisma.raw(`
  ARRAY['code', 'name', 'email', 'currency', 'isActive', 'details']`);

async function writeItems(ctx: Ctx, tx: TenantTx, claim: ReadingClaim, items: readonly StoredItem[]): Promise<void> {
  if (items.length === 0) return;
  const rows = items.map((item) => ({ ...item, changeId: newId() }));
  // The old rows are those that the statement began with, whatever it writes meanwhile.
  await tx.$executeRaw`
    WITH page AS (SELECT * FROM ${recordset('p', rows, COLUMNS)}),
    old AS (
      SELECT i.* FROM ledger_item i JOIN page p ON p.external_key = i.external_key WHERE ${ofList(ctx, claim, 'i')}
    ),
    compared AS (
      SELECT p.change_id, p.external_key, p.name, o.external_key IS NULL OR o.gone_at IS NOT NULL AS is_new,
             o.is_active AS was_active, p.is_active, o.name <> p.name AS is_renamed, t.before, t.after
        FROM page p LEFT JOIN old o ON o.external_key = p.external_key
       CROSS JOIN LATERAL (
             SELECT jsonb_object_agg(b.key, b.value) AS before, jsonb_object_agg(a.key, a.value) AS after
               FROM jsonb_each(jsonb_build_object('code', o.code, 'name', o.name, 'email', o.email, 'currency', trim(o.currency),
                                                  'isActive', o.is_active, 'details', o.details)) b
               JOIN jsonb_each(jsonb_build_object('code', p.code, 'name', p.name, 'email', p.email, 'currency', p.currency,
                                                  'isActive', p.is_active, 'details', p.details)) a USING (key)
              WHERE a.value <> b.value AND key = ANY (${TOLD})) t
    ),
    written AS (
      INSERT INTO ledger_item AS i (tenant_id, connection_id, type, external_key, code, name, name_key, email, currency,
                                    is_active, details, ledger_updated_at, reading_id)
      SELECT ${ctx.tenantId}::uuid, ${claim.connectionId}::uuid, ${claim.type}, external_key, code, name, name_key, email,
             currency, is_active, details, ledger_updated_at, ${claim.readingId}::uuid FROM page
      ON CONFLICT (tenant_id, connection_id, type, external_key) DO UPDATE
         SET code = excluded.code, name = excluded.name, name_key = excluded.name_key, email = excluded.email,
             currency = excluded.currency, is_active = excluded.is_active, details = excluded.details,
             ledger_updated_at = excluded.ledger_updated_at, reading_id = excluded.reading_id, gone_at = NULL,
             changed_at = CASE WHEN i.gone_at IS NOT NULL
                                    OR (i.code, i.name, i.email, i.currency, i.is_active, i.details) IS DISTINCT FROM
                                       (excluded.code, excluded.name, excluded.email, excluded.currency, excluded.is_active, excluded.details)
                               THEN now() ELSE i.changed_at END
    )
    INSERT INTO ledger_item_change (tenant_id, id, connection_id, type, external_key, name, what, before, after)
    SELECT ${ctx.tenantId}::uuid, change_id, ${claim.connectionId}::uuid, ${claim.type}, external_key, name,
           CASE WHEN is_new THEN 'added' WHEN was_active AND NOT is_active THEN 'deactivated'
                WHEN is_active AND NOT was_active THEN 'activated' WHEN is_renamed THEN 'renamed' ELSE 'changed' END,
           CASE WHEN NOT is_new THEN before END, CASE WHEN NOT is_new THEN after END
      FROM compared WHERE NOT ${claim.isFirst} AND (is_new OR before IS NOT NULL)`;
}

/** Marks entries of the list as gone, and tells of each. */
export async function markGone(ctx: Ctx, tx: TenantTx, claim: ReadingClaim, which: Prisma.Sql): Promise<void> {
  const gone = await tx.$queryRaw<{ externalKey: string; name: string }[]>`
    UPDATE ledger_item SET gone_at = now(), changed_at = now()
     WHERE ${isPlace(ctx, claim)} AND gone_at IS NULL AND ${which}
     RETURNING external_key AS "externalKey", name`;
  if (gone.length === 0) return;
  const rows = gone.map((item) => ({ ...item, id: newId() }));
  const columns: readonly Column<(typeof rows)[number]>[] = [
    ['id', 'uuid', ({ id }) => id],
    ['external_key', 'text', ({ externalKey }) => externalKey],
    ['name', 'text', ({ name }) => name],
  ];
  await tx.$executeRaw`
    INSERT INTO ledger_item_change (tenant_id, id, connection_id, type, external_key, name, what)
    SELECT ${ctx.tenantId}::uuid, g.id, ${claim.connectionId}::uuid, ${claim.type}, g.external_key, g.name, 'gone'
      FROM ${recordset('g', rows, columns)}`;
}

function ofList({ tenantId }: Ctx, { connectionId, type }: ReadingClaim, alias: string): Prisma.Sql {
  const table = Prisma.raw(alias);
  return Prisma.sql`${table}.tenant_id = ${tenantId}::uuid AND ${table}.connection_id = ${connectionId}::uuid AND ${table}.type = ${type}`;
}
