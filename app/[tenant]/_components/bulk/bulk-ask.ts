import type { OpenedAct } from '#lib/bulk/bulk-contract.ts';

/** Which records a person means: by their ids, or all that a list's address matches but some. Never the ids of all. */
export type AskedSelection =
  | { by: 'ids'; ids: string[] }
  /** What an outage of a connection made fail. */
  | { by: 'outage'; outage: string }
  | { by: 'list'; tab: string; query: string; exceptIds: string[] };

/** What a person asks for, before anything is known of what it means. */
export type BulkAsk =
  | {
      act: OpenedAct;
      selection: AskedSelection;
      /** How the one record is called, if it is one. */
      subject: string | null;
      /** Called once the work has begun. */
      onStarted?: () => void;
    }
  | { undoes: string };
