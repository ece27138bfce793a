import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError, notFound } from '#lib/core/app-error.ts';
import { fieldErrors } from '#lib/core/field-errors.ts';
import { text } from '#lib/core/schemas.ts';
import { KINDS } from '#lib/records/kinds.ts';
import { kindSchema } from '#lib/records/schemas.ts';
import { readSourceSettings, type SourceSettings, SYNCABILITIES, usualSyncability } from './source-settings.ts';
import { type SyncSchedule, syncScheduleSchema } from './sync-schedule.ts';

const STATUSES_MAX = 200;

const inputSchema = z.strictObject({
  slug: z.string(),
  pendingWhenChanged: z.boolean().optional(),
  schedule: syncScheduleSchema.nullable().optional(),
  sourceStatuses: z
    .partialRecord(
      kindSchema,
      z
        .record(text(255), z.enum(SYNCABILITIES))
        .refine(
          (statuses) => Object.keys(statuses).length <= STATUSES_MAX,
          `must have at most ${STATUSES_MAX} statuses`,
        ),
    )
    .optional(),
});

/**
 * Changes a source's settings, those that are given: whether a complete record goes back to Pending when its document
 * changes, when it is expected to sync (null: nobody says), and what each source status means (a kind that is given is
 * mapped anew as a whole). Which statuses are synced
 * holds at once; what is void, and what goes back, for what the source sends from now on. Throws `not_found`,
 * `invalid_input`.
 */
export async function updateSourceSettings(
  ctx: Ctx,
  input: z.input<typeof inputSchema>,
): Promise<{ isChanged: boolean }> {
  requirePermission(ctx, 'settings:manage');
  const parsed = inputSchema.safeParse(input);
  if (!parsed.success) {
    throw new AppError('invalid_input', { message: 'Nothing was changed.', fields: fieldErrors(parsed.error) });
  }
  const { slug, pendingWhenChanged, schedule, sourceStatuses } = parsed.data;
  return ctx.transaction(async (tx) => {
    // The lock keeps two changes of different settings from undoing one another.
    const [source] = await tx.$queryRaw<{ id: string; settings: unknown }[]>`
      SELECT id, settings FROM source WHERE tenant_id = ${ctx.tenantId}::uuid AND slug = ${slug} FOR UPDATE`;
    if (source === undefined) throw notFound(`The source ${slug}`);
    const before = readSourceSettings(source.settings);
    const after: SourceSettings = {
      pendingWhenChanged: pendingWhenChanged ?? before.pendingWhenChanged,
      schedule: schedule === undefined ? before.schedule : fromNowOn(schedule, before.schedule),
      sourceStatuses: sourceStatuses === undefined ? before.sourceStatuses : mapped(before, sourceStatuses),
    };
    const changed = (['pendingWhenChanged', 'schedule', 'sourceStatuses'] as const).filter(
      (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
    );
    if (changed.length === 0) return { isChanged: false };
    await tx.$executeRaw`
      UPDATE source SET settings = jsonb_strip_nulls(settings || ${JSON.stringify(after)}::jsonb)
       WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${source.id}::uuid`;
    const subject = { type: 'source', id: source.id } as const;
    const shown = (settings: SourceSettings) => ({
      slug,
      ...Object.fromEntries(changed.map((name) => [name, settings[name]])),
    });
    await recordAudit(ctx, tx, [
      { action: 'source.settings_changed', subject, before: shown(before), after: shown(after) },
    ]);
    return { isChanged: true };
  });
}

/** A schedule that is set anew holds from now on; the same one again is the same since it was set. */
function fromNowOn(given: SyncSchedule | null, before: SyncSchedule | null): SyncSchedule | null {
  if (given === null) return null;
  const { since: _, ...wanted } = given;
  const { since, ...held } = before ?? {};
  const isSame = since !== undefined && JSON.stringify(wanted) === JSON.stringify({ ...held });
  return { ...wanted, since: isSame ? since : new Date().toISOString() };
}

/** Only what means something else than usual is kept, in one order, so that the same mapping is the same text. */
function mapped(before: SourceSettings, given: SourceSettings['sourceStatuses']): SourceSettings['sourceStatuses'] {
  const all = { ...before.sourceStatuses, ...given };
  return Object.fromEntries(
    KINDS.flatMap((kind) => {
      const own = Object.entries(all[kind] ?? {})
        .map(([status, meaning]) => [status.trim().toLowerCase(), meaning] as const)
        .filter(([status, meaning]) => meaning !== usualSyncability(kind, status))
        .toSorted(([a], [b]) => (a < b ? -1 : 1));
      return own.length === 0 ? [] : [[kind, Object.fromEntries(own)]];
    }),
  );
}
