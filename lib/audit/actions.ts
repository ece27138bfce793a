/** Everything that the audit log can say was done. `subject.verb`, in the past tense. */
export const AUDIT_ACTIONS = [
  'person.signed_in',
  'person.sign_in_refused',
  'person.signed_out_everywhere',
  'person.identity_linked',
  'person.invited',
  'person.invite_revoked',
  'person.joined',
  'person.roles_changed',
  'person.removed',
  'person.signed_out_by_admin',
  'audit.exported',
  'key.created',
  'key.revoked',
  'hook.created',
  'hook.renamed',
  'hook.revoked',
  'hook.address_changed',
  'hook.mapping_changed',
  'hook.payloads_run_again',
  'hook_payload.matched',
  'hook_payload.dismissed',
  'hook_payload.restored',
  'attempt.matched',
  'attempt.dismissed',
  'attempt.restored',
  'rejected_item.dismissed',
  'rejected_item.restored',
  'rejected_item.corrected',
  'source.created',
  'source.settings_changed',
  'reference.put',
  'view.saved',
  'view.changed',
  'view.deleted',
  'view.default_set',
  'records.put',
  'attempts.reported',
  'claim.made',
  'claim.extended',
  'claim.released',
  'claim.ran_out',
  'record.released',
  'record.changed',
  'record.status_changed',
  'record.excluded',
  'record.included',
  'record.noted',
  'record.found_in_ledger',
  'cause.assigned',
  'problems.opened',
  'problem.opened',
  'problem.reopened',
  'problem.acknowledged',
  'problem.unacknowledged',
  'problem.assigned',
  'problem.due_set',
  'problem.muted',
  'problem.unmuted',
  'problem.put_back',
  'problem.failed_again',
  'problem.check_asked',
  'problem.checked',
  'problem.check_put_back',
  'problem.noted',
  'problem.solved',
  'problem.care_taken',
  'duplicate.dismissed',
  'duplicate.restored',
  'duplicate.search_asked',
  'export.created',
  'export.cancelled',
  'export.failed',
  'export.refused',
  'bulk.started',
  'bulk.stopped',
  'bulk.finished',
  'bulk.broken',
  'bulk.undone',
  'bulk.downloaded',
  'webhook.created',
  'webhook.deleted',
  'webhook.paused',
  'webhook.resumed',
  'webhook.switched_off',
  'webhook.secret_rotated',
  'webhook.tested',
  'webhook.replayed',
  'tenant.settings_changed',
  'notice_channel.added',
  'notice_channel.removed',
  'notice_channel.tested',
  'notice_rule.changed',
  'review.opened',
  'review.signed',
  'calendar_feed.created',
  'calendar_feed.revoked',
  'job.run_again',
  'import.uploaded',
  'import.read_anew',
  'import.checked',
  'import.started',
  'import.stopped',
  'import.finished',
  'import.broken',
  'import.refused',
  'import.rejected_downloaded',
  'connection.connect_begun',
  'connection.connected',
  'connection.reconnected',
  'connection.company_changed',
  'connection.connect_refused',
  'connection.disconnect_asked',
  'connection.disconnect_withdrawn',
  'connection.disconnected',
  'connection.lost',
  'connection.recovered',
  'connection.reported',
  'connection.check_asked',
  'connection.lists_asked',
  'connection.lists_cleared',
  'connection.put_back',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

export type AuditSubjectType =
  | 'person'
  | 'invite'
  | 'key'
  | 'record'
  | 'message'
  | 'problem'
  | 'duplicate'
  | 'source'
  | 'tenant'
  | 'view'
  | 'export'
  | 'import'
  | 'bulk_operation'
  | 'webhook'
  | 'hook'
  | 'hook_payload'
  | 'attempt'
  | 'rejected_item'
  | 'claim'
  | 'connection'
  | 'notice_channel'
  | 'notice_rule'
  | 'review'
  | 'calendar_feed'
  | 'job';
