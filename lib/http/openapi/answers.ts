import { z } from 'zod';
import { AMOUNT_REASONS } from '#lib/amounts/amount-contract.ts';
import { CAUSES, type Cause } from '#lib/causes/causes.ts';
import { FORECAST_OUTCOMES, FORECAST_RULES, type ForecastRule } from '#lib/forecasts/forecast-contract.ts';
import { DOCUMENT_STATUSES } from '#lib/ledgers/ledger-document.ts';
import { LEDGERS } from '#lib/ledgers/ledger-names.ts';
import { COMPARISONS, KINDS, SYNC_STATUSES } from '#lib/records/kinds.ts';

const money = z.string().meta({ pattern: '^-?\\d+\\.\\d{2,4}$', example: '1250.00' });
const instant = z.iso.datetime({ offset: true });
const day = z.iso.date();
const uuid = z.uuid();
const kind = z.enum(KINDS);
const connection = z
  .strictObject({ ledger: z.enum(['qbo', 'xero']), companyId: z.string(), companyName: z.string() })
  .nullable();

const recordFields = {
  id: uuid,
  kind,
  source: z.string(),
  sourceId: z.string(),
  number: z.string().nullable(),
  amount: money.nullable(),
  currency: z.string().nullable(),
  payer: z.string().nullable(),
  billingOrg: z.string().nullable(),
  shipmentId: z.string().nullable(),
  sourceStatus: z.string().nullable(),
  documentDate: day.nullable(),
  dueDate: day.nullable(),
  syncStatus: z
    .enum(SYNC_STATUSES)
    .meta({ description: 'The outcome of the last attempt, or what a person set after it.' }),
  syncDate: instant
    .nullable()
    .meta({ description: 'The later of the last attempt and the last change by hand; null while it is pending.' }),
  pendingSince: instant.meta({ description: 'Since when its age as a pending record counts.' }),
  lastAttemptAt: instant.nullable(),
  attemptCount: z.int(),
  errorCode: z.string().nullable(),
  errorMessage: z.string().nullable().meta({ description: 'The ledger’s exact words at the last attempt.' }),
  cause: z
    .enum(CAUSES)
    .nullable()
    .meta({ description: 'What Tieout takes the message for; null while it has none. Each is explained at /errors.' }),
  referenceNumber: z
    .string()
    .nullable()
    .meta({ description: 'The ledger’s number of it, from the last complete attempt or by hand.' }),
  syncedAmount: money.nullable().meta({ description: 'What the ledger took at the last complete attempt.' }),
  syncedCurrency: z.string().nullable(),
  difference: money.nullable().meta({ description: 'Synced minus total; null unless both are known in one currency.' }),
  comparison: z
    .enum(COMPARISONS)
    .meta({ description: 'Total vs Synced; not_compared where a side is missing or in another currency.' }),
  isByHand: z.boolean().meta({ description: 'True when a person set its status.' }),
  statusSetAt: instant.nullable(),
  statusSetByName: z.string().nullable(),
  statusReason: z.string().nullable(),
  isChangedSinceSync: z.boolean().meta({ description: 'The document changed after it was synced.' }),
  isChangedSinceFailed: z.boolean().meta({ description: 'The document changed after the last attempt failed.' }),
  isTriedAfterClosing: z
    .boolean()
    .meta({ description: 'A job tried it again and failed after a person had completed it.' }),
  hasTwoReferences: z
    .boolean()
    .meta({ description: 'A job reported another reference number than was entered by hand.' }),
  isAlreadyInLedger: z
    .boolean()
    .meta({ description: 'A late report says that the ledger has it, though it is not complete here.' }),
  isVoidInLedger: z.boolean().meta({ description: 'Void in the source, still in the ledger.' }),
  isInDoubt: z.boolean().meta({ description: 'A sync job took it and said nothing in time: it may be in the ledger.' }),
  waits: z
    .strictObject({
      reason: z.enum(['held', 'source_status', 'document']),
      text: z.string().meta({ example: 'Waits for invoice INV-1042' }),
      heldBy: z.string().nullable().meta({ description: 'The source whose sync job holds it.' }),
      heldUntil: instant.nullable(),
      document: z
        .strictObject({
          kind,
          sourceId: z.string(),
          number: z.string().nullable(),
          recordId: uuid.nullable(),
          state: z.enum(['unknown', 'excluded', 'pending', 'failed']),
        })
        .nullable()
        .meta({ description: 'What a payment waits for: the first of its documents that is not Complete.' }),
    })
    .nullable()
    .meta({ description: 'Of a pending record: why no claim gets it now; null if the next one may.' }),
  forecast: z
    .strictObject({
      outcome: z.enum(FORECAST_OUTCOMES).meta({
        description:
          'will_pass: all that it names was found in lists that were read lately; not_known: not all could be looked at.',
      }),
      cause: z.enum(CAUSES as [Cause, ...Cause[]]).nullable(),
      reasons: z.array(
        z.strictObject({
          certainty: z.enum(['will_fail', 'may_fail', 'not_known']),
          rule: z.enum(Object.keys(FORECAST_RULES) as [ForecastRule, ...ForecastRule[]]),
          cause: z.enum(CAUSES as [Cause, ...Cause[]]).nullable(),
          about: z.strictObject({ type: z.string(), name: z.string() }).nullable(),
          text: z.string().meta({ example: 'A line names the account “4010”, which QuickBooks Online does not have.' }),
          remedy: z.string().nullable(),
        }),
      ),
      madeAt: instant,
    })
    .nullable()
    .meta({
      description:
        'Of a pending record: whether the ledger will refuse it, told before it is tried; null where nobody has looked yet.',
    }),
  excludedAt: instant
    .nullable()
    .meta({ description: 'When it left all lists and counts, such as a void document that was never synced.' }),
  excludedReason: z.string().nullable(),
  version: z.int().meta({ description: 'Rises with every change of the record.' }),
};

