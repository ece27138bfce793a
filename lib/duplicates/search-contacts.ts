import type { Ctx } from '#lib/access/context.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { Ledger } from '#lib/ledgers/ledger-names.ts';
import type { ContactSide } from './contact-evidence.ts';
import type { PairKind, Sum } from './duplicate-contract.ts';
import { findContactPairs } from './find-contact-pairs.ts';
import type { SearchedPair } from './store-pairs.ts';
import { addSums } from './sums.ts';

/** The contacts of one company as they were last read, and the open money of the names on records that go with each. */
export type Contacts = {
  connectionId: string;
  ledger: Ledger;
  contacts: ContactSide[];
  moneyOf: ReadonlyMap<string, readonly Sum[]>;
};

type Row = Omit<ContactSide, 'list'> & { type: 'customer' | 'vendor' };

/** Reads the active contacts of every company whose lists of them were read from beginning to end. */
export async function readContacts(ctx: Ctx, tx: TenantTx): Promise<Contacts[]> {
  const connections = await tx.$queryRaw<{ id: string; ledger: Ledger }[]>`
    SELECT c.id, c.ledger FROM connection c
     WHERE c.tenant_id = ${ctx.tenantId}::uuid AND c.status IN ('connected', 'lost')
       AND (SELECT count(*) FROM ledger_reading r
             WHERE r.tenant_id = c.tenant_id AND r.connection_id = c.id AND r.type IN ('customer', 'vendor')
               AND r.whole_at IS NOT NULL) = 2
     ORDER BY c.id`;
  const read: Contacts[] = [];
  for (const { id, ledger } of connections) {
    const rows = await tx.$queryRaw<Row[]>`
      SELECT type, external_key AS key, name, email, details->>'phone' AS phone, details->>'taxNumber' AS "taxNumber",
             coalesce(details->>'number', code) AS code, trim(currency) AS currency, details->>'parent' AS parent
        FROM ledger_item
       WHERE tenant_id = ${ctx.tenantId}::uuid AND connection_id = ${id}::uuid AND type IN ('customer', 'vendor')
         AND is_active AND gone_at IS NULL
       ORDER BY type, external_key`;
    const money = await tx.$queryRaw<{ key: string; sums: Sum[] }[]>`
      SELECT contact_key AS key, open_money AS sums FROM name_match
       WHERE tenant_id = ${ctx.tenantId}::uuid AND connection_id = ${id}::uuid AND contact_key IS NOT NULL AND open_records > 0`;
    const moneyOf = new Map<string, readonly Sum[]>();
    for (const { key, sums } of money) moneyOf.set(key, addSums(moneyOf.get(key) ?? [], sums));
    read.push({ connectionId: id, ledger, contacts: contactsOf(ledger, rows), moneyOf });
  }
  return read;
}

/** Xero has one list of contacts: who is in both of ours is one contact. */
function contactsOf(ledger: Ledger, rows: readonly Row[]): ContactSide[] {
  const contacts = rows.map(
    ({ type, ...row }): ContactSide => ({ ...row, list: ledger === 'xero' ? 'contact' : type }),
  );
  return ledger === 'xero' ? [...new Map(contacts.map((contact) => [contact.key, contact])).values()] : contacts;
}

/** Finds those of one company that look like one. */
export async function pairContacts({ connectionId, ledger, contacts, moneyOf }: Contacts): Promise<SearchedPair[]> {
  const found = await findContactPairs(ledger, contacts);
  return found.map(({ left, right, score, reasons }) => ({
    connectionId,
    kind: left.list satisfies PairKind,
    keys: [left.key, right.key],
    score,
    reasons,
    money: addSums(moneyOf.get(left.key) ?? [], moneyOf.get(right.key) ?? []),
  }));
}
