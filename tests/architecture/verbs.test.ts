import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { sourceFiles } from '#tests/factories/exported-functions.ts';

type Found = { file: string; name: string; source: string };

const NOT_NOUNS = /^lib\/(access|audit|core|db|http|jobs)\//;

/** The engine of the ingest verbs, which check before they call it: see below. */
const ENGINE = 'lib/ingest/apply-batch.ts';

/** The batch of bulk work, whose runner checks before each. */
const BULK_ENGINE = 'lib/bulk/apply-bulk-batch.ts';

/**
 * Clears away previews that nobody started: nothing was done, and nothing is undone. What was sent to webhooks is in
 * their own log. A dry run of an import changes nothing, and that it was asked for is in the log; a file that is long done
 * with goes, what was imported stays. A secret that is encrypted anew is the same secret. Checks by the clock are kept whole,
 * with what they answered; those that a person asks for are in the log. A diagnosis follows from message and rules, a
 * forecast from the record and the ledger's lists.
 */
const LEAVE_NO_TRACE = [
  'lib/bulk/clear-previews.ts',
  'lib/causes/rediagnose.ts',
  'lib/checks/keep-answers.ts',
  'lib/checks/keep-company.ts',
  'lib/checks/start-due-runs.ts',
  'lib/connections/note-calls.ts',
  'lib/connections/reseal-tokens.ts',
  'lib/forecasts/forecast-pending.ts',
  'lib/guidance/answer-step.ts',
  'lib/imports/check-phase.ts',
  'lib/imports/clear-files.ts',
  'lib/ingest/tell-again.ts',
  'lib/notices/claim-notices.ts',
  'lib/notices/mark-read.ts',
  'lib/notices/record-notice-tries.ts',
  'lib/notices/reseal-channels.ts',
  'lib/notices/watch-new-kinds.ts',
  'lib/tenant-jobs/claim-tenant-jobs.ts',
  'lib/tenant-jobs/end-tenant-job.ts',
  'lib/webhooks/claim-deliveries.ts',
  'lib/webhooks/clear-deliveries.ts',
  'lib/webhooks/record-tries.ts',
  'lib/webhooks/reseal-secrets.ts',
];

const files = sourceFiles('lib').filter((file) => !NOT_NOUNS.test(file));
const functions: Found[] = files.flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(/^(?:export )?(?:async )?function\*? (\w+)[\s\S]*?^\}/gm)].map(
    ([source, name = '']) => ({
      file,
      name,
      source,
    }),
  ),
);

const WRITES = /\b(INSERT INTO|(?<!FOR )UPDATE \w+|DELETE FROM)\b|\btx\.\w+\.(create|update|upsert|delete)/;

function named(list: readonly Found[]): string[] {
  return list.map(({ file, name }) => `${name} in ${file}`);
}

test('there are verbs to check', () => {
  expect(functions.filter(({ source }) => source.includes('ctx.transaction(')).length).toBeGreaterThanOrEqual(6);
});

test('each function that opens a transaction requires its permission before', () => {
  const wrong = functions.filter(({ file, source }) => {
    const opens = source.indexOf('ctx.transaction(');
    const requires = source.indexOf('requirePermission(ctx, ');
    return opens !== -1 && file !== ENGINE && (requires === -1 || requires > opens);
  });
  expect(named(wrong)).toEqual([]);
});

test('each verb that hands a batch to the engine requires its permission before', () => {
  const callers = functions.filter(({ file, source }) => file !== ENGINE && source.includes('applyBatch('));
  const names = ['applyDecisions', 'correctRejected', 'importBatch', 'putRecords', 'reportAttempts'];
  expect(callers.map(({ name }) => name).toSorted()).toEqual(names);
  const wrong = callers.filter(({ source }) => {
    const requires = source.indexOf('requirePermission(ctx, ');
    return requires === -1 || requires > source.indexOf('applyBatch(');
  });
  expect(named(wrong)).toEqual([]);
});

test('each file that opens a transaction and writes leaves an audit event', () => {
  const writing = files.filter((file) => {
    const text = readFileSync(file, 'utf8');
    return text.includes('ctx.transaction(') && WRITES.test(text);
  });
  expect(writing).toContain('lib/keys/create-key.ts');
  const silent = [...writing, ENGINE, BULK_ENGINE].filter(
    (file) => !/recordAudit\(\w+, tx, |auditInsert\(ctx, /.test(readFileSync(file, 'utf8')),
  );
  expect(silent).toEqual(LEAVE_NO_TRACE);
});

test('each file that writes without opening a transaction is given one, by its engine', () => {
  const writing = files.filter((file) => {
    const text = readFileSync(file, 'utf8');
    return WRITES.test(text) && !text.includes('ctx.transaction(');
  });
  expect(
    writing.filter(
      (file) =>
        !/^lib\/(ingest|bulk|causes|checks|claims|comparisons|connections|duplicates|forecasts|imports|ledger-lists|ledger-documents|problems|webhooks|hooks|notices|tenant-jobs)\//.test(
          file,
        ),
    ),
  ).toEqual([]);
});

test('a screen, an action and a route hold no SQL and open no transaction', () => {
  const wrong = ['app', 'components'].flatMap((folder) =>
    sourceFiles(folder).filter((file) => /\$(queryRaw|executeRaw)|\.transaction\(/.test(readFileSync(file, 'utf8'))),
  );
  expect(wrong).toEqual([]);
});

test('a route of the API is at most 40 lines', () => {
  const long = sourceFiles('app/api', /route\.ts$/).filter(
    (file) => readFileSync(file, 'utf8').split('\n').length > 40,
  );
  expect(long).toEqual([]);
});