const application = z.strictObject({
  kind,
  sourceId: z.string(),
  recordId: uuid.nullable(),
  number: z.string().nullable(),
  amount: money,
});

const heldAnswer = z.strictObject({
  ledger: z.enum(LEDGERS),
  ledgerId: z.string(),
  number: z.string().nullable(),
  contactName: z.string().nullable(),
  date: day.nullable(),
  currency: z.string().nullable(),
  total: money.nullable(),
  taxTotal: money.nullable(),
  discount: money.nullable(),
  balance: money.nullable(),
  status: z.enum(DOCUMENT_STATUSES),
  hasPayments: z.boolean(),
  updatedAt: instant.nullable(),
  readAt: instant,
  address: z.string().nullable().meta({ description: 'Its page in the ledger’s web app.' }),
});

const explanationAnswer = z.strictObject({
  difference: money.nullable().meta({ description: 'What the ledger holds more; null across currencies.' }),
  parts: z.array(
    z.strictObject({
      reason: z.enum(AMOUNT_REASONS),
      amount: money.nullable(),
      lineNos: z.array(z.int()),
      words: z.string(),
      evidence: z.string(),
      certainty: z.enum(['sure', 'likely']),
    }),
  ),
  unexplained: money.nullable().meta({ description: 'With the parts it makes up the whole difference.' }),
});

/** A record in a list. */
export const recordAnswer = z.strictObject(recordFields).meta({ id: 'Record' });

