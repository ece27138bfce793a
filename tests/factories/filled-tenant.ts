import { reportAttempts } from '#lib/attempts/report-attempts.ts';
import { sealAudit } from '#lib/audit/seal-audit.ts';
import { newId } from '#lib/core/ids.ts';
import { putRecords } from '#lib/records/put-records.ts';
import { asAdministrator } from './administrator.ts';
import { type FilledConnection, fillConnection } from './filled-connection.ts';
import { fillProblem } from './filled-problem.ts';
import { received } from './received-item.ts';
import { createTenant, keyContext, memberOf, type TestTenant } from './tenant.ts';

/** A tenant with rows in every table, whose texts all contain one word. */
export type FilledTenant = {
  tenant: TestTenant;
  recordId: string;
  attemptId: string;
  unmatchedId: string;
  /** A previewed bulk operation on the record. */
  operationId: string;
  /** An import that waits for the worker. */
  importId: string;
  viewId: string;
  /** A webhook that hears of everything, with one delivery that was tried once. */
  subscriptionId: string;
  hookId: string;
  /** A problem that is open, told to its person and to a channel. */
  problemKey: string;
  noticeId: string;
  /** Failures that were gathered, assigned to its person. */
  problemId: string;
  /** A channel; a calendar feed and a signed review have the same id. */
  channelId: string;
  /** Waits unmatched in the inbox. */
  payloadId: string;
  personId: string;
  email: string;
  /** A claim that holds the payment of the tenant, and held the invoice until its time ran out. */
  claimId: string;
  /** The rows of its connection. */
  connection: FilledConnection;
  /** Ids that nobody outside could know, so that they must never be answered. */
  unknownIds: string[];
};

