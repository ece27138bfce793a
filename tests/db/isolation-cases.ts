import { acceptInvite } from '#lib/access/accept-invite.ts';
import { apiKeyContext } from '#lib/access/api-key-context.ts';
import { type Ctx, makeContext } from '#lib/access/context.ts';
import { findInvite } from '#lib/access/find-invite.ts';
import { findOrLinkIdentity } from '#lib/access/find-or-link-identity.ts';
import { makeInviteText } from '#lib/access/invite-text.ts';
import { joinByInvite } from '#lib/access/join-by-invite.ts';
import { listMemberships } from '#lib/access/list-memberships.ts';
import { memberContext } from '#lib/access/member-context.ts';
import type { Permission } from '#lib/access/permissions.ts';
import { recordOtherTenantsEvent, recordPersonEvent } from '#lib/access/record-person-event.ts';
import { recordRefusedSignIn } from '#lib/access/record-refused-sign-in.ts';
import { redeemInvite } from '#lib/access/redeem-invite.ts';
import { signInWithPassword } from '#lib/access/sign-in-with-password.ts';
import { signOutEverywhere } from '#lib/access/sign-out-everywhere.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { newId } from '#lib/core/ids.ts';
import { createKey } from '#lib/keys/create-key.ts';
import { listKeys } from '#lib/keys/list-keys.ts';
import { revokeKey } from '#lib/keys/revoke-key.ts';
import { changeStamp } from '#lib/live/change-stamp.ts';
import { watchRecords } from '#lib/live/watch-records.ts';
import { changeRoles } from '#lib/people/change-roles.ts';
import { invitePerson } from '#lib/people/invite-person.ts';
import { listInvites } from '#lib/people/list-invites.ts';
import { listPeople } from '#lib/people/list-people.ts';
import { lockMembers } from '#lib/people/lock-members.ts';
import { removePerson } from '#lib/people/remove-person.ts';
import { revokeInvite } from '#lib/people/revoke-invite.ts';
import { signPersonOut } from '#lib/people/sign-person-out.ts';
import { countByKind, countByStatus, countRecords, failedBefore, sumByCurrency } from '#lib/records/count-records.ts';
import { getRecord } from '#lib/records/get-record.ts';
import { groupByCause } from '#lib/records/group-by-cause.ts';
import { DEFAULT_SORT } from '#lib/records/list-contract.ts';
import { listFacets } from '#lib/records/list-facets.ts';
import { listRecords } from '#lib/records/list-records.ts';
import { queryRecord } from '#lib/records/query-record.ts';
import { queryRecords } from '#lib/records/query-records.ts';
import { readAttempts } from '#lib/records/read-attempts.ts';
import { planSearch } from '#lib/records/search-plan.ts';
import { getSourceNames } from '#lib/sources/get-source-names.ts';
import { listSourceStatuses } from '#lib/sources/list-source-statuses.ts';
import { listSources } from '#lib/sources/list-sources.ts';
import { updateSourceSettings } from '#lib/sources/update-source-settings.ts';
import { asAdministrator } from '#tests/factories/administrator.ts';
import type { FilledTenant } from '#tests/factories/filled-tenant.ts';
import { EVERYTHING } from '#tests/factories/record-model.ts';
import { keyContext } from '#tests/factories/tenant.ts';
import { AUDIT_CASES } from './audit-cases.ts';
import { BULK_CASES, BULK_TOUCHES_NO_TENANT } from './bulk-cases.ts';
import { CAUSE_CASES, CAUSES_TOUCH_NO_TENANT } from './cause-cases.ts';
import { CHECK_CASES, CHECKS_TOUCH_NO_TENANT } from './check-cases.ts';
import { CLAIM_CASES, CLAIMS_TOUCH_NO_TENANT } from './claim-cases.ts';
import { CONNECTION_CASES, CONNECTIONS_TOUCH_NO_TENANT } from './connection-cases.ts';
import { CONNECTION_PAGE_CASES, CONNECTION_PAGE_TOUCHES_NO_TENANT } from './connection-page-cases.ts';
import { CONTRACT_CASES } from './contract-cases.ts';
import { DUPLICATE_CASES, DUPLICATES_TOUCH_NO_TENANT } from './duplicate-cases.ts';
import { EXPORT_CASES } from './export-cases.ts';
import { FORECAST_CASES, FORECASTS_TOUCH_NO_TENANT } from './forecast-cases.ts';
import { GUIDANCE_CASES, GUIDANCE_TOUCHES_NO_TENANT } from './guidance-cases.ts';
import { HOOK_CASES, HOOK_TOUCHES_NO_TENANT } from './hook-cases.ts';
import { IMPORT_CASES, IMPORT_TOUCHES_NO_TENANT } from './import-cases.ts';
import { INBOX_CASES } from './inbox-cases.ts';
import { INGEST_CASES } from './ingest-cases.ts';
import { LEDGER_LIST_CASES, LEDGER_LISTS_TOUCH_NO_TENANT } from './ledger-list-cases.ts';
import { NOTICE_CASES, NOTICE_TOUCHES_NO_TENANT } from './notice-cases.ts';
import { OVERVIEW_CASES } from './overview-cases.ts';
import { PROBLEM_CASES, PROBLEMS_TOUCH_NO_TENANT } from './problem-cases.ts';
import { PROBLEM_NAME_CASES, PROBLEM_NAMES_TOUCH_NO_TENANT } from './problem-name-cases.ts';
import { TOKEN_CASES, TOKENS_TOUCH_NO_TENANT } from './token-cases.ts';
import { VIEW_CASES } from './view-cases.ts';
import { WEBHOOK_CASES, WEBHOOK_TOUCHES_NO_TENANT } from './webhook-cases.ts';

