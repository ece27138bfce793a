import { newId } from '#lib/core/ids.ts';
import { asAdministrator } from './administrator.ts';

/** Makes an acknowledged problem of a tenant, assigned to a person and solved once before; gives its id. `word` is in every text of it. */
export async function fillProblem(tenantId: string, personId: string, word: string): Promise<string> {
  const id = newId();
  await asAdministrator(
    `WITH gathering AS (INSERT INTO problem_gathering (tenant_id, stamp, due_at) VALUES ($1, $4::text, '2099-01-01'))
     INSERT INTO problem (tenant_id, id, problem_key, cause, about_type, about_name, state, acknowledged_at,
                          acknowledged_by_name, assigned_to, first_seen_at, last_seen_at, opened_at)
     VALUES ($1, $2, $2, 'unknown', 'vendor', $4::text, 'acknowledged', now(), $4::text, $3, now(), now(), now())`,
    [tenantId, id, personId, word],
  );
  await asAdministrator(
    `INSERT INTO problem_solution (tenant_id, id, problem_id, problem_key, cause, opened_at, solved_at, how, solved_by_name, note, proof, done)
     VALUES ($1, $2, $3, $3, 'unknown', now(), now(), 'person', $4::text, $4::text, $5, $6)`,
    [
      tenantId,
      newId(),
      id,
      word,
      JSON.stringify({ ...NOTHING, completed: EMPTY, byHand: EMPTY, excluded: EMPTY, elsewhere: EMPTY, left: EMPTY }),
      JSON.stringify({
        notes: [{ at: '2026-01-01T00:00:00.000Z', byName: word, text: word }],
        ledgerChanges: [],
        putBacks: [],
      }),
    ],
  );
  // A check of it, with a record that the tenant has.
  await asAdministrator(
    `WITH made AS (INSERT INTO problem_check (tenant_id, id, problem_id, state, requested_by, unread)
                   VALUES ($1, $2, $2, 'ready', $3::text, $3::text))
     INSERT INTO problem_check_record (tenant_id, check_id, record_id, verdict, words, record_version)
     SELECT $1, $2, r.id, 'will_fail', $3::text, 1 FROM sync_record r WHERE r.tenant_id = $1 LIMIT 1`,
    [tenantId, id, word],
  );
  return id;
}

const EMPTY = { records: 0, money: [] };
const NOTHING = { lastAttemptAt: null, sample: [] };
