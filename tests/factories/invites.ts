import { makeInviteText } from '#lib/access/invite-text.ts';
import type { Role } from '#lib/access/permissions.ts';
import { newId } from '#lib/core/ids.ts';
import { asOwner } from './as-owner.ts';

type GivenInvite = { email?: string | null; roles?: readonly Role[]; expiresInDays?: number };

/** Makes an invitation of a tenant, also one that has expired; gives the text of its link. */
export async function makeInvite(
  tenantId: string,
  { email = null, roles = ['accounting_sync'], expiresInDays = 7 }: GivenInvite = {},
): Promise<{ id: string; text: string }> {
  const id = newId();
  const { text, secretHash } = makeInviteText(tenantId);
  await asOwner(tenantId, (client) =>
    client.query(
      `INSERT INTO invite (tenant_id, id, email, roles, secret_hash, invited_by, expires_at)
       VALUES ($1, $2, $3, $4, $5, 'Robin', now() + make_interval(days => $6))`,
      [tenantId, id, email, roles, Buffer.from(secretHash), expiresInDays],
    ),
  );
  return { id, text };
}
