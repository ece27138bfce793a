import { makeApiKeyText } from '#lib/access/api-key-text.ts';
import { SCOPES } from '#lib/access/permissions.ts';
import { errorMessageId } from '#lib/ingest/error-messages.ts';
import { AttemptWriter } from './attempt-writer.ts';
import { Calendar, HOUR_MS } from './calendar.ts';
import type { SourceDocument } from './document.ts';
import { type Directory, foldDocument, instantOf } from './fold-document.ts';
import { hookRows } from './hook-rows.ts';
import type { Row } from './insert-rows.ts';
import { makeDocuments } from './make-documents.ts';
import { makePayments } from './make-payments.ts';
import { rejectedItems, unmatchedAttempts } from './odd-items.ts';
import { OutcomePlanner } from './outcomes.ts';
import type { DemoPerson } from './people.ts';
import type { TenantPlan } from './plan.ts';
import { Random } from './random.ts';
import { applicationRows, attemptRows, eventRows, lineRows, recordRow } from './record-rows.ts';

/** A tenant's rows: tables in the order in which they can be filled. */
export type TenantRows = {
  tenantId: string;
  tables: readonly { table: string; rows: Row[] }[];
  /** The text of the key of the tenant's first source, which nobody can be told again. */
  apiKey: string;
};

/** Makes everything of one tenant. The keys' secrets alone differ from one time to the next. */
export function makeTenant(plan: TenantPlan, now: Date, people: readonly DemoPerson[]): TenantRows {
  const random = new Random(plan.seed);
  const calendar = new Calendar(now, plan.timeZone);
  const startMs = calendar.days[0]?.startMs ?? calendar.nowMs;
  const setUp = instantOf(startMs);
  const tenantId = random.id(startMs);
  const tenant = { tenant_id: tenantId };
  const own = people.filter((person) => person.tenant === plan.slug);
  const sources = plan.sources.map(({ slug, name }) => ({
    ...tenant,
    id: random.id(startMs),
    slug,
    name,
    settings: {},
    created_at: setUp,
  }));
  const connection = {
    ...tenant,
    id: random.id(startMs),
    ledger: plan.ledger,
    company_id: plan.company.id,
    company_name: plan.company.name,
    status: 'not_connected',
    created_at: setUp,
  };
  const keys = sources.map((source) => makeKey(source, calendar.nowMs, random));
  const directory: Directory = {
    tenantId,
    connectionId: connection.id,
    connection: { ledger: plan.ledger, companyId: plan.company.id },
    sourceIds: new Map(sources.map(({ slug, id }) => [slug, id])),
    keys: new Map(
      sources.map(({ slug }, index) => [slug, { id: keys[index]?.row.id ?? '', name: keys[index]?.row.name ?? '' }]),
    ),
    people: new Map(own.map(({ email, id, name }) => [email, { id, name }])),
    trackingName: plan.trackingName,
  };
  const documents = makeHistory(plan, calendar, random);
  numberAttempts(documents, plan);
  const folded = documents.map((document) => foldDocument(document, directory, (atMs) => random.id(atMs)));
  const attempts = [
    ...folded.flatMap((one) => attemptRows(one, directory)),
    ...unmatchedAttempts(plan, calendar, directory, random),
  ];
  const messages = new Set(
    attempts.flatMap(({ error_message: message }) => (typeof message === 'string' ? [message] : [])),
  );
  const { hooks, payloads } = hookRows({ plan, calendar, directory }, documents, attempts);
  const tables = [
    { table: 'tenant', rows: [{ id: tenantId, ...settingsOf(plan), created_at: setUp }] },
    { table: 'membership', rows: own.map(({ id, roles }) => ({ ...tenant, user_id: id, roles, created_at: setUp })) },
    { table: 'source', rows: sources },
    { table: 'connection', rows: [connection] },
    { table: 'api_key', rows: keys.map(({ row }) => row) },
    {
      table: 'error_message',
      rows: [...messages].map((message) => ({ ...tenant, id: errorMessageId(message), message })),
    },
    { table: 'sync_record', rows: folded.map((one) => recordRow(one, directory)) },
    { table: 'sync_record_line', rows: folded.flatMap((one) => lineRows(one, directory)) },
    { table: 'record_application', rows: folded.flatMap((one) => applicationRows(one, directory)) },
    {
      table: 'sync_attempt',
      rows: attempts.map((attempt) => ({ ...EMPTY_ATTEMPT, ...attempt, error_message_id: messageIdOf(attempt) })),
    },
    { table: 'rejected_item', rows: rejectedItems(plan, calendar, directory, random) },
    { table: 'hook', rows: hooks },
    { table: 'hook_payload', rows: payloads },
    { table: 'audit_event', rows: eventRows(folded, directory, random) },
  ];
  return { tenantId, tables, apiKey: keys[0]?.text ?? '' };
}

function messageIdOf({ outcome, error_message: message }: Row): string | null {
  return outcome === 2 && typeof message === 'string' ? errorMessageId(message) : null;
}

/** What the attempts of documents that nobody sent leave out. */
const EMPTY_ATTEMPT = {
  record_id: null,
  content_version: null,
  sent_amount: null,
  sent_currency: null,
  reference_number: null,
  synced_amount: null,
  synced_currency: null,
  synced_lines: null,
  raw: null,
};

function settingsOf({ slug, name, timeZone, currency, locale }: TenantPlan): Row {
  return { slug, name, time_zone: timeZone, currency, locale };
}

function makeKey(
  source: { tenant_id: string; id: string; name: string; created_at: string },
  nowMs: number,
  random: Random,
) {
  const { text, prefix, secretHash } = makeApiKeyText(source.tenant_id);
  const row = {
    tenant_id: source.tenant_id,
    id: random.id(Date.parse(source.created_at)),
    source_id: source.id,
    name: `${source.name} sync job`,
    prefix,
    secret_hash: `\\x${Buffer.from(secretHash).toString('hex')}`,
    scopes: [...SCOPES],
    created_at: source.created_at,
    last_used_at: instantOf(nowMs - 0.2 * HOUR_MS),
  };
  return { text, row };
}

/** Documents first, then what pays them, since a payment waits for what it pays. */
function makeHistory(plan: TenantPlan, calendar: Calendar, random: Random): SourceDocument[] {
  const planner = new OutcomePlanner(new AttemptWriter(plan, calendar, random));
  return (['invoice', 'bill'] as const).flatMap((kind) => {
    const documents = makeDocuments(plan, kind, calendar, random);
    for (const document of documents) planner.write(document);
    const payments = makePayments(plan, documents, calendar, random);
    for (const payment of payments) planner.write(payment);
    return [...documents, ...payments];
  });
}

/** Gives each attempt the id of its job, rising with time within a source. */
function numberAttempts(documents: readonly SourceDocument[], plan: TenantPlan): void {
  const attempts = documents
    .flatMap((document) => document.events.flatMap((event) => (event.type === 'attempt' ? [event.attempt] : [])))
    .sort((a, b) => a.attemptedAtMs - b.attemptedAtMs);
  const counts = new Map<string, number>();
  for (const attempt of attempts) {
    const count = (counts.get(attempt.source) ?? 100_000) + 1;
    counts.set(attempt.source, count);
    attempt.externalId = `${plan.sources.find(({ slug }) => slug === attempt.source)?.attemptPrefix}${count}`;
  }
}
