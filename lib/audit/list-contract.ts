import type { Day } from '#lib/core/dates.ts';
import type { AuditAction, AuditSubjectType } from './actions.ts';

/** All that stands for no one person or key: the worker and the commands of the operator. */
export const JOBS = 'jobs';

/** Which events are looked at. Null and an empty text mean any. */
export type AuditFilter = {
  /** The id of a person or key, or `jobs`. */
  actor: string | null;
  action: AuditAction | null;
  subjectType: AuditSubjectType | null;
  /** An id, or what people call it: a record's number, a key's prefix, a person's e-mail address. */
  subject: string;
  /** Inclusive days of the tenant. */
  from: Day | null;
  to: Day | null;
};

/** No condition at all. */
export const EVERY_EVENT: AuditFilter = {
  actor: null,
  action: null,
  subjectType: null,
  subject: '',
  from: null,
  to: null,
};

export const AUDIT_PAGE_SIZES = [50, 100, 250] as const;

/** One event as screens know it. */
export type AuditRow = {
  id: string;
  at: string;
  actor: { type: 'person' | 'api_key' | 'hook' | 'job'; id: string | null; name: string };
  address: string | null;
  action: string;
  subject: {
    type: string;
    id: string | null;
    /** What it is called now, or null if it has no name or is gone. */
    name: string | null;
    /** Of a record: its kind, and the currency that its amounts are in. */
    kind: string | null;
    currency: string | null;
  };
  before: unknown;
  after: unknown;
  note: string | null;
  correlationId: string;
  /** Of a record: the bulk change, of one record or many, that this was part of. */
  bulkOperationId: string | null;
};

/** A page of events, the newest first. `position`: events before it. */
export type AuditPage = {
  events: AuditRow[];
  position: number;
  nextCursor: string | null;
  previousCursor: string | null;
};

/** Somebody who stands in the log. */
export type AuditActor = { type: 'person' | 'api_key' | 'hook'; id: string; name: string };
