import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { readLatestCheckpoint } from './checkpoints.ts';
import type { Checkpoint } from './seal-format.ts';

/**
 * Gives the latest checkpoint of the tenant's audit log, or null if none was made yet. It goes into every export, so
 * that copies of it are outside the database; it holds no secret.
 */
export function latestCheckpoint(ctx: Ctx): Promise<Checkpoint | null> {
  requirePermission(ctx, ctx.permissions.has('audit:read') ? 'audit:read' : 'export:create');
  return ctx.transaction((tx) => readLatestCheckpoint(ctx, tx));
}
