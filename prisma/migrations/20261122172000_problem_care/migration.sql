-- Problems that a message was of before the rules, or the tenant's own word, said otherwise: those that are not solved yet.
-- So it is told where the records of one went that has none left.
ALTER TABLE message_diagnosis ADD COLUMN former_keys uuid[] NOT NULL DEFAULT '{}';
CREATE INDEX message_diagnosis_former ON message_diagnosis (tenant_id) WHERE former_keys <> '{}';

-- The problem that a solved one's records went to, and what people did about it with them: its notes are read there too.
ALTER TABLE problem ADD COLUMN grouped_under uuid;
ALTER TABLE problem ADD FOREIGN KEY (tenant_id, grouped_under) REFERENCES problem (tenant_id, id);
CREATE INDEX problem_grouped ON problem (tenant_id, grouped_under) WHERE grouped_under IS NOT NULL;
