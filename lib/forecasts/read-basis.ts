import type { Ctx } from '#lib/access/context.ts';
import { contactIndexes } from '#lib/comparisons/contact-indexes.ts';
import { LedgerIndex } from '#lib/comparisons/match-chart.ts';
import type { Contact } from '#lib/comparisons/match-name.ts';
import { readLedgerEntries } from '#lib/comparisons/read-charts.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { ListType } from '#lib/ledger-lists/list-contract.ts';
import type { CompanyFacts } from '#lib/ledgers/ledger.ts';
import type { Ledger } from '#lib/ledgers/ledger-names.ts';
import type { Basis, DefaultAccounts, ListFacts, Place, References } from './facts.ts';

/** A list that was read longer ago says nothing for certain; also in `forecast_basis`. */
const RECENT_HOURS = 30;

/** So many companies' lists are kept filed: filing tens of thousands of names again for each batch would cost more than all else. */
const KEPT_MAX = 6;
const kept = new Map<string, { stamp: string; references: References }>();

type ConnectionRow = {
  id: string;
  ledger: Ledger;
  companyName: string;
  status: string;
  company: CompanyFacts | Record<string, never>;
  jobOutage: string | null;
  needsDefaultAccounts: boolean;
};
type ListRow = { connectionId: string; type: ListType; readAt: Date | null; isRecent: boolean; stamp: string };

/** Reads what all records of the tenant are judged by: its companies, their lists and facts, and how jobs work here. */
export async function readBasis(ctx: Ctx, tx: TenantTx): Promise<Basis> {
  const connections = await tx.$queryRaw<ConnectionRow[]>`
    SELECT c.id, c.ledger, c.company_name AS "companyName", c.status, c.company,
           (SELECT o.sentence FROM connection_outage o
             WHERE o.tenant_id = c.tenant_id AND o.connection_id = c.id AND o.matter = 'job_link' AND o.ended_at IS NULL
             ORDER BY o.began_at LIMIT 1) AS "jobOutage",
           EXISTS (SELECT FROM problem p
                    WHERE p.tenant_id = c.tenant_id AND p.connection_id = c.id AND p.state <> 'solved'
                      AND p.cause = 'missing_account_mapping' AND p.about_type IN ('vendor', 'customer', 'contact')
                  ) AS "needsDefaultAccounts"
      FROM connection c WHERE c.tenant_id = ${ctx.tenantId}::uuid AND c.status <> 'disconnected' ORDER BY c.id`;
  const lists = await tx.$queryRaw<ListRow[]>`
    SELECT r.connection_id AS "connectionId", r.type,
           CASE WHEN r.whole_at IS NULL THEN NULL WHEN r.state = 'read' THEN r.ended_at
                ELSE coalesce(r.read_until, r.whole_at) END AS "readAt",
           coalesce(r.whole_at IS NOT NULL
                    AND coalesce(r.read_until, r.whole_at) > now() - make_interval(hours => ${RECENT_HOURS}::int), false) AS "isRecent",
           concat(r.type, r.whole_at, r.cleared_at, r.ended_at,
                  (SELECT max(i.at) FROM ledger_item_change i
                    WHERE i.tenant_id = r.tenant_id AND i.connection_id = r.connection_id AND i.type = r.type)) AS stamp
      FROM ledger_reading r WHERE r.tenant_id = ${ctx.tenantId}::uuid ORDER BY r.connection_id, r.type`;
  const [claims] = await tx.$queryRaw<[{ any: boolean }]>`
    SELECT EXISTS (SELECT FROM claim WHERE tenant_id = ${ctx.tenantId}::uuid) AS any`;
  const places: Place[] = [];
  for (const { id, company, ...connection } of connections) {
    const own = lists.filter(({ connectionId }) => connectionId === id);
    places.push({
      connectionId: id,
      ...connection,
      company: 'companyId' in company ? (company as CompanyFacts) : null,
      lists: Object.fromEntries(
        own.map(({ type, readAt, isRecent }): [ListType, ListFacts] => [type, { readAt, isRecent }]),
      ),
      references: await readReferences(
        ctx,
        tx,
        { id, ledger: connection.ledger },
        own.map(({ stamp }) => stamp).join(),
      ),
    });
  }
  return { places, hasClaims: claims.any };
}

async function readReferences(
  ctx: Ctx,
  tx: TenantTx,
  { id, ledger }: { id: string; ledger: Ledger },
  stamp: string,
): Promise<References> {
  const key = `${ctx.tenantId} ${id}`;
  const known = kept.get(key);
  kept.delete(key);
  const references = known?.stamp === stamp ? known.references : await fileReferences(ctx, tx, id, ledger);
  kept.set(key, { stamp, references });
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT_MAX) break;
    kept.delete(oldest);
  }
  return references;
}

async function fileReferences(ctx: Ctx, tx: TenantTx, connectionId: string, ledger: Ledger): Promise<References> {
  const present = Prisma.sql`tenant_id = ${ctx.tenantId}::uuid AND connection_id = ${connectionId}::uuid AND gone_at IS NULL`;
  const rows = await tx.$queryRaw<(Contact & DefaultAccounts)[]>`
    SELECT type, external_key AS key, name, email, is_active AS "isActive", details->>'salesAccount' AS payer,
           details->>'purchasesAccount' AS billing_org
      FROM ledger_item WHERE ${present} AND type IN ('customer', 'vendor')`;
  const contacts = rows.map(({ payer: _, billing_org: __, ...contact }): Contact => contact);
  const having = rows.filter(({ payer, billing_org }) => payer !== null || billing_org !== null);
  const currencies = await tx.$queryRaw<{ code: string }[]>`
    SELECT coalesce(currency, code, external_key) AS code FROM ledger_item WHERE ${present} AND type = 'currency' AND is_active`;
  return {
    chart: new LedgerIndex(await readLedgerEntries(ctx, tx, connectionId)),
    contacts: contactIndexes(ledger, contacts),
    currencies: new Set(currencies.map(({ code }) => code.trim())),
    // Both of its contacts' defaults are read from Xero; QuickBooks has some on its screens, and tells none.
    defaultAccounts:
      ledger === 'xero' ? new Map(having.map(({ key, payer, billing_org }) => [key, { payer, billing_org }])) : null,
  };
}
