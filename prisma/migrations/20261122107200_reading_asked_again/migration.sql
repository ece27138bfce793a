-- A list that is asked for while it is being read is read once more: what was changed may lie behind the page that is read.

ALTER TABLE ledger_reading
  -- asked for since the reading began that is under way, or that broke off
  ADD COLUMN is_asked_again boolean NOT NULL DEFAULT false;