/** Makes one; `word` is in every text of it. Two of them use the same ids of the source system. */
export async function fillTenant(word: string): Promise<FilledTenant> {
  const tenant = await createTenant();
  const tenantId = tenant.info.id;
  const ctx = keyContext(tenant);
  const invoice = {
    kind: 'invoice',
    sourceId: 'inv_1',
    number: `INV ${word}`,
    amount: '10',
    currency: 'USD',
    payer: `Payer ${word}`,
    sourceStatus: `Status ${word}`,
    lines: [{ lineNo: 1, description: word, amount: '10' }],
  };
  const payment = {
    kind: 'invoice_payment',
    sourceId: 'p_1',
    applies: [{ kind: 'invoice', sourceId: 'inv_1', amount: '1' }],
  };
  const [put, paid] = await putRecords(ctx, received([invoice, payment, { kind: 'nothing', number: word }]));
  const attempt = {
    outcome: 'failed',
    attemptedAt: '2026-01-01T00:00:00Z',
    errorMessage: `Message ${word}`,
    raw: word,
  };
  const [matched, unmatched, dismissed] = await reportAttempts(
    ctx,
    received([
      { ...attempt, externalId: 'SY1', record: { kind: 'invoice', sourceId: 'inv_1' } },
      { ...attempt, externalId: 'SY2', record: { kind: 'invoice', sourceId: 'waiting' } },
      { ...attempt, externalId: 'SY3', record: { kind: 'invoice', sourceId: 'dismissed' } },
    ]),
  );
  const [recordId, attemptId, unmatchedId] = [put, matched, unmatched].map((result) => String(result?.id)) as [
    string,
    string,
    string,
  ];
  await asAdministrator(
    `INSERT INTO attempt_dismissal (tenant_id, attempt_id, dismissed_by_name, reason) VALUES ($1, $2, $3::text, $3::text)`,
    [tenantId, dismissed?.id, word],
  );
  await asAdministrator(
    `WITH walk AS (INSERT INTO rediagnosis (tenant_id, rules_version) VALUES ($1, 1000))
     INSERT INTO cause_rule (tenant_id, id, skeleton, message, cause, created_by_name) VALUES ($1, $2, $3::text, $3::text, 'unknown', $3::text)`,
    [tenantId, newId(), word],
  );
  await asAdministrator(
    `WITH walk AS (INSERT INTO forecast_walk (tenant_id, changed_through, changed_id) VALUES ($1, '2026-01-01', $2)),
          told AS (INSERT INTO record_forecast (tenant_id, record_id, outcome, cause, about_name, reasons, made_at, record_version)
                   VALUES ($1, $2, 'may_fail', 'closed_period', $4::text, to_json($4::text), now(), 1))
     INSERT INTO forecast_result (tenant_id, attempt_id, record_id, forecast, made_at, attempted_at, outcome, actual_cause)
     VALUES ($1, $3, $2, 'will_fail', now(), now(), 2, left($4::text, 40))`,
    [tenantId, recordId, attemptId, word],
  );
  const operationId = newId();
  await asAdministrator(
    `INSERT INTO bulk_operation (tenant_id, id, act, target, state, selection, total, reason, created_by_type, created_by_name)
     VALUES ($1, $2, 'status', 0, 'previewed', '{}', 1, $3::text, 'job', $3::text)`,
    [tenantId, operationId, word],
  );
  await asAdministrator(
    `INSERT INTO bulk_item (tenant_id, operation_id, position, record_id, version, former_status_reason) VALUES ($1, $2, 1, $3, 1, $4)`,
    [tenantId, operationId, recordId, word],
  );
  const importId = newId();
  await asAdministrator(
    `INSERT INTO import_run (tenant_id, id, file_name, state, pieces, sha256, created_by, created_by_name, runner, heartbeat_at)
     VALUES ($1, $2, $3::text, 'checking', 1, $3::text::bytea, $2, $3::text, $2, now())`,
    [tenantId, importId, word],
  );
  await asAdministrator(
    `WITH chunk AS (INSERT INTO import_chunk VALUES ($1, $2, 0, $3::text::bytea)),
          memory AS (INSERT INTO import_memory VALUES ($1, $2, $3::text::bytea, to_json($3::text))),
          batch AS (INSERT INTO import_batch VALUES ($1, $2, 'check', 0, 1, 0, 0, 0, 0, 1, 0, 0, to_json($3::text)))
     INSERT INTO import_problem VALUES ($1, $2, 'check', 1, 0, 'number', $3::text, $3::text, $3::text)`,
    [tenantId, importId, word],
  );
  const personId = newId();
  const email = `person-${personId}@example.com`;
  await asAdministrator('INSERT INTO app_user (id, email, name) VALUES ($1, $2, $3)', [
    personId,
    email,
    `Person ${word}`,
  ]);
  await asAdministrator(
    `INSERT INTO membership (tenant_id, user_id, roles) VALUES ($1, $2, '{accounting_sync,admin}')`,
    [tenantId, personId],
  );
  await asAdministrator(
    `INSERT INTO invite (tenant_id, id, email, roles, secret_hash, invited_by, expires_at)
     VALUES ($1, $2, $3, '{accounting_sync}', $4, $5, now() + interval '1 day')`,
    [tenantId, newId(), `${word.toLowerCase()}-invited@example.com`, Buffer.from(word), `Inviter ${word}`],
  );
  const { hookId, payloadId } = await fillHook(tenant, word);
  const viewId = newId();
  await asAdministrator(
    `INSERT INTO saved_view (tenant_id, id, owner_id, kind, name, is_shared, is_tenant_default, query, columns)
     VALUES ($1, $2, $3, 'invoice', $4, true, true, $5, '')`,
    [tenantId, viewId, personId, `View ${word}`, `?q=${word}`],
  );
  await asAdministrator(
    `INSERT INTO view_default (tenant_id, person_id, kind, view_id) VALUES ($1, $2, 'invoice', $3)`,
    [tenantId, personId, viewId],
  );
  await asAdministrator(
    `INSERT INTO idempotent_call (tenant_id, api_key_id, idempotency_key, request_hash, runner, status, answer)
     VALUES ($1, $2, $3, $4, $5, 200, $4)`,
    [tenantId, tenant.keyId, word, Buffer.from(word), recordId],
  );
  await asAdministrator(
    `INSERT INTO reference_item (tenant_id, id, source_id, type, external_key, name, name_key, details)
     VALUES ($1, $2, $3, 'account', 'acc_1', $4::text, lower($4::text), jsonb_build_object('accountType', $4::text))`,
    [tenantId, newId(), tenant.sourceId, `Account ${word}`],
  );
  const subscriptionId = await fillWebhooks(tenantId, word);
  const notices = await fillNotices(tenantId, personId, word);
  const problemId = await fillProblem(tenantId, personId, word);
  const claimId = await fillClaim(tenant, [recordId, String(paid?.id)], word);
  const connection = await fillConnection(
    { tenantId, connectionId: tenant.connectionId, sourceId: tenant.sourceId },
    word,
  );
  await asAdministrator('UPDATE tenant SET name = $2 WHERE id = $1', [tenantId, `Tenant ${word}`]);
  await asAdministrator('UPDATE source SET name = $2 WHERE tenant_id = $1', [tenantId, `Source ${word}`]);
  await asAdministrator('UPDATE connection SET company_name = $2 WHERE tenant_id = $1', [tenantId, `Company ${word}`]);
  await sealAudit(memberOf(tenant), { key: null, isNow: true });
  const records = await asAdministrator<{ id: string }>('SELECT id FROM sync_record WHERE tenant_id = $1', [tenantId]);
  const unknownIds = [
    tenant.sourceId,
    tenant.connectionId,
    tenant.keyId,
    operationId,
    importId,
    hookId,
    payloadId,
    claimId,
    ...Object.values(connection),
    notices.noticeId,
    notices.channelId,
    problemId,
    ...records.map(({ id }) => id),
  ];
  return {
    tenant,
    recordId,
    attemptId,
    unmatchedId,
    operationId,
    importId,
    viewId,
    subscriptionId,
    hookId,
    payloadId,
    ...notices,
    problemId,
    claimId,
    connection,
    personId,
    email,
    unknownIds,
  };
}

