import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { FILE_KEPT_DAYS } from './import-contract.ts';

/** An upload that says nothing for so long has broken off with its server. */
const UPLOAD_HOURS = 1;

/**
 * Clears the files of imports that were over 30 days ago, gives up those that nobody went on with for so long and uploads
 * that broke off; gives how many files. What was imported, by whom and with what result stays.
 */
export async function clearFiles(ctx: Ctx): Promise<number> {
  requirePermission(ctx, 'import:create');
  return ctx.transaction(async (tx) => {
    const old = await tx.$queryRaw<{ id: string }[]>`
      UPDATE import_run
         SET file_deleted_at = now(), finished_at = coalesce(finished_at, now()),
             reason = CASE state WHEN 'uploading' THEN 'The upload broke off.' ELSE reason END,
             state = CASE WHEN state IN ('uploading', 'choosing', 'checked') THEN 'stopped' ELSE state END
       WHERE tenant_id = ${ctx.tenantId}::uuid AND file_deleted_at IS NULL
         AND state IN ('uploading', 'choosing', 'checked', 'finished', 'stopped', 'broken', 'refused')
         AND (coalesce(finished_at, created_at) < now() - make_interval(days => ${FILE_KEPT_DAYS}::int)
              OR (state = 'uploading' AND heartbeat_at < now() - make_interval(hours => ${UPLOAD_HOURS}::int)))
       RETURNING id`;
    const ids = old.map(({ id }) => id);
    if (ids.length === 0) return 0;
    await tx.importChunk.deleteMany({ where: { tenantId: ctx.tenantId, importId: { in: ids } } });
    return ids.length;
  });
}
