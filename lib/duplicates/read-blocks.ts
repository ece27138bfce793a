import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { DocumentSide } from './compare-documents.ts';

/** So many rows come from the database at once. */
const ROWS_AT_ONCE = 5_000;

/** A document with what tells its block from others, as the database folds it. */
export type BlockRow = DocumentSide & {
  connectionId: string | null;
  block: string;
  /** A record that is known in the ledger as a document of its own, which is compared there. */
  isRead?: boolean;
};

/**
 * Reads documents that are not alone in their block, block by block, so that half a million of them never lie in memory
 * at once. `documents` gives the columns of a `BlockRow`; more than one block may come at a time, and always whole ones.
 */
export async function* readBlocks(tx: TenantTx, documents: Prisma.Sql): AsyncGenerator<BlockRow[]> {
  await tx.$executeRaw`
    DECLARE duplicate_blocks NO SCROLL CURSOR FOR
    SELECT q.* FROM (SELECT d.*, count(*) OVER (PARTITION BY d.block) AS n FROM (${documents}) d) q
     WHERE q.n > 1 ORDER BY q.block, q.key`;
  let rest: BlockRow[] = [];
  for (;;) {
    const rows = await tx.$queryRaw<BlockRow[]>(
      Prisma.sql`FETCH ${Prisma.raw(String(ROWS_AT_ONCE))} FROM duplicate_blocks`,
    );
    const last = rows.at(-1)?.block;
    const all = [...rest, ...rows];
    if (last === undefined) break;
    rest = all.filter(({ block }) => block === last);
    yield all.filter(({ block }) => block !== last);
  }
  await tx.$executeRaw`CLOSE duplicate_blocks`;
  if (rest.length > 0) yield rest;
}