async function fillClaim({ info, sourceId, keyId }: TestTenant, recordIds: string[], word: string): Promise<string> {
  const id = newId();
  await asAdministrator(
    `WITH made AS (
       INSERT INTO claim (tenant_id, id, source_id, api_key_id, record_count, claimed_at, idempotency_key, request_hash)
       VALUES ($1, $2, $3, $4, 1, '2026-01-01', $6::text, $6::text::bytea))
     INSERT INTO lease (tenant_id, record_id, claim_id, source_id, holder, content_version, claimed_at, expires_at)
     SELECT $1, r.id, $2, $3, $6::text, 1, '2026-01-01', CASE WHEN r.place = 1 THEN timestamptz '2026-01-02' ELSE '2099-01-01' END
       FROM unnest($5::uuid[]) WITH ORDINALITY AS r(id, place)`,
    [info.id, id, sourceId, keyId, recordIds, word],
  );
  await asAdministrator(`INSERT INTO claim_scan (tenant_id, scope) VALUES ($1, $2)`, [info.id, word]);
  return id;
}

async function fillHook({ info, sourceId }: TestTenant, word: string): Promise<{ hookId: string; payloadId: string }> {
  const [hookId, payloadId] = [newId(), newId()];
  await asAdministrator(
    `INSERT INTO hook (tenant_id, id, source_id, name, secret_hash, secret_hint) VALUES ($1, $2, $3, $4, $5, 'hint')`,
    [info.id, hookId, sourceId, `Hook ${word}`, Buffer.from(`hook ${word}`)],
  );
  await asAdministrator(
    `INSERT INTO hook_payload (tenant_id, id, hook_id, content_type, body, size, request_id, state)
     VALUES ($1, $2, $3, 'application/json', $4, 1, 'test', 'unmatched')`,
    [
      info.id,
      payloadId,
      hookId,
      Buffer.from(JSON.stringify({ sync_attempt_id: 'SY7', status: 'failed', message: word })),
    ],
  );
  return { hookId, payloadId };
}

