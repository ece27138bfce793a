import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { closeOfBusiness } from './close-unwatched.ts';
import { endNotice } from './end-notice.ts';

/** Ends what is open of connections that a person ended: nobody checks them any more, so that nobody else would. */
export async function closeDisconnected(ctx: Ctx): Promise<void> {
  requirePermission(ctx, 'notice:send');
  await ctx.transaction(async (tx) => {
    await closeOfBusiness(ctx, tx);
    const open = await tx.$queryRaw<{ problemKey: string; connectionId: string; companyName: string }[]>`
      SELECT p.problem_key AS "problemKey", c.id AS "connectionId", c.company_name AS "companyName"
        FROM notice_problem p
        JOIN notice n ON n.tenant_id = ${ctx.tenantId}::uuid AND n.id = p.notice_id AND n.subject_type = 'connection'
        JOIN connection c ON c.tenant_id = ${ctx.tenantId}::uuid AND c.id = n.subject_id AND c.status = 'disconnected'
       WHERE p.tenant_id = ${ctx.tenantId}::uuid AND p.ended_at IS NULL ORDER BY p.problem_key`;
    for (const { problemKey, connectionId, companyName } of open) {
      await endNotice(ctx, tx, problemKey, {
        title: `${companyName} was disconnected`,
        body: 'Nothing of it is checked any more.',
        href: `connections/${connectionId}`,
      });
    }
  });
}
