import { runBulkOperation } from '#lib/bulk/run-bulk-operation.ts';
import type { JobRun } from './registry.ts';
import { listWaitingOperations } from './waiting-operations.ts';

/** So long one operation is worked on before the others have their turn. */
const SLICE_MS = 2_000;
/** So many operations at once, each on a connection of its own. */
const AT_ONCE = 2;

/**
 * Works on every bulk operation that waits, of whatever tenant, until none is left: the ones just started, and the ones
 * whose worker or web server died. Each has its slice of time in turn, so that a large one does not hold up the others.
 */
export async function bulkWork({ log, signal }: Pick<JobRun, 'log' | 'signal'>): Promise<void> {
  for (;;) {
    const waiting = await listWaitingOperations();
    if (waiting.length === 0 || signal.aborted) return;
    const failed = new Set<string>();
    const next = waiting.values();
    const workThrough = async () => {
      for (const { tenantId, id } of next) {
        if (signal.aborted) return;
        try {
          await runBulkOperation(tenantId, id, { signal, sliceMs: SLICE_MS });
        } catch (error) {
          // Its claim falls silent, and it is tried again then.
          failed.add(id);
          log.error({ err: error, operation: id }, 'bulk operation failed');
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, workThrough));
    if (failed.size === waiting.length) return;
  }
}
