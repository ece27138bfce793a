-- Of an item that was left alone because a job held its record, who and until when is noted with its result.
GRANT UPDATE (held_by, held_until) ON bulk_item TO tieout_app;
