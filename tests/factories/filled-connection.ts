import { newId } from '#lib/core/ids.ts';
import { asAdministrator } from './administrator.ts';

/** What a filled connection holds, by its ids. */
export type FilledConnection = {
  grantId: string;
  attemptId: string;
  outageId: string;
  runId: string;
  duplicateId: string;
};

/** Fills every table of a tenant's connection with a row that holds `word`. */
export async function fillConnection(
  { tenantId, connectionId, sourceId }: { tenantId: string; connectionId: string; sourceId: string },
  word: string,
): Promise<FilledConnection> {
  const [grantId, attemptId, outageId, runId, readingId] = [newId(), newId(), newId(), newId(), newId()];
  await asAdministrator(
    `INSERT INTO ledger_grant (tenant_id, id, ledger, environment, tokens, key_id, scopes, issued_at, access_ends_at,
                               refresh_ends_at, granted_by_name)
     VALUES ($1, $2, 'qbo', 'demo', $3::text::bytea, 'k1', '{a}', now(), now() + interval '1 hour', now() + interval '100 days', $3::text)`,
    [tenantId, grantId, word],
  );
  await asAdministrator(
    `INSERT INTO connect_attempt (tenant_id, id, ledger, state_hash, session_hash, user_id, companies, expires_at)
     VALUES ($1, $2, 'qbo', $3::text::bytea, $3::text::bytea, $2, to_jsonb($3::text), now() + interval '10 minutes')`,
    [tenantId, attemptId, word],
  );
  await asAdministrator(
    `WITH event AS (INSERT INTO connection_event (tenant_id, id, connection_id, type, by_name, facts)
                    VALUES ($1, $3, $2, 'connected', $4::text, to_jsonb($4::text))),
          outage AS (INSERT INTO connection_outage (tenant_id, id, connection_id, matter, check_name, sentence, began_at)
                     VALUES ($1, $3, $2, 'own_link', 'authorised', $4::text, now())),
          run AS (INSERT INTO check_run (tenant_id, id, connection_id, kind, state, requested_by, ended_at)
                  VALUES ($1, $5, $2, 'full', 'finished', $4::text, now())),
          day AS (INSERT INTO ledger_call_day (tenant_id, connection_id, day, made) VALUES ($1, $2, current_date, 1))
     INSERT INTO connection_report (tenant_id, id, connection_id, source_id, state, message, checked_at)
     VALUES ($1, $3, $2, $6, 'broken', $4::text, now())`,
    [tenantId, connectionId, outageId, word, runId, sourceId],
  );
  await asAdministrator(
    `WITH item AS (INSERT INTO ledger_item (tenant_id, connection_id, type, external_key, name, name_key, email)
                   VALUES ($1, $2, 'customer', $4::text, $4::text, $4::text, $4::text)),
          document AS (INSERT INTO ledger_document (tenant_id, connection_id, kind, external_key, number, number_key, contact_name,
                                                    contact_folded, total, currency, document_date, status, lines)
                       VALUES ($1, $2, 'invoice', $4::text, $4::text, lower($4::text), $4::text, lower($4::text), 10, 'USD', '2026-01-31',
                               'open', jsonb_build_array(jsonb_build_object('lineNo', 1, 'description', $4::text)))),
          reading AS (INSERT INTO ledger_reading (tenant_id, connection_id, type, state, reading_id)
                      VALUES ($1, $2, 'customer', 'read', $5)),
          change AS (INSERT INTO ledger_item_change (tenant_id, id, connection_id, type, external_key, name, what)
                     VALUES ($1, $5, $2, 'customer', $4::text, $4::text, 'added'))
     INSERT INTO check_result (tenant_id, run_id, check_name, connection_id, matter, state, sentence, evidence)
     VALUES ($1, $3, 'authorised', $2, 'own_link', 'ok', $4::text, to_jsonb($4::text))`,
    [tenantId, connectionId, runId, word, readingId],
  );
  await fillComparisons({ tenantId, connectionId, sourceId }, word);
  const duplicateId = newId();
  await asAdministrator(
    `WITH search AS (INSERT INTO duplicate_search (tenant_id, subject, runner, claimed_at, problem) VALUES ($1, 'contact', $3, now(), $4::text))
     INSERT INTO duplicate_pair (tenant_id, id, subject, connection_id, kind, left_key, right_key, score, state, group_id, is_lead,
                                 group_size, search_id)
     VALUES ($1, $3, 'contact', $2, 'customer', $4::text, $4::text || '2', 90, 'open', $3, true, 2, $3)`,
    [tenantId, connectionId, duplicateId, word],
  );
  return { grantId, attemptId, outageId, runId, duplicateId };
}

async function fillComparisons(
  { tenantId, connectionId, sourceId }: { tenantId: string; connectionId: string; sourceId: string },
  word: string,
): Promise<void> {
  const referenceId = newId();
  await asAdministrator(
    `INSERT INTO reference_item (tenant_id, id, source_id, type, external_key, name, name_key)
     VALUES ($1, $2, $3, 'item', $4::text, $4::text, $4::text)`,
    [tenantId, referenceId, sourceId, word],
  );
  await asAdministrator(
    `WITH done AS (INSERT INTO ledger_comparison (tenant_id, connection_id, subject, compared_at, counts)
                   SELECT $1, $2, s, now(), to_jsonb($4::text) FROM unnest(ARRAY['names', 'charts', 'codes']) s),
          name AS (INSERT INTO name_match (tenant_id, connection_id, party, name, outcome, email_outcome, records, open_records)
                   VALUES ($1, $2, 'payer', $4::text, 'missing', 'no_contact', 1, 1)),
          code AS (INSERT INTO code_match (tenant_id, connection_id, type, code, outcome, open_records)
                   VALUES ($1, $2, 'account', $4::text, 'unknown', 1))
     INSERT INTO chart_match (tenant_id, connection_id, reference_id, type, outcome, name_key)
     VALUES ($1, $2, $3, 'item', 'missing', $4::text)`,
    [tenantId, connectionId, referenceId, word],
  );
}
