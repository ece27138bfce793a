import type { Logger } from 'pino';
import { BULK_WAITS } from '#lib/bulk/wake-worker.ts';
import { DIAGNOSIS_WAITS } from '#lib/causes/wake-worker.ts';
import { CHECKS_WAIT } from '#lib/checks/wake-worker.ts';
import { DUPLICATES_WAIT } from '#lib/duplicates/wake-worker.ts';
import { HOOK_PAYLOADS_WAIT } from '#lib/hooks/wake-worker.ts';
import { IMPORT_WAITS } from '#lib/imports/wake-worker.ts';
import { LISTS_WAIT } from '#lib/ledger-lists/wake-worker.ts';
import { NOTICES_WAIT } from '#lib/notices/wake-notices.ts';
import { WEBHOOKS_WAIT } from '#lib/webhooks/wake-deliveries.ts';
import { bulkWork } from './bulk-work.ts';
import { checkWork } from './check-work.ts';
import { clearBulkPreviews } from './clear-bulk-previews.ts';
import { clearImportFiles } from './clear-import-files.ts';
import { clearWebhookLog } from './clear-webhook-log.ts';
import { connectionWork } from './connection-work.ts';
import { deliverWebhooks } from './deliver-webhooks.ts';
import { diagnoseAgain } from './diagnose-again.ts';
import { findDuplicatesOfAll } from './find-duplicates.ts';
import { forecastPendingOfAll } from './forecast-pending.ts';
import { gatherProblemsOfAll } from './gather-problems.ts';
import { hookWork } from './hook-work.ts';
import { housekeeping } from './housekeeping.ts';
import { importWork } from './import-work.ts';
import { problemChecks } from './problem-checks.ts';
import { readLedgerLists } from './read-ledger-lists.ts';
import { refreshTokens } from './refresh-tokens.ts';
import { resealSecretsOfAll } from './reseal-secrets.ts';
import { retryUnmatchedPayloadsOfAll } from './retry-unmatched-payloads.ts';
import { sealAuditLogs } from './seal-audit-logs.ts';
import { sendNotices } from './send-notices.ts';
import { sweepRunOutLeases } from './sweep-run-out-leases.ts';
import { runTenantJobs } from './tenant-jobs.ts';

/** What a job is given: its payload (ids alone), a log that names it, and a signal that the worker is stopping. */
export type JobRun = { payload: Record<string, unknown>; log: Logger; signal: AbortSignal };

/** A piece of work that the worker does, by the clock or when something asks for it. */
export type Job = {
  /** Also the name of its queue. */
  name: string;
  /** A cron expression in UTC, or null for a job that only runs when asked for. */
  schedule: string | null;
  /**
   * Runs it every so many seconds in each worker besides, for what can't wait for the minutes of a schedule. Its runs
   * never overlap within a worker; where two workers must not do the same thing at once, the job itself takes care.
   */
  everySeconds?: number;
  /** A channel of the database whose notifications run it at once, for a job that has `everySeconds`. */
  wakes?: string;
  /** How often a failed run is tried again. Default 2. */
  retryLimit?: number;
  run: (run: JobRun) => Promise<void>;
};

/** Every job there is; `npm run migrate` makes their queues, the worker runs them. */
export const jobs: readonly Job[] = [
  { name: 'clear-bulk-previews', schedule: '20 * * * *', run: clearBulkPreviews },
  { name: 'clear-import-files', schedule: '40 * * * *', run: clearImportFiles },
  { name: 'clear-webhook-log', schedule: '50 * * * *', run: clearWebhookLog },
  { name: 'housekeeping', schedule: '*/15 * * * *', run: housekeeping },
  { name: 'refresh-tokens', schedule: null, everySeconds: 15, run: refreshTokens },
  { name: 'reseal-secrets', schedule: null, everySeconds: 3600, run: resealSecretsOfAll },
  { name: 'seal-audit-logs', schedule: null, everySeconds: 10, run: sealAuditLogs },
  { name: 'bulk-work', schedule: null, everySeconds: 5, wakes: BULK_WAITS, run: bulkWork },
  { name: 'check-work', schedule: null, everySeconds: 5, wakes: CHECKS_WAIT, run: (run) => checkWork(run) },
  { name: 'hook-work', schedule: null, everySeconds: 5, wakes: HOOK_PAYLOADS_WAIT, run: hookWork },
  { name: 'retry-unmatched-payloads', schedule: null, everySeconds: 30, run: retryUnmatchedPayloadsOfAll },
  { name: 'deliver-webhooks', schedule: null, everySeconds: 3, wakes: WEBHOOKS_WAIT, run: deliverWebhooks },
  { name: 'tenant-jobs', schedule: null, everySeconds: 20, run: (run) => runTenantJobs(run) },
  { name: 'send-notices', schedule: null, everySeconds: 5, wakes: NOTICES_WAIT, run: sendNotices },
  { name: 'import-work', schedule: null, everySeconds: 5, wakes: IMPORT_WAITS, run: importWork },
  { name: 'connection-work', schedule: null, everySeconds: 5, run: connectionWork },
  { name: 'diagnose-again', schedule: null, everySeconds: 30, wakes: DIAGNOSIS_WAITS, run: diagnoseAgain },
  { name: 'problem-checks', schedule: null, everySeconds: 3, run: problemChecks },
  { name: 'forecast-pending', schedule: null, everySeconds: 5, run: forecastPendingOfAll },
  { name: 'gather-problems', schedule: null, everySeconds: 3, run: gatherProblemsOfAll },
  {
    name: 'read-ledger-lists',
    schedule: null,
    everySeconds: 15,
    wakes: LISTS_WAIT,
    run: (run) => readLedgerLists(run),
  },
  { name: 'find-duplicates', schedule: null, everySeconds: 30, wakes: DUPLICATES_WAIT, run: findDuplicatesOfAll },
  { name: 'sweep-leases', schedule: null, everySeconds: 2, run: sweepRunOutLeases },
];
