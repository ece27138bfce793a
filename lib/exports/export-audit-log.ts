import type { KeyObject } from 'node:crypto';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { actionWords } from '#lib/audit/action-words.ts';
import { readLatestCheckpoint } from '#lib/audit/checkpoints.ts';
import { EXPORT_FORMAT, type ExportLine, toExportedEvent } from '#lib/audit/export-format.ts';
import type { AuditFilter } from '#lib/audit/list-contract.ts';
import { EVERY_EVENT } from '#lib/audit/list-contract.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { sealAudit } from '#lib/audit/seal-audit.ts';
import { type Checkpoint, hashEvents, type Seal, type StoredEvent } from '#lib/audit/seal-format.ts';
import { type EventsAfter, lastEventId, matchingEvents, sealsAfter, sealsHolding } from '#lib/audit/stored-events.ts';
import { publicKeyText } from '#lib/core/signing-key.ts';
import { CSV_BOM, csvLine } from './csv.ts';
import { refuseExport } from './refuse-export.ts';

const EVENTS_AT_ONCE = 2_000;
const SEALS_AT_ONCE = 50;

export type AuditExportFormat = 'csv' | 'ndjson';

/**
 * Exports the events that match, oldest first, with the latest checkpoint; gives the text piece by piece. The export
 * stands in the log itself before its first line is read. NDJSON also carries the chain, so that it can be checked by
 * whoever has nothing but the file. Throws `forbidden`, which is audited too.
 */
export async function exportAuditLog(
  ctx: Ctx,
  filter: AuditFilter,
  { format, key }: { format: AuditExportFormat; key: KeyObject | null },
): Promise<AsyncGenerator<string>> {
  requirePermission(ctx, 'audit:read');
  const after = { format, filters: setFilters(filter) };
  if (!ctx.permissions.has('audit:export')) await refuseExport(ctx, { ...after, of: 'the audit log' });
  requirePermission(ctx, 'audit:export');
  await ctx.transaction((tx) =>
    recordAudit(ctx, tx, [{ action: 'audit.exported', subject: { type: 'tenant', id: ctx.tenantId }, after }]),
  );
  await sealAudit(ctx, { key, isNow: true });
  const { checkpoint, upTo } = await ctx.transaction(async (tx) => ({
    checkpoint: await readLatestCheckpoint(ctx, tx),
    upTo: await lastEventId(ctx, tx),
  }));
  const pages = pagesOf(ctx, filter, upTo);
  return format === 'csv' ? csvText(pages, checkpoint) : ndjsonText(ctx, filter, pages, checkpoint, key);
}

/** Gives what narrows the log, or null for all of it. */
function setFilters(filter: AuditFilter): Record<string, unknown> | null {
  const set = Object.entries(filter).filter(([name, value]) => value !== EVERY_EVENT[name as keyof AuditFilter]);
  return set.length === 0 ? null : Object.fromEntries(set);
}

async function* pagesOf(ctx: Ctx, filter: AuditFilter, upTo: string): AsyncGenerator<StoredEvent[]> {
  requirePermission(ctx, 'audit:read');
  let after: EventsAfter = { id: null, upTo, limit: EVENTS_AT_ONCE };
  for (;;) {
    const page = await ctx.transaction((tx) => matchingEvents(ctx, tx, filter, after));
    if (page.length > 0) yield page;
    if (page.length < EVENTS_AT_ONCE) return;
    after = { ...after, id: page.at(-1)?.[0] ?? null };
  }
}

const CSV_HEAD = [
  'At (UTC)',
  'Who',
  'Who (kind)',
  'Who (id)',
  'Address',
  'What',
  'Action',
  'About',
  'About (id)',
  'Before',
  'After',
  'Note',
  'Request',
  'Event',
];

async function* csvText(pages: AsyncGenerator<StoredEvent[]>, checkpoint: Checkpoint | null): AsyncGenerator<string> {
  yield CSV_BOM + csvLine(CSV_HEAD);
  for await (const page of pages) {
    yield page
      .map(([id, at, kind, actorId, name, address, action, subjectType, subjectId, before, after, note, request]) =>
        csvLine([
          at,
          name,
          kind,
          actorId,
          address,
          actionWords(action),
          action,
          subjectType,
          subjectId,
          before,
          after,
          note,
          request,
          id,
        ]),
      )
      .join('');
  }
  // A row like the others, so that table programs read it; its text is the checkpoint whole.
  const text = checkpoint === null ? 'none yet' : JSON.stringify(checkpoint);
  const row: (string | null)[] = CSV_HEAD.map(() => null);
  [row[0], row[5], row[10]] = [checkpoint?.signedAt ?? null, 'Latest checkpoint of the log', text];
  yield csvLine(row);
}

async function* ndjsonText(
  ctx: Ctx,
  filter: AuditFilter,
  pages: AsyncGenerator<StoredEvent[]>,
  checkpoint: Checkpoint | null,
  key: KeyObject | null,
): AsyncGenerator<string> {
  const filters = setFilters(filter);
  let events = 0;
  const held = new Set<number>();
  yield line({
    type: 'log',
    format: EXPORT_FORMAT,
    tenantId: ctx.tenantId,
    tenant: ctx.tenant.slug,
    exportedAt: new Date().toISOString(),
    exportedBy: ctx.actor.name,
    filter: filters,
    publicKey: key === null ? null : publicKeyText(key),
  });
  for await (const page of pages) {
    events += page.length;
    if (filters !== null) for (const sequence of await blocksOf(ctx, page)) held.add(sequence);
    yield page.map((event) => line(toExportedEvent(event))).join('');
  }
  let blocks = 0;
  for await (const seals of sealsUpTo(ctx, checkpoint?.sequence ?? 0)) {
    blocks = seals.at(-1)?.sequence ?? blocks;
    yield seals.map((seal) => line(blockLine(seal, filters === null || held.has(seal.sequence)))).join('');
  }
  if (checkpoint !== null) yield line({ type: 'checkpoint', ...checkpoint });
  yield line({ type: 'end', events, blocks });
}

function blocksOf(ctx: Ctx, page: readonly StoredEvent[]): Promise<number[]> {
  requirePermission(ctx, 'audit:read');
  return ctx.transaction((tx) =>
    sealsHolding(
      ctx,
      tx,
      page.map(([id]) => id),
    ),
  );
}

async function* sealsUpTo(ctx: Ctx, sequence: number): AsyncGenerator<Seal[]> {
  requirePermission(ctx, 'audit:read');
  for (let last = 0; last < sequence; last += SEALS_AT_ONCE) {
    const limit = Math.min(SEALS_AT_ONCE, sequence - last);
    const from = last;
    yield await ctx.transaction((tx) => sealsAfter(ctx, tx, from, limit));
  }
}

function blockLine(seal: Seal, isListed: boolean): ExportLine {
  const { sequence, sealedAt, eventTotal, eventHashes, eventIds } = seal;
  return {
    type: 'seal',
    sequence,
    sealedAt,
    eventTotal,
    previousHash: seal.previousHash.toString('hex'),
    hash: seal.hash.toString('hex'),
    eventsHash: hashEvents(eventHashes),
    ...(isListed ? { eventIds, eventHashes: eventHashes.toString('hex') } : {}),
  };
}

function line(value: ExportLine): string {
  return `${JSON.stringify(value)}\n`;
}
