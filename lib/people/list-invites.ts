import { type Ctx, requirePermission } from '#lib/access/context.ts';

export type InviteRow = {
  id: string;
  /** Null: whoever has the link. */
  email: string | null;
  roles: string[];
  invitedBy: string;
  createdAt: Date;
  expiresAt: Date;
  isExpired: boolean;
};

/** Gives the invitations that nobody used and nobody withdrew, the newest first. */
export function listInvites(ctx: Ctx): Promise<InviteRow[]> {
  requirePermission(ctx, 'person:manage');
  return ctx.transaction(
    (tx) => tx.$queryRaw<InviteRow[]>`
      SELECT id, email, roles, invited_by AS "invitedBy", created_at AS "createdAt", expires_at AS "expiresAt",
             expires_at <= now() AS "isExpired"
        FROM invite
       WHERE tenant_id = ${ctx.tenantId}::uuid AND accepted_at IS NULL AND revoked_at IS NULL ORDER BY id DESC`,
  );
}