async function fillWebhooks(tenantId: string, word: string): Promise<string> {
  const [subscriptionId, eventId] = [newId(), newId()];
  await asAdministrator(
    `INSERT INTO webhook_subscription (tenant_id, id, url, events, secret, created_by_name, last_problem)
     VALUES ($1, $2, $3, '{record.pending,record.status_changed,attempt.failed,bulk.finished}', $4, $5::text, $5::text)`,
    [tenantId, subscriptionId, `https://hooks.example/${word}`, Buffer.from(word), word],
  );
  await asAdministrator(
    `INSERT INTO webhook_event (tenant_id, id, type, items, body) VALUES ($1, $2, 'record.pending', 1, $3)`,
    [tenantId, eventId, JSON.stringify({ word })],
  );
  await asAdministrator(
    `INSERT INTO webhook_delivery (tenant_id, subscription_id, event_id, state, tries, last_problem)
     VALUES ($1, $2, $3, 'failed', 1, $4)`,
    [tenantId, subscriptionId, eventId, word],
  );
  await asAdministrator(
    `INSERT INTO webhook_try (tenant_id, id, subscription_id, event_id, at, duration_ms, request_headers, response_body)
     VALUES ($1, $2, $3, $4, now(), 1, '{}', $5)`,
    [tenantId, newId(), subscriptionId, eventId, word],
  );
  return subscriptionId;
}

async function fillNotices(
  tenantId: string,
  personId: string,
  word: string,
): Promise<{ problemKey: string; noticeId: string; channelId: string }> {
  const [noticeId, channelId, problemKey] = [newId(), newId(), `connection.lost:${word}`];
  await asAdministrator(
    `WITH problem AS (INSERT INTO notice_problem (tenant_id, problem_key, event, told_hash, notice_id)
                      VALUES ($1, $3::text, 'connection.lost', $4::text::bytea, $2)),
          kind AS (INSERT INTO failure_kind VALUES ($1, $4::text::bytea, $4::text, $4::text, now(), now())),
          scan AS (INSERT INTO failure_kind_scan VALUES ($1, $2, true))
     INSERT INTO notice (tenant_id, id, problem_key, event, type, severity, title, body, facts)
     VALUES ($1, $2, $3::text, 'connection.lost', 'problem', 'problem', $4::text, $4::text, to_json($4::text))`,
    [tenantId, noticeId, problemKey, word],
  );
  await asAdministrator(
    `WITH channel AS (INSERT INTO notice_channel (tenant_id, id, type, name, shown, secret, created_by_name)
                      VALUES ($1, $3, 'slack', $5::text, $5::text, $5::text::bytea, $5::text)),
          rule AS (INSERT INTO notice_rule (tenant_id, id, event, is_in_app, is_by_email, channel_ids)
                   VALUES ($1, $3, 'connection.lost', true, true, ARRAY[$3::uuid])),
          review AS (INSERT INTO health_review (tenant_id, id, due_on, period, opened_by_name, result, note, signed_by_name, signed_at)
                     VALUES ($1, $3, '2026-01-01', 'quarter', $5::text, to_json($5::text), $5::text, $5::text, now())),
          job AS (INSERT INTO tenant_job (tenant_id, name, problem, poisoned_at) VALUES ($1, 'digests', $5::text, now())),
          feed AS (INSERT INTO calendar_feed (tenant_id, id, name, secret_hash, secret_hint, created_by_name)
                   VALUES ($1, $3, $5::text, $5::text::bytea, 'hint', $5::text)),
          receipt AS (INSERT INTO notice_receipt (tenant_id, user_id, notice_id) VALUES ($1, $4, $2))
     INSERT INTO notice_delivery (tenant_id, notice_id, target_id, via, problem) VALUES ($1, $2, $3, 'channel', $5::text)`,
    [tenantId, noticeId, channelId, personId, word],
  );
  return { problemKey, noticeId, channelId };
}
