import { addDays } from '#lib/core/dates.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { nameKey } from '#lib/reference/name-key.ts';
import { findAmong, lookedRecords } from '../looked-records.ts';
import { fine, ledgerName, nothingToCompare, recordsWords, type Step, WITHOUT_CONNECTION } from '../step-asked.ts';

const TOLD_MAX = 12;
/** So many different codes or names are compared. */
const COMPARED_MAX = 20_000;

type Code = {
  type: 'account' | 'item' | 'tax_code';
  code: string;
  records: number;
  isThere: boolean;
  isActive: boolean;
};

const CODE_WORDS = { account: 'account', item: 'item', tax_code: 'tax code' };

/** Whether the accounts, items and tax codes on lines of open records are in the ledger, and active. */
export const mapping: Step = async ({ ctx, tx, scope, connection }) => {
  if (connection === null) return WITHOUT_CONNECTION;
  const read = ['account', 'item', 'tax_code'].filter((type) => connection.readLists.includes(type));
  if (read.length === 0) return unread(ledgerName(connection), 'accounts, items and tax codes');
  const looked = lookedRecords(ctx, scope, [0, 2]);
  const codes = await tx.$queryRaw<Code[]>`
    WITH looked AS MATERIALIZED (SELECT r.id FROM (${looked}) r),
         named AS MATERIALIZED (
           SELECT c.type, c.code, count(DISTINCT l.record_id)::int AS records
             FROM looked r
             JOIN sync_record_line l ON l.tenant_id = ${ctx.tenantId}::uuid AND l.record_id = r.id
            CROSS JOIN LATERAL (VALUES ('account', l.account_code), ('item', l.item_code), ('tax_code', l.tax_code)) c(type, code)
            WHERE c.code IS NOT NULL AND c.type = ANY (${read}::text[])
            GROUP BY 1, 2 ORDER BY 3 DESC LIMIT ${COMPARED_MAX}::int)
    SELECT n.type, n.code, n.records, i.is_active IS NOT NULL AS "isThere", coalesce(i.is_active, false) AS "isActive"
      FROM named n
      LEFT JOIN LATERAL (
        SELECT bool_or(i.is_active AND i.gone_at IS NULL) AS is_active FROM ledger_item i
         WHERE i.tenant_id = ${ctx.tenantId}::uuid AND i.connection_id = ${connection.id}::uuid AND i.type = n.type
           AND (i.code = n.code OR i.external_key = n.code OR i.name = n.code)) i ON true`;
  const bad = codes.filter(({ isActive }) => !isActive);
  const of = (type: Code['type']) => bad.filter((code) => code.type === type).map(({ code }) => code);
  const found = await findAmong(
    tx,
    looked,
    bad.length === 0
      ? Prisma.sql`false`
      : Prisma.sql`EXISTS (SELECT FROM sync_record_line l WHERE l.tenant_id = ${ctx.tenantId}::uuid AND l.record_id = r.id
          AND (l.account_code = ANY (${of('account')}::text[]) OR l.item_code = ANY (${of('item')}::text[])
               OR l.tax_code = ANY (${of('tax_code')}::text[])))`,
  );
  const [first] = bad;
  if (first === undefined) {
    return codes.length === 0
      ? {
          ...fine('', { lookedAt: 0 }),
          sentence: 'Not known: no line of what is pending or failed names an account, item or tax code.',
        }
      : fine('Every account, item and tax code on what is pending or failed is in the ledger and active.', found);
  }
  const isInactive = first.isThere;
  return {
    matter: 'company',
    state: 'broken',
    sentence: `${recordsWords(found.records)} pending or failed ${found.records === 1 ? 'names' : 'name'} something that ${ledgerName(connection)} does not have or has made inactive, such as ${CODE_WORDS[first.type]} ${first.code}.`,
    remedy: isInactive
      ? `Make ${CODE_WORDS[first.type]} ${first.code} active again in ${ledgerName(connection)}, or map it to another one in the source.`
      : `Create ${CODE_WORDS[first.type]} ${first.code} in ${ledgerName(connection)}, or map it to another one in the source.`,
    evidence: {
      ...found,
      who: 'accountant',
      codes: bad
        .slice(0, TOLD_MAX)
        .map(
          ({ type, code, records, isThere }) =>
            `${CODE_WORDS[type]} ${code}: ${isThere ? 'inactive' : 'not there'}, ${recordsWords(records)}`,
        ),
    },
  };
};

