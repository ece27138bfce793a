import { correctRejected } from '#lib/inbox/correct-rejected.ts';
import { countInbox, countInboxParts } from '#lib/inbox/count-inbox.ts';
import { dismissItems, restoreItems } from '#lib/inbox/decide-items.ts';
import { findCandidates } from '#lib/inbox/find-candidates.ts';
import { ALL_WAITING } from '#lib/inbox/inbox-contract.ts';
import { inboxRows } from '#lib/inbox/inbox-rows.ts';
import { listInboxPayloads } from '#lib/inbox/list-inbox-payloads.ts';
import { listRejected } from '#lib/inbox/list-rejected.ts';
import { listUnmatched } from '#lib/inbox/list-unmatched.ts';
import { matchAttempt } from '#lib/inbox/match-attempt.ts';
import { suggestRecords } from '#lib/inbox/suggest-records.ts';
import { writeFolded } from '#lib/ingest/apply-batch.ts';
import type { Resolved } from '#lib/ingest/fold.ts';
import { settleRejected } from '#lib/ingest/settle-rejected.ts';
import { listSourceNames } from '#lib/sources/list-source-names.ts';
import { readSourceSettings } from '#lib/sources/source-settings.ts';
import { asAdministrator } from '#tests/factories/administrator.ts';
import type { FilledTenant } from '#tests/factories/filled-tenant.ts';
import { recordState } from '#tests/factories/record-state.ts';
import { memberOf } from '#tests/factories/tenant.ts';
import type { Case } from './isolation-cases.ts';

const FIRST_PAGE = { limit: 100, cursor: null };

/** The cases of the inbox. */
export const INBOX_CASES: Record<string, Case> = {
  listUnmatched: (own) => listUnmatched(act(own), ALL_WAITING, FIRST_PAGE),
  listRejected: (own) => listRejected(act(own), ALL_WAITING, FIRST_PAGE),
  listInboxPayloads: (own) => listInboxPayloads(act(own), ALL_WAITING, FIRST_PAGE),
  inboxRows: (own, other) =>
    act(own).transaction(
      (tx) =>
        tx.$queryRaw`SELECT a.* ${inboxRows({ ...act(own), tenantId: other.tenant.info.id }, 'unmatched', ALL_WAITING)}`,
    ),
  countInbox: async (own) => {
    const { unmatched } = await countInbox(act(own), { ...ALL_WAITING, source: 'none' });
    if (unmatched.count > 0) throw new Error('Nothing of its own matches');
  },
  countInboxParts: (own, other) =>
    act(own).transaction(async (tx) => {
      const [counts] = await countInboxParts({ ...act(own), tenantId: other.tenant.info.id }, tx, [
        ALL_WAITING,
      ] as const);
      if (counts.unmatched.count + counts.rejected.count + counts.payloads.count > 0)
        throw new Error('It counts another');
    }),
  suggestRecords: (own, other) => suggestRecords(act(own), 'unmatched', other.unmatchedId),
  findCandidates: (own, other) => findCandidates(act(own), 'unmatched', other.unmatchedId, 'SECRET'),
  matchAttempt: (own, other) => matchAttempt(act(own), own.unmatchedId, other.recordId),
  dismissItems: (own, other) => dismissItems(act(own), { part: 'unmatched', ids: [other.unmatchedId], reason: 'x' }),
  restoreItems: (own, other) => restoreItems(act(own), { part: 'unmatched', ids: [other.unmatchedId] }),
  correctRejected: async (own, other) => correctRejected(act(own), await rejectedIdOf(other), '{}'),
  listSourceNames: (own) => listSourceNames(act(own)),
  settleRejected: (own, other) =>
    act(own).transaction(async (tx) => settleRejected(tx, reporterOf(other), 'records', [resolvedOf(other)], [RESULT])),
  writeFolded: (own, other) =>
    act(own).transaction((tx) =>
      writeFolded(act(own), tx, reporterOf(other), {
        results: [],
        refused: [],
        attempts: [],
        endedLeases: [],
        links: [{ attemptId: other.unmatchedId, recordId: other.recordId, contentVersion: 1 }],
        records: [
          {
            before: recordState({ id: other.recordId }),
            state: recordState({ id: other.recordId, number: 'changed' }),
            newLines: null,
            newApplications: null,
            syncedLines: null,
            changes: [],
          },
        ],
      }),
    ),
};

const RESULT = { index: 0, result: 'created', id: null } as const;

function act({ tenant }: FilledTenant) {
  return memberOf(tenant);
}

function reporterOf({ tenant }: FilledTenant) {
  const carrier = { apiKeyId: tenant.keyId, hookId: null, importId: null };
  return { tenantId: tenant.info.id, sourceId: tenant.sourceId, ...carrier, requestId: 'test' };
}

function resolvedOf({ tenant }: FilledTenant): Resolved {
  const reference = { kind: 'invoice', sourceId: 'refused' } as const;
  return {
    operation: { index: 0, text: '{}', document: reference, reference, attempt: null },
    key: { sourceId: tenant.sourceId, kind: 'invoice', externalKey: 'refused' },
    keyText: '',
    settings: readSourceSettings({}),
    connectionId: null,
  };
}

async function rejectedIdOf({ tenant }: FilledTenant): Promise<string> {
  const [item] = await asAdministrator<{ id: string }>('SELECT id FROM rejected_item WHERE tenant_id = $1', [
    tenant.info.id,
  ]);
  return item!.id;
}
