import { tenantTransaction } from '#lib/db/tenant-transaction.ts';
import { readInviteText } from './invite-text.ts';

/** Whether a link still lets somebody in. */
export type InviteState = 'open' | 'accepted' | 'expired' | 'revoked';

/** What an invitation's link tells whoever has it. */
export type FoundInvite = {
  tenant: { id: string; slug: string; name: string };
  /** The one address it is for; null: whoever has the link. */
  email: string | null;
  roles: string[];
  invitedBy: string;
  expiresAt: Date;
  state: InviteState;
};

type InviteRow = Omit<FoundInvite, 'tenant'> & { tenantId: string; slug: string; name: string };

/** Takes the text of a link; gives the invitation, or null if there is none. */
export async function findInvite(text: string): Promise<FoundInvite | null> {
  const parts = readInviteText(text);
  if (parts === null) return null;
  const [row] = await tenantTransaction(
    parts.tenantId,
    (tx) => tx.$queryRaw<InviteRow[]>`
      SELECT i.tenant_id AS "tenantId", t.slug, t.name, i.email, i.roles, i.invited_by AS "invitedBy",
             i.expires_at AS "expiresAt",
             CASE WHEN i.accepted_at IS NOT NULL THEN 'accepted' WHEN i.revoked_at IS NOT NULL THEN 'revoked'
                  WHEN i.expires_at <= now() THEN 'expired' ELSE 'open' END AS state
        FROM invite i JOIN tenant t ON t.id = i.tenant_id
       WHERE i.tenant_id = ${parts.tenantId}::uuid AND i.secret_hash = ${parts.secretHash}::bytea`,
  );
  if (row === undefined) return null;
  const { tenantId: id, slug, name, ...invite } = row;
  return { tenant: { id, slug, name }, ...invite };
}
