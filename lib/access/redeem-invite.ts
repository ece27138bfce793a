import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError, notFound } from '#lib/core/app-error.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { RequestOrigin } from './record-person-event.ts';

type Joining = { id: string; name: string; email: string };
type InviteRow = {
  id: string;
  email: string | null;
  roles: string[];
  isAccepted: boolean;
  isRevoked: boolean;
  isExpired: boolean;
};

/**
 * Makes a person a member by an invitation, within the transaction of the tenant that the invitation names. It works
 * once: of two at a time, one waits for the other. A member stays as is, and leaves the invitation to somebody else.
 * Throws `not_found` for none, `forbidden` if it is somebody else's, `conflict` if it is used, withdrawn or too old.
 */
export async function redeemInvite(
  tx: TenantTx,
  invite: { tenantId: string; secretHash: Uint8Array<ArrayBuffer> },
  person: Joining,
  origin: RequestOrigin,
): Promise<{ isNewMember: boolean }> {
  const { tenantId, secretHash } = invite;
  const [row] = await tx.$queryRaw<InviteRow[]>`
    SELECT id, email, roles, accepted_at IS NOT NULL AS "isAccepted", revoked_at IS NOT NULL AS "isRevoked",
           expires_at <= now() AS "isExpired"
      FROM invite WHERE tenant_id = ${tenantId}::uuid AND secret_hash = ${secretHash}::bytea FOR UPDATE`;
  if (row === undefined) throw notFound('This invitation');
  const membership = { tenantId, userId: person.id };
  if ((await tx.membership.count({ where: membership })) > 0) return { isNewMember: false };
  requireOpen(row, person);

  await tx.membership.create({ data: { ...membership, roles: row.roles } });
  await tx.invite.update({
    where: { tenantId_id: { tenantId, id: row.id } },
    data: { acceptedAt: new Date(), acceptedBy: person.id },
  });
  const source = { ...origin, tenantId, actor: { type: 'person', id: person.id, name: person.name } } as const;
  const after = { name: person.name, email: person.email, roles: row.roles, invite: row.id };
  await recordAudit(source, tx, [{ action: 'person.joined', subject: { type: 'person', id: person.id }, after }]);
  return { isNewMember: true };
}

function requireOpen(row: InviteRow, person: Joining): void {
  if (row.isAccepted)
    throw new AppError('conflict', { message: 'This invitation was used already. Ask for a new one.' });
  if (row.isRevoked) throw new AppError('conflict', { message: 'This invitation was withdrawn. Ask for a new one.' });
  if (row.isExpired) throw new AppError('conflict', { message: 'This invitation has expired. Ask for a new one.' });
  if (row.email !== null && row.email !== person.email) {
    throw new AppError('forbidden', {
      message: `This invitation is for ${row.email}. Use the account with that address, or ask for another invitation.`,
    });
  }
}