/** Runs one function within `own`, and names what is `other`'s wherever it takes an id or a key. */
export type Case = (own: FilledTenant, other: FilledTenant) => Promise<unknown>;

const ORIGIN = { requestId: 'test', address: null };
const SEARCH = { ...EVERYTHING, search: 'SECRET' };

function act({ tenant }: FilledTenant): Ctx {
  const all: Permission[] = [
    'record:read',
    'record:write',
    'attempt:write',
    'key:manage',
    'audit:read',
    'person:manage',
    'settings:manage',
  ];
  const { actor } = keyContext(tenant);
  return makeContext({ tenant: tenant.info, actor, permissions: new Set(all), ...ORIGIN });
}

export const ISOLATION_CASES: Record<string, Case> = {
  ...INGEST_CASES,
  ...BULK_CASES,
  ...IMPORT_CASES,
  ...CLAIM_CASES,
  ...CONNECTION_CASES,
  ...CHECK_CASES,
  ...LEDGER_LIST_CASES,
  ...PROBLEM_CASES,
  listRecords: (own) => listRecords(act(own), EVERYTHING, { sort: DEFAULT_SORT, limit: 1000, cursor: null }),
  queryRecords: (own) => queryRecords(act(own), new URLSearchParams({ q: 'SECRET', count: 'exact' })),
  countByKind: async (own) => expectNone(await countByKind(act(own), SEARCH)),
  countByStatus: async (own) => expectNone(await countByStatus(act(own), SEARCH)),
  countRecords: async (own) => expectNone({ all: await countRecords(act(own), SEARCH) }),
  sumByCurrency: async (own) => expectEmpty(await sumByCurrency(act(own), SEARCH)),
  groupByCause: async (own) => expectEmpty(await groupByCause(act(own), SEARCH)),
  failedBefore: async (own) =>
    expectNone({ all: await failedBefore(act(own), { ...SEARCH, syncedFrom: '2030-01-01' }) }),
  listFacets: (own) => listFacets(act(own), 'invoice'),
  getRecord: (own, other) => getRecord(act(own), other.recordId),
  queryRecord: (own, other) => queryRecord(act(own), other.recordId, new URLSearchParams()),
  readAttempts: (own, other) => act(own).transaction((tx) => readAttempts(act(own), tx, other.recordId, null)),
  planSearch: (own) => act(own).transaction((tx) => planSearch(act(own), tx, SEARCH)),
  changeStamp: (own) => changeStamp(act(own)),
  watchRecords: async (own, other) => {
    const heard: string[] = [];
    const heardOwn = Promise.withResolvers<void>();
    const stop = await watchRecords(act(own), (kinds) => {
      heard.push(...kinds);
      heardOwn.resolve();
    });
    const notify = (tenant: FilledTenant, kind: string) =>
      act(own).transaction(
        (tx) =>
          tx.$executeRaw`SELECT pg_notify('tieout_records_changed', ${JSON.stringify({ tenantId: tenant.tenant.info.id, kinds: [kind] })})`,
      );
    await notify(other, 'bill');
    await notify(own, 'invoice');
    await heardOwn.promise;
    stop();
    return expectSame(heard, ['invoice']);
  },

  recordAudit: (own, other) =>
    act(own).transaction((tx) =>
      recordAudit({ ...act(own), tenantId: other.tenant.info.id }, tx, [
        { action: 'records.put', subject: { type: 'source', id: null } },
      ]),
    ),

  ...CONTRACT_CASES,
  ...CONNECTION_PAGE_CASES,
  ...GUIDANCE_CASES,
  ...AUDIT_CASES,
  ...INBOX_CASES,
  ...OVERVIEW_CASES,
  ...VIEW_CASES,
  ...CAUSE_CASES,
  ...PROBLEM_NAME_CASES,
  ...TOKEN_CASES,
  ...HOOK_CASES,
  ...WEBHOOK_CASES,
  ...NOTICE_CASES,

  createKey: (own) =>
    createKey(act(own), { sourceSlug: 'tms', name: 'New', scopes: ['records:read'] }).then(({ prefix }) => prefix),
  listKeys: (own) => listKeys(act(own)),
  revokeKey: (own, other) => revokeKey(act(own), prefixOf(other)),

  listPeople: (own) => listPeople(act(own)),
  listInvites: (own) => listInvites(act(own)),
  invitePerson: (own) => invitePerson(act(own), { email: '', roles: ['admin'] }).then(() => null),
  revokeInvite: async (own, other) => revokeInvite(act(own), await inviteIdOf(other)),
  lockMembers: (own, other) => act(own).transaction((tx) => lockMembers(act(own), tx, other.personId)),
  changeRoles: (own, other) => changeRoles(act(own), { personId: other.personId, roles: [] }),
  removePerson: (own, other) => removePerson(act(own), other.personId),
  signPersonOut: (own, other) => signPersonOut(act(own), other.personId),
  getSourceNames: (own) => getSourceNames(act(own), ['tms']),
  listSources: (own) => listSources(act(own)),
  listSourceStatuses: (own) => listSourceStatuses(act(own)),
  updateSourceSettings: (own) => updateSourceSettings(act(own), { slug: 'tms', pendingWhenChanged: true }),

  // The link names its tenant, so an invitation of another one is looked for where the link says.
  findInvite: (own) => findInvite(makeInviteText(own.tenant.info.id).text),
  redeemInvite: (own, other) =>
    act(own).transaction((tx) =>
      redeemInvite(
        tx,
        { tenantId: other.tenant.info.id, secretHash: Uint8Array.from(Buffer.from('SECRET')) },
        { id: own.personId, name: 'Robin', email: 'secret-invited@example.com' },
        ORIGIN,
      ),
    ),
  acceptInvite: (own) =>
    acceptInvite({ personId: own.personId, sessionVersion: 1 }, makeInviteText(own.tenant.info.id).text, ORIGIN),
  joinByInvite: (own) =>
    joinByInvite(
      makeInviteText(own.tenant.info.id).text,
      { name: 'Robin', email: `new-${own.email}`, password: 'long enough a password' },
      ORIGIN,
    ),
  ...DUPLICATE_CASES,
  ...EXPORT_CASES,
  ...FORECAST_CASES,

  apiKeyContext: (own, other) => {
    // By place, since the tenant's text may hold underscores of its own.
    const [from, to] = [16, 38];
    const ownTenant = own.tenant.keyText.slice(from, to);
    const { keyText } = other.tenant;
    return apiKeyContext(`Bearer ${keyText.slice(0, from)}${ownTenant}${keyText.slice(to)}`, ORIGIN);
  },
  memberContext: (own, other) =>
    memberContext({ personId: own.personId, sessionVersion: 1, tenantSlug: other.tenant.info.slug, ...ORIGIN }),
  listMemberships: (own) => listMemberships(own.personId),
  recordPersonEvent: (own) =>
    recordPersonEvent({ id: own.personId, name: 'Robin' }, ORIGIN, { action: 'person.signed_in' }),
  recordOtherTenantsEvent: (own) =>
    recordOtherTenantsEvent(
      own.personId,
      { tenantId: newId(), requestId: 'test' },
      { action: 'person.signed_out_by_admin' },
    ),
  recordRefusedSignIn: (own) => recordRefusedSignIn({ email: own.email, note: 'wrong', ...ORIGIN }),
  signInWithPassword: (own) => signInWithPassword({ email: own.email, password: 'wrong', ...ORIGIN }),
  signOutEverywhere: (own) => signOutEverywhere({ personId: own.personId, sessionVersion: 1 }, ORIGIN),
  findOrLinkIdentity: (own) =>
    findOrLinkIdentity({
      issuer: 'https://id.example',
      subject: 's',
      email: own.email,
      emailVerified: true,
      ...ORIGIN,
    }),
};

