import { beforeAll, expect, test } from 'vitest';
import { diagnoseAgain } from '#lib/jobs/diagnose-again.ts';
import { log } from '#lib/log.ts';
import { gatherProblems } from '#lib/problems/gather-problems.ts';
import { listProblems } from '#lib/problems/list-problems.ts';
import { administrator, asAdministrator } from '#tests/factories/administrator.ts';
import { callRoute } from '#tests/factories/api-call.ts';
import { gatherer } from '#tests/factories/problems.ts';
import { storedRecord } from '#tests/factories/stored.ts';
import { createTenant, type TestTenant } from '#tests/factories/tenant.ts';
import { POST } from '../../app/api/v1/attempts/route.ts';
import { GET as GET_ONE } from '../../app/api/v1/records/[id]/route.ts';
import { GET, PUT } from '../../app/api/v1/records/route.ts';

let tenant: TestTenant;

beforeAll(async () => {
  await administrator();
  tenant = await createTenant();
});

const VAGUE = 'Request failed with status code 400';
const DUPLICATE = {
  Fault: {
    Error: [{ Message: 'Duplicate Document Number Error', Detail: 'Another invoice uses INV-7.', code: '6140' }],
    type: 'ValidationFault',
  },
};
const NO_TAX = {
  ErrorNumber: 10,
  Type: 'ValidationException',
  Message: 'A validation exception occurred',
  Elements: [{ ValidationErrors: [{ Message: "The TaxType code 'OUTPUT9' does not exist or is not valid" }] }],
};

type Said = { errorMessage?: string | null; errorCode?: string; raw?: unknown; outcome?: 'complete' | 'failed' };

async function report(
  sourceId: string,
  said: Said,
  at = '2026-01-01T00:00:00Z',
  record: object = { number: sourceId },
) {
  const attempt = { externalId: `${sourceId} ${at}`, outcome: 'failed', attemptedAt: at, ...said };
  const body = JSON.stringify({ attempts: [{ ...attempt, record: { kind: 'invoice', sourceId, ...record } }] });
  const answer = await callRoute(POST, { key: tenant.keyText, body });
  return (answer.body.results as { result: string; recordId: string | null }[])[0];
}

async function found(query: string): Promise<{ sourceId: string; cause: string; errorMessage: string | null }[]> {
  const answer = await callRoute(GET, { key: tenant.keyText, query: `?kind=invoice&syncStatus=failed&${query}` });
  return answer.body.records as never;
}

test.each<[string, Said, string | null, string | null]>([
  ['fault', { raw: DUPLICATE }, 'duplicate_document', 'Another invoice uses INV-7'],
  ['exception', { raw: NO_TAX }, 'missing_tax_mapping', 'OUTPUT9'],
  ['vague', { errorMessage: VAGUE, raw: DUPLICATE }, 'duplicate_document', 'uses inv-7.'],
  ['code', { errorCode: 'CUSTOMER_NOT_FOUND' }, 'missing_contact_mapping', 'customer_not'],
  ['text', { raw: 'The accounting period is closed through 2026-09-30' }, 'closed_period', 'closed through'],
  ['page', { raw: '<html><body><h1>503 Service Unavailable</h1></body></html>' }, 'provider_outage', '503 service'],
  ['status', { errorMessage: 'Sync failed', raw: { status: 429 } }, 'rate_limit', '429'],
  ['nothing', {}, null, null],
])('what only the answer tells: %s', async (sourceId, said, cause, words) => {
  const first = await report(sourceId, said);
  expect(await report(sourceId, said)).toMatchObject({ result: 'duplicate', recordId: first?.recordId });
  const { body } = await callRoute(GET_ONE, { key: tenant.keyText, params: { id: first?.recordId ?? '' } });
  const asSent = { errorMessage: said.errorMessage ?? null, errorCode: said.errorCode ?? null };
  const raw = said.raw === undefined ? null : typeof said.raw === 'string' ? said.raw : JSON.stringify(said.raw);
  expect(body).toMatchObject({ ...asSent, cause, attempts: [{ ...asSent, raw }] });
  expect(body).not.toHaveProperty('toldMessage');
  if (words !== null) {
    const hits = await found(`q=${encodeURIComponent(words)}`);
    expect(hits).toContainEqual(expect.objectContaining({ sourceId, cause, errorMessage: asSent.errorMessage }));
  }
});

