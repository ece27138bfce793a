import { existsSync, readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';

const EVERY_MS = 50;

/**
 * Watches what a process, all that it starts, and the exporting database backends hold for themselves. `stop` gives by
 * how many MiB the peak was above the beginning; NaN where the system has no /proc.
 */
export async function watchMemory(pid: number, superuserUrl: string): Promise<{ stop: () => Promise<number> }> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  const idle = heldByTree(pid);
  let peak = idle;
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      const { rows } = await client.query<{ pid: number }>(
        `SELECT pid FROM pg_stat_activity WHERE application_name = 'tieout-export'`,
      );
      peak = Math.max(peak, heldByTree(pid) + rows.reduce((sum, row) => sum + heldBy(row.pid), 0));
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
  })();
  return {
    async stop() {
      isOver = true;
      await watching;
      await client.end();
      return Math.round((peak - idle) / 1024);
    },
  };
}

/** KiB of anonymous memory: what is shared with others, such as PostgreSQL's buffers, is nobody's own. */
function heldBy(pid: number): number {
  try {
    // One that has just ended holds nothing, and says nothing.
    return Number(/RssAnon:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return existsSync('/proc/self/status') ? 0 : Number.NaN;
  }
}

function heldByTree(pid: number): number {
  return heldBy(pid) + childrenOf(pid).reduce((sum, child) => sum + heldByTree(child), 0);
}

function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    );
  } catch {
    return [];
  }
}