/** A record whole. */
export const recordDetailAnswer = z
  .strictObject({
    ...recordFields,
    payerEmail: z.string().nullable(),
    billingOrgEmail: z.string().nullable(),
    sourceName: z.string(),
    connection,
    sourceUpdatedAt: instant.nullable(),
    contentVersion: z.int(),
    syncedContentVersion: z.int().nullable(),
    syncedAt: instant.nullable(),
    createdAt: instant,
    lines: z.array(
      z.strictObject({
        lineNo: z.int(),
        description: z.string().nullable(),
        quantity: z.string().nullable(),
        unitAmount: z.string().nullable(),
        amount: money.nullable(),
        accountCode: z.string().nullable(),
        itemCode: z.string().nullable(),
        taxCode: z.string().nullable(),
        taxAmount: money.nullable(),
        tracking: z.array(z.strictObject({ name: z.string(), option: z.string() })).nullable(),
        syncedAmount: money.nullable(),
      }),
    ),
    applies: z.array(application),
    paidBy: z.array(application),
    inLedger: heldAnswer.nullable().meta({
      description: 'What the ledger itself holds under its reference, as Tieout last read it; null where nothing was.',
    }),
    explanation: explanationAnswer.nullable().meta({
      description:
        'Of an invoice or a bill: why the ledger holds another amount than the total; null where none differs.',
    }),
    attempts: z
      .array(
        z.strictObject({
          id: uuid,
          externalId: z.string(),
          outcome: z.enum(['complete', 'failed', 'unknown']).meta({
            description: "unknown is Tieout's own: a sync job claimed the record and said nothing in time.",
          }),
          attemptedAt: instant,
          receivedAt: instant,
          source: z.string(),
          apiKeyName: z.string().nullable(),
          hookName: z.string().nullable(),
          importName: z.string().nullable(),
          connection,
          sentAmount: money.nullable(),
          sentCurrency: z.string().nullable(),
          referenceNumber: z.string().nullable(),
          syncedAmount: money.nullable(),
          syncedCurrency: z.string().nullable(),
          errorCode: z.string().nullable(),
          errorMessage: z.string().nullable(),
          raw: z.string().nullable().meta({ description: 'As received, byte for byte.' }),
          contentVersion: z.int().nullable(),
        }),
      )
      .meta({ description: 'Newest first, at most 200 of them and 4 MiB, each whole.' }),
    earlierAttemptsCursor: uuid.nullable().meta({
      description: 'The `attemptsCursor` of the call that gives the attempts before these; null if there are none.',
    }),
    events: z
      .array(
        z.strictObject({
          id: uuid,
          at: instant,
          actor: z.strictObject({ type: z.enum(['person', 'api_key', 'hook', 'job']), name: z.string() }),
          action: z.string(),
          before: z.unknown(),
          after: z.unknown(),
          note: z.string().nullable(),
          bulkOperationId: uuid.nullable().meta({ description: 'The bulk change that it was part of.' }),
        }),
      )
      .meta({ description: 'Newest first.' }),
  })
  .meta({ id: 'RecordDetail' });

/** A page of records. */
export const recordsAnswer = z
  .strictObject({
    records: z.array(recordAnswer),
    nextCursor: z.string().nullable(),
    total: z.int().optional().meta({ description: 'With count=exact.' }),
    isTotalExact: z.boolean().optional().meta({ description: 'False when a search found more than is counted.' }),
  })
  .meta({ id: 'RecordPage' });

const fieldError = z.strictObject({ field: z.string(), message: z.string() });

/** One result an item, in order. */
export const resultsAnswer = z
  .strictObject({
    results: z.array(
      z.strictObject({
        index: z.int(),
        result: z.enum(['created', 'updated', 'unchanged', 'duplicate', 'rejected']),
        id: uuid.nullable().meta({ description: 'Of the record put, or of the attempt reported.' }),
        recordId: uuid.nullable().optional(),
        matched: z.boolean().optional().meta({ description: 'False while nobody has sent the record of an attempt.' }),
        stale: z.boolean().optional().meta({ description: 'True when the source sent older data than is known.' }),
        errors: z.array(fieldError).optional(),
      }),
    ),
  })
  .meta({ id: 'Results' });

/** RFC 9457. */
export const problemAnswer = z
  .strictObject({
    type: z.string(),
    status: z.int(),
    title: z.string(),
    code: z.string().optional(),
    detail: z.string(),
    requestId: z.string(),
    errors: z.array(fieldError).optional(),
  })
  .meta({ id: 'Problem' });