test('problems gather them with those whose message says the same', async () => {
  await report('said', { errorMessage: "The TaxType code 'OUTPUT9' does not exist or is not valid" });
  await gatherProblems(gatherer(tenant));
  const { problems } = await listProblems(gatherer(tenant));
  const byCause = new Map(problems.map((one) => [one.cause, one.figures.failed]));
  expect(byCause.get('missing_tax_mapping')).toBe(2);
  expect(byCause.get('duplicate_document')).toBe(2);
  expect(byCause.get('closed_period')).toBe(1);
});

test('another answer under the same vague message is another cause, and success ends it', async () => {
  await report('again', { errorMessage: VAGUE, raw: DUPLICATE }, '2026-02-01T00:00:00Z');
  await report('again', { errorMessage: VAGUE, raw: NO_TAX }, '2026-02-02T00:00:00Z');
  expect(await storedRecord(tenant, 'again')).toMatchObject({ cause: 'missing_tax_mapping', error_message: VAGUE });
  await report('again', { outcome: 'complete', raw: DUPLICATE }, '2026-02-03T00:00:00Z');
  expect(await storedRecord(tenant, 'again')).toMatchObject({
    cause: null,
    told_message: null,
    error_message_id: null,
  });
});

test('an attempt that waited for its record brings its answer along', async () => {
  const { result, recordId } = (await report('later', { errorMessage: VAGUE, raw: NO_TAX }, undefined, {})) ?? {};
  expect({ result, recordId }).toEqual({ result: 'created', recordId: null });
  const body = JSON.stringify({ records: [{ kind: 'invoice', sourceId: 'later', number: '1' }] });
  await callRoute(PUT, { key: tenant.keyText, method: 'PUT', body });
  expect(await storedRecord(tenant, 'later')).toMatchObject({ cause: 'missing_tax_mapping', error_message: VAGUE });
});

test('what was stored before answers were read is told once, in steps of which each is whole', async () => {
  const old = await createTenant();
  const attempts = Array.from({ length: 130 }, (_, n) => ({
    externalId: `SY${n}`,
    record: { kind: 'invoice', sourceId: `old_${n}`, number: `${n}` },
    outcome: n === 0 ? 'complete' : 'failed',
    attemptedAt: '2026-01-01T00:00:00Z',
    ...(n === 0
      ? {}
      : n === 1
        ? { errorCode: 'CUSTOMER_NOT_FOUND' }
        : { errorMessage: n % 2 === 0 ? VAGUE : null, raw: DUPLICATE }),
  }));
  await callRoute(POST, { key: old.keyText, body: JSON.stringify({ attempts }) });
  const stored = () =>
    asAdministrator<{ told: string | null; cause: string | null; messageId: string | null }>(
      `SELECT told_message AS told, cause, error_message_id AS "messageId" FROM sync_record WHERE tenant_id = $1 ORDER BY id`,
      [old.info.id],
    );
  const told = await stored();
  const wipe = `UPDATE sync_record SET (told_message, cause, error_message_id) = (NULL, NULL, NULL) WHERE tenant_id = $1`;
  await asAdministrator(wipe, [old.info.id]);
  await asAdministrator('DELETE FROM rediagnosis WHERE tenant_id = $1', [old.info.id]);
  await asAdministrator('DELETE FROM message_diagnosis WHERE tenant_id = $1', [old.info.id]);
  await diagnoseAgain({ log, signal: new AbortController().signal });
  expect(await stored()).toEqual(told);
  expect(told.filter(({ cause }) => cause === 'duplicate_document')).toHaveLength(128);
  await asAdministrator(wipe, [old.info.id]);
  await diagnoseAgain({ log, signal: new AbortController().signal });
  expect((await stored()).every((one) => one.told === null)).toBe(true);
});
