import type { Role } from '#lib/access/permissions.ts';

/** What people can be told of. Each has its words, its roles and its defaults below. */
export const NOTICE_EVENTS = [
  'connection.lost',
  'connection.ends_soon',
  'connection.check_failed',
  'source.silent',
  'failures.many',
  'failures.new_kind',
  'inbox.waiting',
  'health_check.due',
  'job.poisoned',
  'digest.daily',
  'digest.weekly',
] as const;
export type NoticeEvent = (typeof NOTICE_EVENTS)[number];

export const SEVERITIES = ['info', 'warning', 'problem'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A problem has an end, which is told too; news is told once and is over; a test was asked for. */
export type NoticeType = 'problem' | 'recovery' | 'news' | 'test';

/** What a notice is about, for links and for machines. */
export type NoticeSubject = { type: 'connection' | 'source' | 'tenant' | 'job' | 'review'; id: string };

/** What makes one problem differ from the same problem before. */
export type NoticeFacts = Record<string, string | number | boolean | null>;

/** A problem as whoever found it tells it. */
export type RaisedNotice = {
  event: NoticeEvent;
  /** Names the problem within the tenant, at most 255 characters, such as `connection.lost:<id>`. */
  problemKey: string;
  subject: NoticeSubject | null;
  severity: Severity;
  /** One sentence for people, without a full stop. */
  title: string;
  /** What happened and what to do, in plain text; lines may be separated by line breaks. */
  body: string;
  /** Where to go, within the tenant and without a leading slash: `connections/<id>`. */
  href: string | null;
  /**
   * It is told again when these (or the severity) differ from what was told last. A figure that moves by itself belongs
   * into the body. They are sent to webhooks, so they hold no secret.
   */
  facts: NoticeFacts;
  /** Told to one person alone, by that person's own rule. */
  userId?: string;
};

/** What is told when a problem is over. */
export type Recovery = { title: string; body: string; href: string | null };

/** What e-mails, lists and webhooks are made from: one thing that was told. */
export type ToldNotice = {
  id: string;
  event: NoticeEvent | 'test';
  type: NoticeType;
  severity: Severity;
  title: string;
  body: string;
  path: string | null;
  facts: NoticeFacts;
  createdAt: Date;
};

type EventWords = {
  label: string;
  does: string;
  /** Members with one of these roles are told. */
  roles: readonly Role[];
  /** Whether they are told without anybody having chosen so. */
  isInApp: boolean;
  isByEmail: boolean;
};

const EVERYBODY: readonly Role[] = ['accounting_sync', 'admin'];
const STAFF: readonly Role[] = ['accounting_sync'];
const ADMINS: readonly Role[] = ['admin'];

/** What people read of each event, who may hear of it, and what holds as long as nobody chose otherwise. */
export const EVENT_OF: Record<NoticeEvent, EventWords> = {
  'connection.lost': {
    label: 'A connection is lost',
    does: 'The ledger no longer lets Tieout in. A second notice says when it does again.',
    roles: EVERYBODY,
    isInApp: true,
    isByEmail: true,
  },
  'connection.ends_soon': {
    label: 'A connection ends soon',
    does: '30, 14, 7 and 1 days before somebody must connect anew.',
    roles: EVERYBODY,
    isInApp: true,
    isByEmail: true,
  },
  'connection.check_failed': {
    label: 'A check of a connection failed',
    does: 'The plan, the permissions, a closed period or the like keep records from syncing.',
    roles: EVERYBODY,
    isInApp: true,
    isByEmail: false,
  },
  'source.silent': {
    label: 'A source is silent',
    does: 'No outcome was reported for longer than is usual, also when nothing failed.',
    roles: EVERYBODY,
    isInApp: true,
    isByEmail: true,
  },
  'failures.many': {
    label: 'Many records fail',
    does: 'More than so many, or so much money, within a time.',
    roles: STAFF,
    isInApp: true,
    isByEmail: false,
  },
  'failures.new_kind': {
    label: 'A new kind of error',
    does: 'An error code or message that was not seen for 90 days.',
    roles: STAFF,
    isInApp: true,
    isByEmail: false,
  },
  'inbox.waiting': {
    label: 'Something waits in the inbox',
    does: 'Once when it comes, and again when the inbox is empty.',
    roles: STAFF,
    isInApp: true,
    isByEmail: false,
  },
  'health_check.due': {
    label: 'A health check is due',
    does: 'It has run by itself and asks for a signature.',
    roles: EVERYBODY,
    isInApp: true,
    isByEmail: true,
  },
  'job.poisoned': {
    label: 'A job of Tieout failed for good',
    does: 'It was tried again and failed each time.',
    roles: ADMINS,
    isInApp: true,
    isByEmail: false,
  },
  'digest.daily': {
    label: 'Daily digest',
    does: 'What failed and what waits, with the money blocked, every day at one hour.',
    roles: STAFF,
    isInApp: false,
    isByEmail: false,
  },
  'digest.weekly': {
    label: 'Weekly digest',
    does: 'The same once a week.',
    roles: STAFF,
    isInApp: false,
    isByEmail: false,
  },
};