/** Functions that take what they need as plain values, or reach tables that belong to no tenant: each with its reason. */
export const TOUCHES_NO_TENANT: Record<string, string> = {
  ...DUPLICATES_TOUCH_NO_TENANT,
  ...LEDGER_LISTS_TOUCH_NO_TENANT,
  ...BULK_TOUCHES_NO_TENANT,
  ...HOOK_TOUCHES_NO_TENANT,
  ...WEBHOOK_TOUCHES_NO_TENANT,
  ...NOTICE_TOUCHES_NO_TENANT,
  ...TOKENS_TOUCH_NO_TENANT,
  ...IMPORT_TOUCHES_NO_TENANT,
  ...CLAIMS_TOUCH_NO_TENANT,
  ...CAUSES_TOUCH_NO_TENANT,
  ...PROBLEM_NAMES_TOUCH_NO_TENANT,
  ...PROBLEMS_TOUCH_NO_TENANT,
  ...CHECKS_TOUCH_NO_TENANT,
  ...CONNECTIONS_TOUCH_NO_TENANT,
  ...CONNECTION_PAGE_TOUCHES_NO_TENANT,
  ...FORECASTS_TOUCH_NO_TENANT,
  ...GUIDANCE_TOUCHES_NO_TENANT,
  makeContext: 'is how lib/access makes the act that all others need; its import is checked',
  requirePermission: 'compares a permission',
  viewer: 'reads the actor',
  needsAnAdmin: 'words a refusal',
  reporterOf: 'reads the actor',
  hookReporter: 'puts what it is given together',
  importReporter: 'puts what it is given together',
  eventConditions: 'writes a condition, which listAuditEvents and matchingEvents run',
  recordBranches: 'writes a condition, which lists and counts run',
  matchingRecords: 'writes a relation of that condition, once planSearch has looked for the text',
  notifyRecordsChanged: 'sends the own tenant’s id and kinds to a channel; watchRecords shows who hears them',
  jobContext: 'is for the operator, who may name any tenant',
  findPerson: 'reads an account, which belongs to no tenant',
  countSignInTry: 'counts tries before anybody is known',
  forgetSignInTry: 'counts tries before anybody is known',
  sealAuditLogs: 'seals the log of every tenant, each by an act of its own',
  housekeeping: 'clears such counters, and what has expired of every tenant',
};

async function inviteIdOf({ tenant }: FilledTenant): Promise<string> {
  const [row] = await asAdministrator<{ id: string }>('SELECT id FROM invite WHERE tenant_id = $1', [tenant.info.id]);
  return row?.id ?? '';
}

function prefixOf({ tenant }: FilledTenant): string {
  return tenant.keyText.split('_')[1] ?? '';
}

function expectNone(counts: Record<string, { count: number }>): null {
  const found = Object.values(counts).filter(({ count }) => count > 0);
  if (found.length > 0) throw new Error(`SECRET was counted: ${JSON.stringify(counts)}`);
  return null;
}

function expectEmpty(list: unknown[]): null {
  if (list.length > 0) throw new Error(`SECRET was found: ${JSON.stringify(list)}`);
  return null;
}

function expectSame(heard: string[], expected: string[]): null {
  if (JSON.stringify(heard) !== JSON.stringify(expected)) throw new Error(`SECRET was heard: ${heard.join(', ')}`);
  return null;
}
