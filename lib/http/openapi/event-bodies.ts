import { z } from 'zod';
import { BULK_STATES, SKIP_REASONS } from '#lib/bulk/bulk-contract.ts';
import { SEVERITIES } from '#lib/notices/notice-contract.ts';
import { KINDS, SYNC_STATUSES } from '#lib/records/kinds.ts';
import { BODY_VERSION, type EventType, ITEMS_MAX, MESSAGE_MAX, TEST_EVENT } from '#lib/webhooks/webhook-contract.ts';

const money = z.string().nullable().meta({ example: '1250.00' });
const instant = z.iso.datetime({ offset: true });
const status = z.enum(SYNC_STATUSES);
const text = z.string().nullable();
const count = z.int();

const identity = {
  kind: z.enum(KINDS),
  source: z.string().meta({ description: 'The slug of the source.' }),
  sourceId: z.string().meta({ description: 'The source system’s own id.' }),
  number: text,
  amount: money,
  currency: text,
};

const record = z.strictObject({
  id: z.uuid(),
  ...identity,
  sourceStatus: text,
  contentVersion: count,
  status,
  statusBefore: status.nullable().meta({ description: 'Null for a record that is new.' }),
  isInDoubt: z.boolean().meta({ description: 'True when a job took it and never said what became of it.' }),
  isByHand: z.boolean().meta({ description: 'True when a person completed it.' }),
  referenceNumber: text,
  syncedAmount: money,
  syncedCurrency: text,
});

const records = z.strictObject({ records: z.array(record).min(1).max(ITEMS_MAX) });

const attempt = z.strictObject({
  id: z.uuid(),
  externalId: z.string(),
  attemptedAt: instant,
  errorCode: text,
  errorMessage: text.meta({ description: `Its first ${MESSAGE_MAX.toLocaleString('en')} characters.` }),
  isErrorMessageCut: z.boolean(),
  record: z.strictObject({
    id: z
      .uuid()
      .nullable()
      .meta({ description: 'Null while nobody has sent the record; so are its number and amount.' }),
    ...identity,
    status: status.nullable(),
  }),
});

const operation = z.strictObject({
  id: z.uuid(),
  act: z.enum(['status', 'exclude', 'include', 'undo']),
  target: status.nullable(),
  undoes: z.uuid().nullable(),
  state: z.enum(BULK_STATES),
  kinds: z.array(z.enum(KINDS)),
  total: count.nullable(),
  done: count,
  counts: z.strictObject({ updated: count, unchanged: count, skipped: count, notFound: count }),
  skippedBy: z.partialRecord(z.enum(SKIP_REASONS), count),
  reason: text,
  createdBy: z.strictObject({ type: z.enum(['person', 'api_key', 'job']), name: z.string() }),
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
});

const connectionNotice = z.strictObject({
  notice: z.strictObject({
    id: z.uuid(),
    problem: z.string().meta({ description: 'The type of the problem; of a recovery, the one that is over.' }),
    severity: z.enum(SEVERITIES),
    title: z.string(),
    body: z.string(),
    url: text.meta({ description: 'The page in Tieout.' }),
    facts: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
      .meta({ description: 'What is known of it; the same problem is told again when these differ.' }),
  }),
  connection: z
    .strictObject({ id: z.uuid(), ledger: z.enum(['qbo', 'xero']), companyId: z.string(), companyName: z.string() })
    .nullable(),
});

function body<Type extends string, Data extends z.ZodType>(type: Type, data: Data, id: string) {
  return z
    .strictObject({
      id: z.uuid().meta({ description: 'Also the header webhook-id: the same at every try, so that it is done once.' }),
      type: z.literal(type),
      version: z.literal(BODY_VERSION),
      timestamp: instant.meta({ description: 'When it happened.' }),
      data,
    })
    .meta({ id });
}

/** What is posted for each type of event. */
export const EVENT_BODIES = {
  'record.pending': body('record.pending', records, 'RecordPendingEvent'),
  'record.status_changed': body('record.status_changed', records, 'RecordStatusChangedEvent'),
  'attempt.failed': body(
    'attempt.failed',
    z.strictObject({ attempts: z.array(attempt).min(1).max(ITEMS_MAX) }),
    'AttemptFailedEvent',
  ),
  'bulk.finished': body('bulk.finished', z.strictObject({ operation }), 'BulkFinishedEvent'),
  'connection.lost': body('connection.lost', connectionNotice, 'ConnectionLostEvent'),
  'connection.ends_soon': body('connection.ends_soon', connectionNotice, 'ConnectionEndsSoonEvent'),
  'connection.check_failed': body('connection.check_failed', connectionNotice, 'ConnectionCheckFailedEvent'),
  'connection.recovered': body('connection.recovered', connectionNotice, 'ConnectionRecoveredEvent'),
  [TEST_EVENT]: body(TEST_EVENT, z.strictObject({ message: z.string(), sentBy: z.string() }), 'WebhookTestEvent'),
} satisfies Record<EventType | typeof TEST_EVENT, z.ZodType>;
