-- What a problem's title goes by besides its cause and object: the words it was told by, and the message of most records.
ALTER TABLE problem
  ADD COLUMN evidence   text[] NOT NULL DEFAULT '{}',
  ADD COLUMN message_id uuid;

-- What the worker and people say of problems themselves is no reason to look at the records again.
CREATE OR REPLACE FUNCTION problem_stamp(tenant uuid)
RETURNS text
LANGUAGE sql STABLE
SET search_path = pg_catalog, public
AS $$
  SELECT coalesce((SELECT hashtextextended(string_agg(e.id::text, ' '), 0)::text
                     FROM (SELECT id FROM audit_event WHERE tenant_id = tenant AND subject_type <> 'problem'
                            ORDER BY id DESC LIMIT 50) e), '')
      || ' ' || coalesce((SELECT concat_ws(' ', d.rules_version, d.walk_version, d.after_message)
                            FROM rediagnosis d WHERE d.tenant_id = tenant), '')
$$;