/** Whether the payers and vendors of open records are contacts of the ledger, by their names. */
export const contactNames: Step = async ({ ctx, tx, scope, connection }) => {
  if (connection === null) return WITHOUT_CONNECTION;
  if (!['customer', 'vendor'].some((type) => connection.readLists.includes(type))) {
    return unread(ledgerName(connection), 'customers and vendors');
  }
  const looked = lookedRecords(ctx, scope, [0, 2]);
  const party = Prisma.sql`CASE WHEN r.kind IN ('invoice', 'invoice_payment') THEN r.payer ELSE r.billing_org END`;
  const names = await tx.$queryRaw<{ name: string; records: number }[]>`
    SELECT ${party} AS name, count(*)::int AS records FROM (${looked}) r WHERE ${party} IS NOT NULL
     GROUP BY 1 ORDER BY 2 DESC LIMIT ${COMPARED_MAX}::int`;
  const keys = [...new Set(names.map(({ name }) => nameKey(name)))];
  const known = await tx.$queryRaw<{ key: string; names: string[] }[]>`
    SELECT i.name_key AS key, array_agg(DISTINCT i.name) FILTER (WHERE i.is_active AND i.gone_at IS NULL) AS names
      FROM ledger_item i
     WHERE i.tenant_id = ${ctx.tenantId}::uuid AND i.connection_id = ${connection.id}::uuid
       AND i.type IN ('customer', 'vendor') AND i.name_key = ANY (${keys}::text[]) GROUP BY 1`;
  const byKey = new Map(known.map(({ key, names: spelled }) => [key, spelled ?? []]));
  const missing = names.filter(({ name }) => (byKey.get(nameKey(name)) ?? []).length === 0);
  const spelled = names.filter(({ name }) => {
    const there = byKey.get(nameKey(name)) ?? [];
    return there.length > 0 && !there.includes(name);
  });
  const bad = [...missing, ...spelled].map(({ name }) => name);
  const found = await findAmong(
    tx,
    looked,
    bad.length === 0 ? Prisma.sql`false` : Prisma.sql`(${party}) = ANY (${bad}::text[])`,
  );
  if (bad.length === 0)
    return fine(
      'Every payer and vendor of what is pending or failed is a contact of the ledger, letter by letter.',
      found,
    );
  const [first] = missing;
  return {
    matter: 'company',
    state: first === undefined ? 'warning' : 'broken',
    sentence:
      first === undefined
        ? `${recordsWords(found.records)} pending or failed ${found.records === 1 ? 'writes a name' : 'write names'} another way than ${ledgerName(connection)}, such as “${spelled[0]?.name}”.`
        : `${missing.length === 1 ? '1 name' : `${missing.length.toLocaleString('en')} names`} on what is pending or failed ${missing.length === 1 ? 'is' : 'are'} no active contact in ${ledgerName(connection)}, such as “${first.name}”.`,
    remedy:
      'Create the contact in the ledger, make it active again, or correct the name on either side so that both are the same.',
    evidence: {
      ...found,
      who: 'accountant',
      missing: missing.slice(0, TOLD_MAX).map(({ name, records }) => `${name}: ${recordsWords(records)}`),
      writtenAnotherWay: spelled
        .slice(0, TOLD_MAX)
        .map(({ name }) => `${name}, in the ledger ${(byKey.get(nameKey(name)) ?? []).join(' and ')}`),
    },
  };
};

