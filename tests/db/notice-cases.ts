import { type Ctx, makeContext } from '#lib/access/context.ts';
import { permissionsOfRoles } from '#lib/access/permissions.ts';
import { newId } from '#lib/core/ids.ts';
import { announceConnection } from '#lib/notices/announce-connection.ts';
import { endNotice } from '#lib/notices/end-notice.ts';
import type { RaisedNotice } from '#lib/notices/notice-contract.ts';
import { raiseNotice } from '#lib/notices/raise-notice.ts';
import { tellNotice } from '#lib/notices/tell-notice.ts';
import type { FilledTenant } from '#tests/factories/filled-tenant.ts';
import type { Case } from './isolation-cases.ts';

/** The cases of lib/notices. */
export const NOTICE_CASES: Record<string, Case> = {
  raiseNotice: (own, other) => within(own, (ctx, tx) => raiseNotice(ctx, tx, raisedFor(other))),
  endNotice: (own, other) =>
    within(own, (ctx, tx) => endNotice(ctx, tx, other.problemKey, { title: 'Over', body: '', href: null })),
  tellNotice: (own, other) =>
    within(own, (ctx, tx) => tellNotice(ctx, tx, { ...raisedFor(other), id: newId(), type: 'problem' })),
  announceConnection: (own, other) =>
    within(own, (ctx, tx) => announceConnection(ctx, tx, { ...raisedFor(other), id: newId(), type: 'problem' })),
};

export const NOTICE_TOUCHES_NO_TENANT: Record<string, string> = {
  wakeNotices: 'sends an empty word to a channel',
};

function raisedFor({ tenant, problemKey, personId }: FilledTenant): RaisedNotice {
  return {
    event: 'connection.lost',
    problemKey,
    subject: { type: 'connection', id: tenant.connectionId },
    severity: 'problem',
    title: 'Lost',
    body: '',
    href: null,
    facts: {},
    userId: personId,
  };
}

function within<T>(own: FilledTenant, work: (ctx: Ctx, tx: Parameters<Parameters<Ctx['transaction']>[0]>[0]) => T) {
  const ctx = actOf(own);
  return ctx.transaction(async (tx) => work(ctx, tx));
}

/** The act of a tenant's own admin. */
function actOf({ tenant, personId }: FilledTenant): Ctx {
  return makeContext({
    tenant: tenant.info,
    actor: { type: 'person', id: personId, name: 'Robin' },
    permissions: permissionsOfRoles(['accounting_sync', 'admin']),
    requestId: 'test',
    address: null,
  });
}
