import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { notFound } from '#lib/core/app-error.ts';
import { isId } from '#lib/core/ids.ts';
import { paceOf } from '#lib/ledger-lists/call-pace.ts';
import type { LedgerReader, QuotaSeen } from '#lib/ledgers/ledger.ts';
import { LedgerError } from '#lib/ledgers/ledger-error.ts';
import type { Ledger, LedgerEnvironment } from '#lib/ledgers/ledger-names.ts';
import { ledgerReader } from '#lib/ledgers/open-provider.ts';
import { noteCalls } from './note-calls.ts';
import type { RefreshOptions } from './refresh-grant.ts';
import { withAccess } from './with-access.ts';

type ConnectionRow = { ledger: Ledger; environment: LedgerEnvironment; companyId: string; grantId: string | null };

/**
 * Gives the way to read a connection's company: each reading has a token that is good, and every call that is made is
 * counted, with what the provider said of its quota. Throws `not_found`, and `LedgerError` where nobody has authorised it.
 */
export async function openLedger(ctx: Ctx, connectionId: string, options: RefreshOptions = {}): Promise<LedgerReader> {
  requirePermission(ctx, 'connection:check');
  const rows = isId(connectionId)
    ? await ctx.transaction(
        (tx) => tx.$queryRaw<ConnectionRow[]>`
          SELECT ledger, environment, company_id AS "companyId", grant_id AS "grantId" FROM connection
           WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${connectionId}::uuid`,
      )
    : [];
  const [connection] = rows;
  if (connection === undefined) throw notFound('The connection');
  const { ledger, environment, companyId, grantId } = connection;
  if (grantId === null) {
    throw new LedgerError('Nobody has authorised this connection.', { trouble: 'grant_dead' });
  }

  const pace = paceOf(connectionId);

  async function read<Value>(work: (reader: LedgerReader) => Promise<Value>): Promise<Value> {
    const seen: QuotaSeen[] = [];
    try {
      return await withAccess(
        ctx,
        grantId ?? '',
        async (access) => {
          const onQuota = (one: QuotaSeen) => seen.push(one);
          return work(await ledgerReader(ledger, { environment, companyId, access, onQuota, pace }));
        },
        options,
      );
    } finally {
      if (seen.length > 0) await noteCalls(ctx, connectionId, seen);
    }
  }

  return {
    ledger,
    probe: () => read((reader) => reader.probe()),
    readCompany: () => read((reader) => reader.readCompany()),
    readList: (type, from) => read((reader) => reader.readList(type, from)),
    readDocuments: (kind, from) => read((reader) => reader.readDocuments(kind, from)),
    findDocuments: (kind, number) => read((reader) => reader.findDocuments(kind, number)),
    readDocument: (kind, externalKey) => read((reader) => reader.readDocument(kind, externalKey)),
    get: (path, query) => read((reader) => reader.get(path, query)),
  };
}
