import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { AppError } from '#lib/core/app-error.ts';
import { fieldErrors } from '#lib/core/field-errors.ts';
import { listPaths } from '#lib/mapping/list-paths.ts';
import { mapPayload } from '#lib/mapping/map-payload.ts';
import { mappingSchema } from '#lib/mapping/mapping-schema.ts';
import { readPayload } from '#lib/mapping/payload-tree.ts';
import type { PayloadPreview, PayloadState } from './hook-contract.ts';
import { presetSchema } from './preset-schema.ts';
import { readHook } from './read-hook.ts';

const LIMIT_MAX = 20;
/** A larger payload is mapped all the same once it is applied; the screen previews smaller ones. */
const SIZE_MAX = 1024 * 1024;

const inputSchema = z.strictObject({
  id: z.string(),
  preset: presetSchema,
  mapping: mappingSchema.nullable(),
  limit: z.int().min(1).max(LIMIT_MAX).default(5),
});

type Row = {
  id: string;
  receivedAt: Date;
  state: PayloadState;
  contentType: string | null;
  isCut: boolean;
  body: Uint8Array;
};

/**
 * Tries a mapping on the latest payloads of a hook, stored or not, and changes nothing: gives for each what would be read of
 * it and what is missing, and the paths that a mapping can pick from. Throws `invalid_input` by field, `not_found`.
 */
export async function previewMapping(ctx: Ctx, input: z.input<typeof inputSchema>): Promise<PayloadPreview[]> {
  requirePermission(ctx, ctx.permissions.has('hook:manage') ? 'hook:manage' : 'inbox:resolve');
  const parsed = inputSchema.safeParse(input);
  if (!parsed.success) {
    throw new AppError('invalid_input', { message: 'This is not a mapping.', fields: fieldErrors(parsed.error) });
  }
  const { id, preset, mapping, limit } = parsed.data;
  const rows = await ctx.transaction(async (tx) => {
    await readHook(ctx, tx, id);
    return tx.$queryRaw<Row[]>`
      SELECT id, received_at AS "receivedAt", state, content_type AS "contentType", is_cut AS "isCut", body
        FROM hook_payload
       WHERE tenant_id = ${ctx.tenantId}::uuid AND hook_id = ${id}::uuid AND state <> 'split' AND size <= ${SIZE_MAX}::int
       ORDER BY id DESC LIMIT ${limit}::int`;
  });
  return Promise.all(rows.map((row) => preview(row, { preset, mapping })));
}

async function preview(row: Row, how: Parameters<typeof mapPayload>[1]): Promise<PayloadPreview> {
  const { tree, unreadable } = await readPayload(row.body, row.contentType);
  const shown = { id: row.id, receivedAt: row.receivedAt.toISOString(), state: row.state };
  if (unreadable !== null) return { ...shown, unreadable, entries: 0, paths: [], mapped: null };
  const entries = Array.isArray(tree) ? tree.length : 1;
  const first = Array.isArray(tree) ? (tree[0] ?? null) : tree;
  return { ...shown, unreadable: null, entries, paths: listPaths(first), mapped: mapPayload(first, how) };
}
