import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError, notFound } from '#lib/core/app-error.ts';
import { isId } from '#lib/core/ids.ts';
import { kindOf } from './kinds.ts';
import { notifyRecordsChanged } from './notify-changes.ts';
import { NOTE_MAX } from './record-contract.ts';

const noteText = z
  .string()
  .transform((text) => text.replaceAll(/\r\n?/g, '\n').trim())
  // Line breaks and tabs are kept; the database's text can't hold other control characters such as NUL.
  .refine((text) => text !== '' && text.length <= NOTE_MAX && !/[^\P{Cc}\n\t]/u.test(text));

/** The same words of the same person within this time are one note: a form that was sent twice. */
const TWICE_SECONDS = 60;

/** Adds a person's plain words to a record's time line. They are kept for ever. Throws `not_found` and `invalid_input`. */
export async function addNote(ctx: Ctx, recordId: string, text: string): Promise<void> {
  requirePermission(ctx, 'record:note');
  const parsed = noteText.safeParse(text);
  if (!parsed.success) {
    const message = `Write a note of at most ${NOTE_MAX.toLocaleString('en')} characters.`;
    throw new AppError('invalid_input', { message, fields: [{ field: 'text', message }] });
  }
  if (!isId(recordId)) throw notFound('The record');
  await ctx.transaction(async (tx) => {
    const [record] = await tx.$queryRaw<{ kind: string }[]>`
      SELECT kind FROM sync_record WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${recordId}::uuid FOR NO KEY UPDATE`;
    if (record === undefined) throw notFound('The record');
    const [same] = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM audit_event
       WHERE tenant_id = ${ctx.tenantId}::uuid AND subject_type = 'record' AND subject_id = ${recordId}::uuid
         AND action = 'record.noted' AND actor_id = ${ctx.actor.id}::uuid AND note = ${parsed.data}
         AND at > now() - make_interval(secs => ${TWICE_SECONDS}::int) LIMIT 1`;
    if (same !== undefined) return;
    await recordAudit(ctx, tx, [
      { action: 'record.noted', subject: { type: 'record', id: recordId }, note: parsed.data },
    ]);
    await notifyRecordsChanged(ctx, tx, [kindOf(record.kind)]);
  });
}
