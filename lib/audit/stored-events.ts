import type { Ctx } from '#lib/access/context.ts';
import { firstIdAt } from '#lib/core/ids.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { eventConditions } from './event-conditions.ts';
import type { AuditFilter } from './list-contract.ts';
import type { Seal, StoredEvent } from './seal-format.ts';

const ISO = Prisma.raw(`'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`);

/** One event of `audit_event e` as the list of texts that its hash is made of. */
const STORED = Prisma.sql`json_build_array(e.id, to_char(e.at AT TIME ZONE 'UTC', ${ISO}), e.actor_type, e.actor_id,
  e.actor_name, e.address, e.action, e.subject_type, e.subject_id, e.before::text, e.after::text, e.note, e.correlation_id)`;

/** A slice of the log by id: from one id on, and before another if there is more. */
export type Slice = { from: string; before: string | null };

/** Gives the slice of at most so many events that begins at an id. */
export async function sliceFrom(ctx: Ctx, tx: TenantTx, from: string, eventsMax: number): Promise<Slice> {
  const [next] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM audit_event WHERE tenant_id = ${ctx.tenantId}::uuid AND id >= ${from}::uuid
     ORDER BY id OFFSET ${eventsMax}::int LIMIT 1`;
  return { from, before: next?.id ?? null };
}

/** Gives the events of a slice that no block holds, by id. */
export async function unsealedEvents(ctx: Ctx, tx: TenantTx, { from, before }: Slice): Promise<StoredEvent[]> {
  const eventEnd = before === null ? Prisma.empty : Prisma.sql`AND e.id < ${before}::uuid`;
  const blockEnd = before === null ? Prisma.empty : Prisma.sql`AND s.first_id < ${before}::uuid`;
  const [row] = await tx.$queryRaw<[{ events: string }]>`
    SELECT coalesce(json_agg(${STORED} ORDER BY e.id), '[]')::text AS events
      FROM audit_event e
     WHERE e.tenant_id = ${ctx.tenantId}::uuid AND e.id >= ${from}::uuid ${eventEnd}
       AND e.id NOT IN (SELECT unnest(s.event_ids) FROM audit_seal s
                         WHERE s.tenant_id = ${ctx.tenantId}::uuid AND s.last_id >= ${from}::uuid ${blockEnd})`;
  return JSON.parse(row.events) as StoredEvent[];
}

/** Gives events by their ids, in any order; those that are not there are left out. */
export async function eventsByIds(ctx: Ctx, tx: TenantTx, ids: readonly string[]): Promise<StoredEvent[]> {
  const [row] = await tx.$queryRaw<[{ events: string }]>`
    SELECT coalesce(json_agg(${STORED}), '[]')::text AS events
      FROM audit_event e WHERE e.tenant_id = ${ctx.tenantId}::uuid AND e.id = ANY (${[...ids]}::uuid[])`;
  return JSON.parse(row.events) as StoredEvent[];
}

/** Where a page of events begins and where the last one ends, oldest first. */
export type EventsAfter = { id: string | null; upTo: string; limit: number };

/** Gives the events that match, by id. */
export async function matchingEvents(
  ctx: Ctx,
  tx: TenantTx,
  filter: AuditFilter,
  { id, upTo, limit }: EventsAfter,
): Promise<StoredEvent[]> {
  const conditions = await eventConditions(ctx, tx, filter);
  const beyond = id === null ? Prisma.empty : Prisma.sql`AND e.id > ${id}::uuid`;
  const [row] = await tx.$queryRaw<[{ events: string }]>`
    SELECT coalesce(json_agg(${STORED} ORDER BY e.id), '[]')::text AS events
      FROM (SELECT e.* FROM audit_event e WHERE ${conditions} ${beyond} AND e.id <= ${upTo}::uuid
             ORDER BY e.id LIMIT ${limit}::int) e`;
  return JSON.parse(row.events) as StoredEvent[];
}

/** Gives the greatest id of the log. */
export async function lastEventId(ctx: Ctx, tx: TenantTx): Promise<string> {
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM audit_event WHERE tenant_id = ${ctx.tenantId}::uuid ORDER BY id DESC LIMIT 1`;
  return row?.id ?? firstIdAt(0);
}

/** Gives the places of the blocks that hold any of these events. */
export async function sealsHolding(ctx: Ctx, tx: TenantTx, ids: readonly string[]): Promise<number[]> {
  const rows = await tx.$queryRaw<{ sequence: bigint }[]>`
    SELECT DISTINCT s.sequence
      FROM unnest(${[...ids]}::uuid[]) AS e(id)
      JOIN audit_seal s ON s.tenant_id = ${ctx.tenantId}::uuid AND s.last_id >= e.id AND s.first_id <= e.id
                       AND e.id = ANY (s.event_ids)`;
  return rows.map(({ sequence }) => Number(sequence));
}

type SealRow = Omit<Seal, 'sequence' | 'eventTotal' | 'eventHashes' | 'previousHash' | 'hash'> & {
  sequence: bigint;
  eventTotal: bigint;
  eventHashes: Uint8Array;
  previousHash: Uint8Array;
  hash: Uint8Array;
};

/** Gives the blocks after a place in the chain, in order. */
export async function sealsAfter(ctx: Ctx, tx: TenantTx, sequence: number, limit: number): Promise<Seal[]> {
  const rows = await tx.$queryRaw<SealRow[]>`
    SELECT sequence, to_char(sealed_at AT TIME ZONE 'UTC', ${ISO}) AS "sealedAt", event_total AS "eventTotal",
           event_ids AS "eventIds", event_hashes AS "eventHashes", previous_hash AS "previousHash", hash
      FROM audit_seal WHERE tenant_id = ${ctx.tenantId}::uuid AND sequence > ${sequence}::bigint
     ORDER BY sequence LIMIT ${limit}::int`;
  return rows.map((row) => ({
    ...row,
    sequence: Number(row.sequence),
    eventTotal: Number(row.eventTotal),
    eventHashes: Buffer.from(row.eventHashes),
    previousHash: Buffer.from(row.previousHash),
    hash: Buffer.from(row.hash),
  }));
}
