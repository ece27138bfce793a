/** Everything that the audit log can say was done. `subject.verb`, in the past tense. */
export const AUDIT_ACTIONS = [
  'person.signed_in',
  'person.sign_in_refused',
  'person.signed_out_everywhere',
  'person.identity_linked',
  'key.created',
  'key.revoked',
  'records.put',
  'attempts.reported',
  'record.changed',
  'record.status_changed',
  'record.excluded',
  'record.included',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

export type AuditSubjectType = 'person' | 'key' | 'record' | 'source' | 'tenant';
