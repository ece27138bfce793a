import type { Ctx } from '#lib/access/context.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { Checkpoint } from './seal-format.ts';

const ISO = Prisma.raw(`'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`);

const COLUMNS = Prisma.sql`tenant_id AS "tenantId", sequence, event_total AS "eventTotal", encode(hash, 'hex') AS hash,
  to_char(signed_at AT TIME ZONE 'UTC', ${ISO}) AS "signedAt", to_char(complete_to AT TIME ZONE 'UTC', ${ISO}) AS "completeTo",
  key_id AS "keyId", translate(encode(signature, 'base64'), E'\n', '') AS signature`;

type Row = Omit<Checkpoint, 'sequence' | 'eventTotal'> & { sequence: bigint; eventTotal: bigint };

/** Gives the tenant's latest checkpoint as stored, or null if there is none yet. */
export async function readLatestCheckpoint(ctx: Ctx, tx: TenantTx): Promise<Checkpoint | null> {
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT ${COLUMNS} FROM audit_checkpoint WHERE tenant_id = ${ctx.tenantId}::uuid ORDER BY sequence DESC LIMIT 1`;
  return row === undefined ? null : toCheckpoint(row);
}

/** Gives the checkpoints from a place in the chain on, in order. */
export async function checkpointsFrom(ctx: Ctx, tx: TenantTx, sequence: number, limit: number): Promise<Checkpoint[]> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT ${COLUMNS} FROM audit_checkpoint WHERE tenant_id = ${ctx.tenantId}::uuid AND sequence >= ${sequence}::bigint
     ORDER BY sequence LIMIT ${limit}::int`;
  return rows.map(toCheckpoint);
}

/** Appends a checkpoint. */
export async function storeCheckpoint(ctx: Ctx, tx: TenantTx, checkpoint: Checkpoint): Promise<void> {
  const { sequence, eventTotal, hash, signedAt, completeTo, keyId, signature } = checkpoint;
  await tx.$executeRaw`
    INSERT INTO audit_checkpoint (tenant_id, sequence, event_total, hash, signed_at, complete_to, key_id, signature)
    VALUES (${ctx.tenantId}::uuid, ${sequence}::bigint, ${eventTotal}::bigint, decode(${hash}, 'hex'), ${signedAt}::timestamptz,
            ${completeTo}::timestamptz, ${keyId}, decode(${signature}, 'base64'))`;
}

function toCheckpoint({ sequence, eventTotal, ...rest }: Row): Checkpoint {
  return { ...rest, sequence: Number(sequence), eventTotal: Number(eventTotal) };
}
