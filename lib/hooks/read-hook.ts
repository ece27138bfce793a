import type { Ctx } from '#lib/access/context.ts';
import { notFound } from '#lib/core/app-error.ts';
import { isId } from '#lib/core/ids.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { HookMapping } from '#lib/mapping/map-payload.ts';
import type { Mapping } from '#lib/mapping/mapping-contract.ts';
import { mappingSchema } from '#lib/mapping/mapping-schema.ts';

/** What working on a hook's payloads needs to know of it. */
export type StoredHook = HookMapping & {
  id: string;
  name: string;
  sourceId: string;
  source: string;
  mappingVersion: number;
};

type Row = Omit<StoredHook, 'mapping'> & { mapping: unknown };

/** Gives a hook, also one that was revoked. Throws `not_found`. */
export async function readHook(ctx: Ctx, tx: TenantTx, id: string): Promise<StoredHook> {
  const [row] = isId(id)
    ? await tx.$queryRaw<Row[]>`
        SELECT h.id, h.name, h.source_id AS "sourceId", s.slug AS source, h.preset, h.mapping,
               h.mapping_version AS "mappingVersion"
          FROM hook h JOIN source s ON s.tenant_id = h.tenant_id AND s.id = h.source_id
         WHERE h.tenant_id = ${ctx.tenantId}::uuid AND h.id = ${id}::uuid`
    : [];
  if (row === undefined) throw notFound('The hook');
  return { ...row, mapping: readMapping(row.mapping) };
}

/** Takes what is stored; a mapping that an older Tieout wrote and this one does not understand counts as none. */
export function readMapping(stored: unknown): Mapping | null {
  const parsed = mappingSchema.safeParse(stored);
  return parsed.success ? parsed.data : null;
}
