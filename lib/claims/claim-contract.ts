import { KIND_LABEL, type Kind } from '#lib/records/kinds.ts';

/** So many records a claim takes if it does not say, and at most. */
export const CLAIM_DEFAULT = 100;
export const CLAIM_MAX = 1_000;
/** For so long a job holds what it took if it does not say, and at most; it may extend that as often as it needs to. */
export const LEASE_SECONDS_DEFAULT = 300;
export const LEASE_SECONDS_MAX = 3_600;

/** Why a pending record is not handed out to a sync job at this moment. */
export type Wait =
  /** A job of this source works on it. */
  | { reason: 'held'; holder: string; until: string }
  /** Its state in the source system is none that is synced. */
  | { reason: 'source_status'; kind: Kind; sourceStatus: string | null; isVoid: boolean; needed: readonly string[] }
  /** A payment of a document that is not Complete yet; `others` more of them are not either. */
  | { reason: 'document'; kind: Kind; document: WaitedFor; others: number };

export type WaitedFor = {
  kind: Kind;
  sourceId: string;
  number: string | null;
  /** Null while nobody has sent it. */
  recordId: string | null;
  state: 'unknown' | 'excluded' | 'pending' | 'failed';
};

const STATE_WORDS: Record<WaitedFor['state'], string> = {
  unknown: ', which nobody has sent',
  excluded: ', which is excluded',
  pending: '',
  failed: ', which failed',
};

/** Gives the words for a wait: `Held by TMS until 10:42`, `Waits for invoice INV-1042`, `Bill is not approved (Draft)`. */
export function waitWords(wait: Wait, timeWords: (instant: string) => string): string {
  switch (wait.reason) {
    case 'held':
      return `Held by ${wait.holder} until ${timeWords(wait.until)}`;
    case 'source_status':
      return statusWords(wait);
    case 'document': {
      const { document, others } = wait;
      const name = `${KIND_LABEL[document.kind].one.toLowerCase()} ${document.number ?? document.sourceId}`;
      return `Waits for ${name}${others === 0 ? STATE_WORDS[document.state] : ` and ${others} more`}`;
    }
    default:
      return wait satisfies never;
  }
}

function statusWords({ kind, sourceStatus, isVoid, needed }: Extract<Wait, { reason: 'source_status' }>): string {
  const what = KIND_LABEL[kind].one;
  const now = sourceStatus === null || sourceStatus.trim() === '' ? 'no source status' : sourceStatus;
  if (isVoid) return `${what} is void in its source (${now})`;
  const named = needed.filter((status) => status !== '');
  if (named.length === 0) return `${what} is in a source status that is not synced (${now})`;
  return `${what} is not ${named.join(' or ')} (${now})`;
}
