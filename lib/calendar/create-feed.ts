import { z } from 'zod';
import { calendarPath, makeCalendarText } from '#lib/access/calendar-text.ts';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError } from '#lib/core/app-error.ts';
import { fieldErrors } from '#lib/core/field-errors.ts';
import { newId } from '#lib/core/ids.ts';
import { publicUrl } from '#lib/env.ts';
import { FEEDS_MAX } from './calendar-contract.ts';

const NAME_MAX = 80;

const feedInput = z.strictObject({
  name: z.string().trim().min(1, 'must not be empty').max(NAME_MAX, `must be at most ${NAME_MAX} characters`),
});

/** Makes the secret address of a calendar; it is given this once, and stored hashed. Throws `invalid_input`, `conflict`. */
export async function createFeed(ctx: Ctx, input: z.input<typeof feedInput>): Promise<{ id: string; url: string }> {
  requirePermission(ctx, 'settings:manage');
  const parsed = feedInput.safeParse(input);
  if (!parsed.success) {
    throw new AppError('invalid_input', { message: 'The feed was not made.', fields: fieldErrors(parsed.error) });
  }
  const { name } = parsed.data;
  const id = newId();
  const { text, secretHash, secretHint } = makeCalendarText(ctx.tenantId);
  await ctx.transaction(async (tx) => {
    const made = await tx.$executeRaw`
      INSERT INTO calendar_feed (tenant_id, id, name, secret_hash, secret_hint, created_by_name)
      SELECT ${ctx.tenantId}::uuid, ${id}::uuid, ${name}, ${secretHash}::bytea, ${secretHint}, ${ctx.actor.name}
       WHERE (SELECT count(*) FROM calendar_feed
               WHERE tenant_id = ${ctx.tenantId}::uuid AND revoked_at IS NULL) < ${FEEDS_MAX}::int`;
    if (made === 0)
      throw new AppError('conflict', { message: `There are ${FEEDS_MAX} feeds already; revoke one first.` });
    const subject = { type: 'calendar_feed', id } as const;
    await recordAudit(ctx, tx, [{ action: 'calendar_feed.created', subject, after: { name } }]);
  });
  return { id, url: `${publicUrl()}${calendarPath(text)}` };
}
