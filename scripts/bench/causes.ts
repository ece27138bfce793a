import { jobContext } from '#lib/access/job-context.ts';
import { CATALOGUE } from '#lib/causes/catalogue/catalogue.ts';
import { readCauseRules } from '#lib/causes/cause-rules.ts';
import { diagnose, FAMILIES } from '#lib/causes/diagnose.ts';
import { newId } from '#lib/core/ids.ts';
import { storeFailures } from '#lib/ingest/store-failures.ts';
import { call } from './calls.ts';
import { measureByTurns } from './measure.ts';
import type { Bench } from './section.ts';

const MESSAGES = 100_000;
const BATCH = 500;
const ROUNDS = 4;
const BATCHES = 4;
const WORD = /\b(account|tax|vendor|customer|token|period|invoice)\b/i;

/**
 * Measures the diagnosis of varied messages by itself against a reading of the same texts as JSON with one pattern, and
 * what it costs a call that reports failed attempts with messages that nobody has sent before.
 */
export async function measureCauses({ report, base, tenants }: Bench): Promise<void> {
  sayEngine((text) => report.note(text));
  const tenant = tenants[1] ?? tenants[0];
  if (tenant === undefined) return;
  const ctx = await jobContext(tenant.slug, 'bench', ['cause:diagnose']);
  const at = new Date().toISOString();
  const [reported, known, diagnosed] = await measureByTurns(ROUNDS, BATCHES, 1, [
    {
      prepare: (name) => attemptsBody(name, at, true),
      run: (body) => call(`${base}/api/v1/attempts`, tenant.keyText, 'POST', body),
    },
    {
      prepare: (name) => attemptsBody(name, at, false),
      run: (body) => call(`${base}/api/v1/attempts`, tenant.keyText, 'POST', body),
    },
    {
      prepare: (name) => name,
      run: (name) => {
        const failures = Array.from({ length: BATCH }, (_, n) => ({
          message: messageOf(n, `${name}-alone-${n}`),
          code: null,
        }));
        return ctx.transaction(async (tx) =>
          storeFailures(tx, tenant.id, failures, await readCauseRules(tx, tenant.id)),
        );
      },
    },
  ]);
  if (reported === undefined || known === undefined || diagnosed === undefined) return;
  report.lines();
  report.rows('failures, each its own message', 1, BATCH, known, reported);
  report.note(
    `storing and diagnosing ${BATCH} messages that are new takes ${diagnosed.p50.toFixed(1)} ms in a transaction of its own, ` +
      `${((100 * diagnosed.p50) / reported.p50).toFixed(0)} % of a call that reports them; messages known before cost nothing`,
  );
}

/** Says how fast the engine is on one core, beside its floor. */
export function sayEngine(say: (text: string) => void): void {
  const messages = Array.from({ length: MESSAGES }, (_, n) => messageOf(n, newId()));
  const texts = messages.map((message) => JSON.stringify({ message }));
  for (const message of messages.slice(0, 2000)) diagnose({ provider: 'qbo', raw: message });
  const floor = seconds(() => {
    for (const text of texts) WORD.test((JSON.parse(text) as { message: string }).message);
  });
  const ours = seconds(() => {
    for (const message of messages) diagnose({ provider: 'qbo', raw: message });
  });
  say(
    `diagnosis of ${MESSAGES.toLocaleString('en')} varied messages: ${ours.toFixed(1)} s of one core, ` +
      `${Math.round(MESSAGES / ours).toLocaleString('en')} a second; reading them as JSON with one pattern ${floor.toFixed(2)} s (${Math.round(ours / floor)}×)`,
  );
}

/** The processor's own seconds, so that nobody else on the machine counts. */
function seconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000_000;
}

const SENTENCES = [
  ...Object.values(CATALOGUE).flatMap(({ examples }) => examples.map(([, words]) => words)),
  ...FAMILIES.flatMap(({ rules }) => rules.flatMap(({ examples }) => examples)),
];

/** A message of the n-th kind, as bare words, within QuickBooks' or Xero's JSON, or in XML; `mark` makes it one of its own. */
function messageOf(n: number, mark: string): string {
  const words = `${SENTENCES[n % SENTENCES.length]} (${mark})`;
  switch (n % 4) {
    case 0:
      return JSON.stringify({
        Fault: { Error: [{ Message: 'Refused', Detail: words, code: '6000' }], type: 'ValidationFault' },
      });
    case 1:
      return JSON.stringify({
        Type: 'ValidationException',
        Elements: [{ Reference: mark, ValidationErrors: [{ Message: words }] }],
      });
    case 2:
      return `<IntuitResponse><Fault type="ValidationFault"><Error code="6000"><Message>Refused</Message><Detail>${words}</Detail></Error></Fault></IntuitResponse>`;
    default:
      return words;
  }
}

function attemptsBody(run: string, at: string, isNew: boolean): string {
  return JSON.stringify({
    attempts: Array.from({ length: BATCH }, (_, n) => ({
      externalId: `SY-${run}-${n}-${isNew}`,
      record: {
        kind: 'invoice',
        sourceId: `${run}-${n}-${isNew}`,
        number: `INV-${n}`,
        amount: '1250.00',
        currency: 'USD',
      },
      outcome: 'failed',
      attemptedAt: at,
      errorMessage: messageOf(n, isNew ? `${run}-${n}` : 'known'),
    })),
  });
}
