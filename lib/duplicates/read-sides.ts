import type { Ctx } from '#lib/access/context.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { PairKind, Side, Subject } from './duplicate-contract.ts';

/** What is to be read of one of those that look alike. */
export type SideKey = { subject: Subject; kind: PairKind; connectionId: string | null; key: string };

/** Gives the name under which a side is found in what `readSides` gives. */
export function sideName({ subject, kind, connectionId, key }: SideKey): string {
  return `${subject} ${kind} ${connectionId} ${key}`;
}

/** Reads how each of those that look alike is now; one that is there no more is known by its key alone. */
export async function readSides(ctx: Ctx, tx: TenantTx, keys: readonly SideKey[]): Promise<Map<string, Side>> {
  const sides = new Map<string, Side>();
  const companies = Map.groupBy(keys, ({ subject, kind, connectionId }) =>
    JSON.stringify([subject, kind, connectionId]),
  );
  for (const of of companies.values()) {
    const [first] = of;
    if (first === undefined) continue;
    const found = await READ[first.subject](
      ctx,
      tx,
      first,
      of.map(({ key }) => key),
    );
    for (const side of found) sides.set(sideName({ ...first, key: side.key }), side);
  }
  return sides;
}

/** Stands for one that is known by its key alone. */
export function unknownSide(key: string): Side {
  return { ...NOTHING, key, name: '', isGone: true };
}

const NOTHING = {
  party: null,
  email: null,
  phone: null,
  taxNumber: null,
  code: null,
  currency: null,
  amount: null,
  documentDate: null,
  status: null,
};

type Read = (ctx: Ctx, tx: TenantTx, of: SideKey, keys: readonly string[]) => Promise<Side[]>;

const READ: Record<Subject, Read> = { contact: readContacts, document: readDocuments, record: readRecords };

async function readContacts(
  { tenantId }: Ctx,
  tx: TenantTx,
  { kind, connectionId }: SideKey,
  keys: readonly string[],
): Promise<Side[]> {
  const types = kind === 'contact' ? ['customer', 'vendor'] : [kind];
  const rows = await tx.$queryRaw<Partial<Side>[]>`
    SELECT DISTINCT ON (external_key) external_key AS key, name, email, details->>'phone' AS phone,
           details->>'taxNumber' AS "taxNumber", coalesce(details->>'number', code) AS code, trim(currency) AS currency,
           CASE WHEN gone_at IS NOT NULL THEN 'Deleted' WHEN is_active THEN 'Active' ELSE 'Inactive' END AS status,
           gone_at IS NOT NULL OR NOT is_active AS "isGone"
      FROM ledger_item
     WHERE tenant_id = ${tenantId}::uuid AND connection_id = ${connectionId}::uuid AND type = ANY (${types}::text[])
       AND external_key = ANY (${keys}::text[])
     ORDER BY external_key, gone_at DESC NULLS FIRST`;
  return rows.map((row) => ({ ...unknownSide(''), ...row }));
}

async function readRecords({ tenantId }: Ctx, tx: TenantTx, _: SideKey, keys: readonly string[]): Promise<Side[]> {
  const rows = await tx.$queryRaw<Partial<Side>[]>`
    SELECT r.id::text AS key, coalesce(r.number, r.external_key) AS name,
           CASE r.kind WHEN 'invoice' THEN r.payer ELSE r.billing_org END AS party,
           CASE r.kind WHEN 'invoice' THEN r.payer_email ELSE r.billing_org_email END AS email, r.reference_number AS code,
           trim(r.currency) AS currency, r.amount::text AS amount, r.document_date::text AS "documentDate", r.source_status AS status,
           r.sync_status <> 1 OR r.excluded_at IS NOT NULL OR r.is_void AS "isGone"
      FROM sync_record r WHERE r.tenant_id = ${tenantId}::uuid AND r.id = ANY (${keys}::uuid[])`;
  return rows.map((row) => ({ ...unknownSide(''), ...row }));
}

async function readDocuments(
  { tenantId }: Ctx,
  tx: TenantTx,
  { kind, connectionId }: SideKey,
  keys: readonly string[],
): Promise<Side[]> {
  const rows = await tx.$queryRaw<Partial<Side>[]>`
    SELECT external_key AS key, coalesce(number, '') AS name, contact_name AS party, trim(currency) AS currency,
           total::text AS amount, document_date::text AS "documentDate", initcap(status) AS status,
           status IN ('voided', 'deleted') AS "isGone"
      FROM ledger_document
     WHERE tenant_id = ${tenantId}::uuid AND connection_id = ${connectionId}::uuid AND kind = ${kind}
       AND external_key = ANY (${keys}::text[])`;
  return rows.map((row) => ({ ...unknownSide(''), ...row }));
}
