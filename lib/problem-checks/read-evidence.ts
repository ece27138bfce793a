import type { Ctx } from '#lib/access/context.ts';
import type { Cause } from '#lib/causes/causes.ts';
import { type Column, recordset } from '#lib/db/recordset.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { placeOf } from '#lib/forecasts/decide-forecast.ts';
import type { Basis, LineCode, Place, RecordFacts } from '#lib/forecasts/facts.ts';
import { defaultAccountOf } from '#lib/forecasts/rules/default-account.ts';
import { CHECKABLE } from './check-contract.ts';

/** What of a record, or of what it names, has changed since it failed. */
export type Evidence = { isCorrected: boolean; isFixed: boolean };

type Named = { recordId: string; connectionId: string; type: string; key: string };

const NAMED: readonly Column<Named>[] = [
  ['record_id', 'uuid', ({ recordId }) => recordId],
  ['connection_id', 'uuid', ({ connectionId }) => connectionId],
  ['type', 'text', ({ type }) => type],
  ['key', 'text', ({ key }) => key],
];

/**
 * Looks what has changed since records failed: the document itself, or what the cause is about in the ledger, by the
 * ledger's own dates where it tells them, or else by what was seen to change. What stands as it stood then, or was read
 * for the first time since, can't be said to have been what was wrong.
 */
export async function readEvidence(
  ctx: Ctx,
  tx: TenantTx,
  records: readonly RecordFacts[],
  cause: Cause,
  basis: Basis,
): Promise<Map<string, Evidence>> {
  const named = records.flatMap((record) => namedBy(record, cause, basis));
  const ids = records.map(({ id }) => id);
  const fixed = new Set(
    named.length === 0
      ? []
      : (
          await tx.$queryRaw<{ id: string }[]>`
            SELECT DISTINCT n.record_id AS id
              FROM ${recordset('n', named, NAMED)}
              JOIN sync_record r ON r.tenant_id = ${ctx.tenantId}::uuid AND r.id = n.record_id
              JOIN ledger_item i ON i.tenant_id = ${ctx.tenantId}::uuid AND i.connection_id = n.connection_id
                                AND i.type = n.type AND i.external_key = n.key
             WHERE i.ledger_updated_at > r.last_attempt_at
                OR (i.ledger_updated_at IS NULL
                    AND EXISTS (SELECT FROM ledger_item_change c
                                 WHERE c.tenant_id = i.tenant_id AND c.connection_id = i.connection_id AND c.type = i.type
                                   AND c.at > r.last_attempt_at AND c.external_key = i.external_key))`
        ).map(({ id }) => id),
  );
  const rows = await tx.$queryRaw<
    { id: string; isCorrected: boolean; isCompanyChanged: boolean; isPaidSynced: boolean }[]
  >`
    SELECT r.id, r.content_version > coalesce(r.last_attempt_content_version, r.content_version) AS "isCorrected",
           EXISTS (SELECT FROM connection_event e
                    WHERE e.tenant_id = ${ctx.tenantId}::uuid AND e.connection_id = r.connection_id
                      AND e.type = 'company_facts_changed' AND e.at > r.last_attempt_at)
             OR (r.connection_id IS NULL
                 AND EXISTS (SELECT FROM connection_event e
                              WHERE e.tenant_id = ${ctx.tenantId}::uuid AND e.type = 'company_facts_changed'
                                AND e.at > r.last_attempt_at)) AS "isCompanyChanged",
           EXISTS (SELECT FROM record_application a
                     JOIN sync_record d ON d.tenant_id = a.tenant_id AND d.source_id = a.source_id AND d.kind = a.kind
                                       AND d.external_key = a.external_key
                    WHERE a.tenant_id = r.tenant_id AND a.payment_id = r.id AND d.synced_at > r.last_attempt_at) AS "isPaidSynced"
      FROM sync_record r WHERE r.tenant_id = ${ctx.tenantId}::uuid AND r.id = ANY (${ids}::uuid[])`;
  return new Map(
    rows.map(({ id, isCorrected, isCompanyChanged, isPaidSynced }) => {
      const byCompany = CHECKABLE[cause]?.company === true && isCompanyChanged;
      const byDocument = cause === 'unsynced_dependency' && isPaidSynced;
      // The source's own state is no part of the document: that it is synced now is all there is to see.
      const byStatus = cause === 'source_not_syncable';
      return [id, { isCorrected, isFixed: fixed.has(id) || byCompany || byDocument || byStatus }];
    }),
  );
}

/** What a record names in the lists that a cause is about. */
function namedBy(record: RecordFacts, cause: Cause, { places }: Basis): Named[] {
  const place = placeOf(record, places);
  if (place === null) return [];
  const lists: readonly string[] = CHECKABLE[cause]?.lists ?? [];
  // An account may be set for the contact itself: that one was changed tells too little where the ledger does not say which.
  const isOfContact = cause === 'missing_account_mapping' && record.lacksDefaultAccount;
  const ownAccount = isOfContact ? defaultAccountOf(record, place) : null;
  const byContact = cause !== 'missing_account_mapping' || ownAccount !== null;
  const own = ownAccount === null ? [] : [{ type: 'account' as const, code: ownAccount, category: null }];
  // Whom it was refused for has no account: those that its lines name are another matter.
  const entries = [...(isOfContact ? [] : record.codes), ...own].flatMap((code) =>
    lists.includes(code.type) ? entryOf(place, code) : [],
  );
  const contact = lists.includes('customer') && byContact ? contactOf(place, record) : [];
  const isOfCurrency = lists.includes('currency') && record.currency !== null;
  const currency = isOfCurrency ? [{ type: 'currency', key: record.currency ?? '' }] : [];
  const ids = { recordId: record.id, connectionId: place.connectionId };
  return [...entries, ...contact, ...currency].map((entry) => ({ ...ids, ...entry }));
}

function entryOf({ references: { chart } }: Place, { type, code, category }: LineCode) {
  const entry = category === null ? chart.find(type, code) : chart.findOption(category, code);
  return entry === null ? [] : [{ type, key: entry.key }];
}

function contactOf({ references: { contacts } }: Place, { kind, party, emails }: RecordFacts) {
  if (party === null) return [];
  const { contact } = contacts[kind === 'invoice' || kind === 'invoice_payment' ? 'payer' : 'billing_org'].match(
    party,
    emails,
  );
  return contact === null ? [] : [{ type: contact.type, key: contact.key }];
}
