import type { Entity, LedgerDocument } from './qbo/entities.ts';
import { startQbo } from './qbo/server.ts';

const REALM_ID = '4620816365';

/** How far a writing call is: it has arrived, what it asks for is done, its answer is away. */
export type Phase = 'received' | 'stored' | 'answered';

type Options = {
  /** For so long a `requestid` is known again; after that the same call writes once more. */
  requestMemoryMs: number;
  /** Who is in its list of customers and vendors. */
  knows: (name: string) => boolean;
  /** What goes wrong with a call: too many of them, a proxy without a server, an answer that gets lost. */
  fault: () => 'throttled' | 'unavailable' | 'answer_lost' | null;
  /** Told of each writing call, by the bearer token of who calls. */
  onPhase: (token: string, phase: Phase) => void;
};

/** A QuickBooks Online as a sync job sees it: one company, to which any token may write. */
export type QuickBooks = {
  /** Where the API is, up to and with the company. */
  url: string;
  documents: (entity: Entity) => LedgerDocument[];
  close: () => Promise<void>;
};

/**
 * Serves what sync jobs need of QuickBooks Online's accounting API v3: create and full update by POST, read by id, and
 * query. As the real one does, it takes a number twice unless somebody looks first, refuses an old SyncToken, and
 * knows a `requestid` again for some time alone.
 */
export async function startQuickBooks({ requestMemoryMs, knows, fault, onPhase }: Options): Promise<QuickBooks> {
  const qbo = await startQbo({
    companies: [{ realmId: REALM_ID }],
    takesAnyToken: true,
    writes: { requestMemoryMs, knows },
    chance: () => {
      const wrong = fault();
      if (wrong === null) return null;
      return { kind: wrong === 'answer_lost' ? 'lost_after' : wrong };
    },
    onPhase,
  });
  return {
    url: `${qbo.origin}/v3/company/${REALM_ID}`,
    documents: (entity) => qbo.company(REALM_ID).documents(entity),
    close: qbo.close,
  };
}
