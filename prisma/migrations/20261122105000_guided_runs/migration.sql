-- The latest guided runs, among the many that run by the clock.
CREATE INDEX check_run_guided ON check_run (tenant_id, requested_at DESC, id DESC) WHERE kind = 'guided';
