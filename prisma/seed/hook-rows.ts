import { makeHookText } from '#lib/access/hook-text.ts';
import { whyUnmatched } from '#lib/hooks/why-unmatched.ts';
import { mapPayload } from '#lib/mapping/map-payload.ts';
import { parseTree } from '#lib/mapping/payload-tree.ts';
import { type Calendar, HOUR_MS } from './calendar.ts';
import type { SourceDocument } from './document.ts';
import { type Directory, instantOf } from './fold-document.ts';
import type { Row } from './insert-rows.ts';
import { decimalOf } from './minor-units.ts';
import type { TenantPlan } from './plan.ts';
import { Random } from './random.ts';

/** Away from the draws of everything else, so that hooks change no other row of the demo. */
const HOOK_SEED = 0x40c5;
/** The attempt that is in the history already is told of on this business day back. */
const TOLD_AGAIN_DAYS = 4;

type Told = { daysBack: number; body: unknown; attempt?: Row | undefined };
type HookParts = { plan: TenantPlan; calendar: Calendar; directory: Directory };

/** The hook of a business's automation, and what it received: read by the product's own mapping, and most of it waiting. */
export function hookRows(
  parts: HookParts,
  documents: readonly SourceDocument[],
  attempts: readonly Row[],
): { hooks: Row[]; payloads: Row[] } {
  const { plan, calendar, directory } = parts;
  const random = new Random(plan.seed + HOOK_SEED);
  const slug = plan.slug === 'acme' ? 'zapier' : 'make';
  const madeMs = calendar.days[0]?.startMs ?? calendar.nowMs;
  const secret = makeHookText(directory.tenantId);
  const hook = {
    tenant_id: directory.tenantId,
    id: random.id(madeMs),
    source_id: directory.sourceIds.get(slug),
    name: slug === 'zapier' ? 'Zap: invoices to QuickBooks' : 'Make: bills to Xero',
    secret_hash: `\\x${Buffer.from(secret.secretHash).toString('hex')}`,
    secret_hint: secret.secretHint,
    preset: null,
    mapping_version: 1,
    created_at: instantOf(madeMs),
  };
  const known = instantOf(calendar.businessDayBack(TOLD_AGAIN_DAYS));
  const own = attempts.filter(
    (attempt) =>
      attempt.source_id === hook.source_id && attempt.record_id != null && String(attempt.received_at) < known,
  );
  const other = documents.filter(
    ({ source, kind }) => source !== slug && kind === (slug === 'zapier' ? 'invoice' : 'bill'),
  );
  const told = slug === 'zapier' ? zapierTells(other.at(-30), own.at(-1)) : makeTells(other.at(-20), own.at(-1));
  const payloads = told.map((one, index) => payloadRow(parts, hook.id, slug, one, index, random));
  return { hooks: [hook], payloads };
}

function zapierTells(document: SourceDocument | undefined, attempt: Row | undefined): Told[] {
  return [
    {
      daysBack: TOLD_AGAIN_DAYS,
      body: { zap_title: 'Invoices to QuickBooks', sync_attempt_id: attempt?.external_id, status: outcomeOf(attempt) },
      attempt,
    },
    {
      daysBack: 3,
      body: {
        sync_attempt_id: 'SY12345',
        status: 'failed',
        error_code: 'VENDOR_MISSING_ACCOUNT',
        message: "Vendor 'Acme Corp' is missing a default expense account in QuickBooks.",
        timestamp: '2025-01-20T10:30:00Z',
      },
    },
    {
      daysBack: 2,
      body: {
        'Zap Title': 'Invoices to QuickBooks',
        Status: 'Failed',
        'Invoice Number': document?.number,
        Customer: document?.party.name,
        Amount: document === undefined ? null : decimalOf(document.cents),
        Message: 'Duplicate Document Number Error: You must specify a different number.',
      },
    },
    {
      daysBack: 1,
      body: {
        zap_title: 'Invoices to QuickBooks',
        status: 'Halted',
        invoice_number: document?.number,
        message: 'Filtered',
      },
    },
  ];
}

function makeTells(document: SourceDocument | undefined, attempt: Row | undefined): Told[] {
  const scenario = { scenario: { name: 'Bills to Xero' } };
  return [
    {
      daysBack: TOLD_AGAIN_DAYS,
      body: { ...scenario, data: { sync_attempt_id: attempt?.external_id, status: outcomeOf(attempt) } },
      attempt,
    },
    {
      daysBack: 2,
      body: {
        ...scenario,
        data: { bill_number: document?.number, supplier_name: document?.party.name },
        error: { type: 'DataError', message: "[400] Account code '630' is not a valid code for this document." },
      },
    },
    { daysBack: 1, body: { event: 'scenario.paused', reason: 'Too many errors' } },
  ];
}

function outcomeOf(attempt: Row | undefined): string {
  return attempt?.outcome === 1 ? 'complete' : 'failed';
}

function payloadRow(
  { calendar, directory }: HookParts,
  hookId: string,
  source: string,
  { daysBack, body, attempt }: Told,
  index: number,
  random: Random,
): Row {
  const atMs = calendar.businessDayBack(daysBack) + (10 + index) * HOUR_MS;
  const text = JSON.stringify(body);
  const { preset, values, problems, gives } = mapPayload(parseTree(text), { preset: null, mapping: null });
  const isMapped = problems.length === 0 && gives !== null;
  const waits =
    attempt !== undefined
      ? null
      : {
          state: isMapped ? 'unmatched' : 'unmapped',
          reasons: isMapped ? [whyUnmatched(gives.named, source, 0)] : problems,
        };
  return {
    tenant_id: directory.tenantId,
    id: random.id(atMs),
    hook_id: hookId,
    received_at: instantOf(atMs),
    content_type: 'application/json',
    body: `\\x${Buffer.from(text).toString('hex')}`,
    size: Buffer.byteLength(text),
    is_cut: false,
    request_id: random.id(atMs),
    state: waits?.state ?? 'applied',
    reasons: waits?.reasons ?? null,
    mapped: waits === null ? null : values,
    preset,
    mapping_version: 1,
    external_id: attempt?.external_id ?? null,
    attempt_id: attempt?.id ?? null,
    record_id: attempt?.record_id ?? null,
    tries: 1,
  };
}