/** Whether open documents are dated in a period that is closed in the ledger. */
export const documentPeriods: Step = async ({ ctx, tx, scope, connection }) => {
  if (connection === null) return WITHOUT_CONNECTION;
  const { closedThrough, yearClosedThrough, companyId } = connection.company;
  if (companyId === undefined) return unread(ledgerName(connection), 'closing and lock dates');
  const closed = [closedThrough, yearClosedThrough]
    .filter((day) => typeof day === 'string')
    .toSorted()
    .at(-1);
  const looked = lookedRecords(ctx, scope, [0, 2]);
  const found = await findAmong(
    tx,
    looked,
    closed === undefined ? Prisma.sql`false` : Prisma.sql`r.document_date <= ${closed}::date`,
  );
  if (closed === undefined) return fine(`No period is closed in ${ledgerName(connection)}.`, found);
  if (found.records === 0) {
    return fine(`The books are closed through ${closed}, and nothing pending or failed is dated within.`, found, {
      closedThrough: closed,
    });
  }
  return {
    matter: 'company',
    state: 'broken',
    sentence: `${recordsWords(found.records)} pending or failed ${found.records === 1 ? 'is' : 'are'} dated in a closed period: the books are closed through ${closed}.`,
    remedy: `Ask who closed the books. Open the period, sync, and close it again; or date the documents ${addDays(closed, 1)} or later in the source.`,
    evidence: { ...found, who: 'accountant', closedThrough: closed },
  };
};

/** Whether the company's settings allow what open records need. */
export const preferences: Step = async ({ ctx, tx, scope, connection }) => {
  if (connection === null) return WITHOUT_CONNECTION;
  const { homeCurrency, hasMultiCurrency, hasClasses, hasLocations, companyId } = connection.company;
  if (companyId === undefined) return unread(ledgerName(connection), 'settings');
  const looked = lookedRecords(ctx, scope, [0, 2]);
  const foreign = await findAmong(
    tx,
    looked,
    hasMultiCurrency === false && typeof homeCurrency === 'string'
      ? Prisma.sql`r.currency <> ${homeCurrency}::char(3)`
      : Prisma.sql`false`,
  );
  const tracked = await findAmong(
    tx,
    looked,
    hasClasses === false && hasLocations === false
      ? Prisma.sql`EXISTS (SELECT FROM sync_record_line l WHERE l.tenant_id = ${ctx.tenantId}::uuid AND l.record_id = r.id AND jsonb_array_length(coalesce(l.tracking, '[]')) > 0)`
      : Prisma.sql`false`,
  );
  const told = { homeCurrency, severalCurrencies: hasMultiCurrency, classes: hasClasses, locations: hasLocations };
  if (foreign.records > 0) {
    return {
      matter: 'company',
      state: 'broken',
      sentence: `${recordsWords(foreign.records)} pending or failed ${foreign.records === 1 ? 'is' : 'are'} in another currency than ${homeCurrency}, and several currencies are switched off in ${ledgerName(connection)}.`,
      remedy: `Switch on several currencies in ${ledgerName(connection)} (it can't be switched off again), or send these documents in ${homeCurrency}.`,
      evidence: { ...foreign, ...told, who: 'accountant' },
    };
  }
  if (tracked.records > 0) {
    return {
      matter: 'company',
      state: 'warning',
      sentence: `${recordsWords(tracked.records)} pending or failed ${tracked.records === 1 ? 'names' : 'name'} classes or locations, and both are switched off in ${ledgerName(connection)}.`,
      remedy: `Switch on classes or locations in ${ledgerName(connection)}, or leave them out in the source.`,
      evidence: { ...tracked, ...told, who: 'accountant' },
    };
  }
  return fine(
    `The settings of ${connection.companyName} allow what is pending and failed, as far as Tieout can see them.`,
    foreign,
    told,
  );
};

function unread(name: string, what: string) {
  return nothingToCompare(
    `Not known: the ${what} of ${name} have not been read yet.`,
    'Connect the ledger, or read its lists from the connection’s page.',
  );
}
