import { AUDIT_ACTIONS, type AuditAction, type AuditSubjectType } from './actions.ts';

/** How people read each act. A new action has no type without its words here. */
export const ACTION_WORDS: Record<AuditAction, string> = {
  'person.signed_in': 'Signed in',
  'person.sign_in_refused': 'Sign-in refused',
  'person.signed_out_everywhere': 'Signed out on every device',
  'person.identity_linked': 'Linked single sign-on',
  'person.invited': 'Invited somebody',
  'person.invite_revoked': 'Took an invitation back',
  'person.joined': 'Joined',
  'person.roles_changed': 'Changed roles',
  'person.removed': 'Removed a person',
  'person.signed_out_by_admin': 'Signed somebody out everywhere',
  'key.created': 'Created an API key',
  'key.revoked': 'Revoked an API key',
  'hook.created': 'Made a hook',
  'hook.renamed': 'Renamed a hook',
  'hook.revoked': 'Revoked a hook',
  'hook.address_changed': 'Changed the address of a hook',
  'hook.mapping_changed': 'Changed the mapping of a hook',
  'hook.payloads_run_again': 'Ran a mapping over waiting payloads',
  'hook_payload.matched': 'Matched a payload to a record',
  'hook_payload.dismissed': 'Dismissed a payload',
  'hook_payload.restored': 'Put a payload back into the inbox',
  'source.created': 'Created a source',
  'source.settings_changed': 'Changed the settings of a source',
  'view.saved': 'Saved a view',
  'view.changed': 'Changed a view',
  'view.deleted': 'Deleted a view',
  'view.default_set': 'Chose the default view',
  'records.put': 'Sent records',
  'attempts.reported': 'Reported attempts',
  'record.changed': 'Changed a document',
  'record.status_changed': 'Changed a sync status',
  'record.excluded': 'Excluded a record',
  'record.included': 'Included a record again',
  'record.noted': 'Wrote a note',
  'export.created': 'Exported a list',
  'export.cancelled': 'Stopped an export',
  'export.failed': 'An export failed',
  'export.refused': 'Export refused',
  'bulk.started': 'Began a bulk change',
  'bulk.stopped': 'Stopped a bulk change',
  'bulk.finished': 'Finished a bulk change',
  'bulk.broken': 'A bulk change broke off',
  'bulk.undone': 'Undid a bulk change',
  'bulk.downloaded': 'Downloaded the result of a bulk change',
  'tenant.settings_changed': 'Changed the settings',
  'import.uploaded': 'Uploaded a file to import',
  'import.read_anew': 'Had a file read anew',
  'import.checked': 'Checked an import',
  'import.started': 'Began an import',
  'import.stopped': 'Stopped an import',
  'import.finished': 'Finished an import',
  'import.broken': 'An import broke off',
  'import.refused': 'A file was refused',
  'import.rejected_downloaded': 'Downloaded the rejected rows of an import',
  'audit.exported': 'Exported the audit log',
};

/** How people read what an act is about. */
export const SUBJECT_WORDS: Record<AuditSubjectType, string> = {
  record: 'Record',
  person: 'Person',
  invite: 'Invitation',
  key: 'API key',
  source: 'Source',
  tenant: 'Business',
  view: 'Saved view',
  export: 'Export',
  bulk_operation: 'Bulk change',
  import: 'Import',
  hook: 'Hook',
  hook_payload: 'Payload',
};

/** Every kind of subject. */
export const SUBJECT_TYPES = Object.keys(SUBJECT_WORDS) as AuditSubjectType[];

/** Takes an action as stored; gives it in words, or as it is if this Tieout does not know it. */
export function actionWords(action: string): string {
  const known = AUDIT_ACTIONS.find((one) => one === action);
  return known === undefined ? action.replace(/^record\./, '').replace(/[._]/g, ' ') : ACTION_WORDS[known];
}
