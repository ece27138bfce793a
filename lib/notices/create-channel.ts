import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError } from '#lib/core/app-error.ts';
import { fieldErrors } from '#lib/core/field-errors.ts';
import { newId } from '#lib/core/ids.ts';
import { readChannelAddress } from './channel-address.ts';
import { CHANNEL_TYPES, CHANNELS_MAX } from './channel-contract.ts';
import { sealChannel } from './channel-secret.ts';

const NAME_MAX = 80;

const channelInput = z
  .strictObject({
    type: z.enum(CHANNEL_TYPES),
    name: z.string().trim().min(1, 'must not be empty').max(NAME_MAX, `must be at most ${NAME_MAX} characters`),
    address: z.string().max(2_048, 'must be at most 2,048 characters'),
  })
  .transform(({ type, name, address: text }, context) => {
    const read = readChannelAddress(type, text);
    if (read.problem === null) return { type, name, address: read.address, shown: read.shown };
    // What was typed is a secret, so it is not repeated in what is wrong with it.
    context.addIssue({ code: 'custom', path: ['address'], message: read.problem });
    return z.NEVER;
  });

export type ChannelInput = z.input<typeof channelInput>;

/** Adds a place where the business is told things; gives its id. The address is stored encrypted. Throws `invalid_input`, `conflict`. */
export async function createChannel(ctx: Ctx, input: ChannelInput): Promise<{ id: string }> {
  requirePermission(ctx, 'notice:manage');
  const parsed = channelInput.safeParse(input);
  if (!parsed.success) {
    throw new AppError('invalid_input', { message: 'The channel was not added.', fields: fieldErrors(parsed.error) });
  }
  const { type, name, address, shown } = parsed.data;
  const id = newId();
  const secret = type === 'email' ? null : sealChannel(address, { tenantId: ctx.tenantId, channelId: id });
  await ctx.transaction(async (tx) => {
    const made = await tx.$executeRaw`
      INSERT INTO notice_channel (tenant_id, id, type, name, shown, secret, key_id, created_by_name)
      SELECT ${ctx.tenantId}::uuid, ${id}::uuid, ${type}, ${name}, ${shown}, ${secret?.sealed ?? null}::bytea, ${secret?.keyId ?? null}, ${ctx.actor.name}
       WHERE (SELECT count(*) FROM notice_channel
               WHERE tenant_id = ${ctx.tenantId}::uuid AND removed_at IS NULL) < ${CHANNELS_MAX}::int`;
    if (made === 0) {
      throw new AppError('conflict', {
        message: `There are ${CHANNELS_MAX} channels already; remove one that is not used any more.`,
      });
    }
    const after = { type, name, shown };
    await recordAudit(ctx, tx, [{ action: 'notice_channel.added', subject: { type: 'notice_channel', id }, after }]);
  });
  return { id };
}
