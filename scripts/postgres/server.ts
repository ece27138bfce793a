import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { isAlive } from '../data-dir-lock.ts';
import { PlainError } from '../run-script.ts';
import { type ServerPlan, spawnOptions } from './cluster.ts';

/** A running PostgreSQL server. */
export type RunningServer = {
  port: number;
  /** Resolves when the server ends without being asked to. */
  lost: Promise<void>;
  /** Ends every session and stops the server; safe to call again. */
  stop: () => Promise<void>;
};

const startTimeoutMs = 60_000;
const stopTimeoutMs = 30_000;
const logLimitBytes = 10 * 1024 * 1024;
const isWindows = process.platform === 'win32';

/** An address on the embedded server. */
export function postgresUrl(user: string, password: string, port: number, database: string): string {
  return `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

/** A TCP port of this computer that nobody listens on at the moment. */
export async function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

function settings(plan: ServerPlan, port: number): string[] {
  const values: Record<string, string> = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '120',
    shared_buffers: '256MB',
    effective_cache_size: '1GB',
    work_mem: '16MB',
    maintenance_work_mem: '128MB',
    random_page_cost: '1.1',
    jit: 'off',
    max_wal_size: '2GB',
    wal_compression: 'on',
    password_encryption: 'scram-sha-256',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(plan.isDurable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function lastLogLines(plan: ServerPlan): string {
  if (!existsSync(plan.logFile)) return '(no log)';
  return readFileSync(plan.logFile, 'utf8').trimEnd().split('\n').slice(-5).join('\n');
}

/** The process that the cluster's own pid file names, when it lives. */
function postmasterPid(plan: ServerPlan): number | null {
  const file = path.join(plan.folder, 'postmaster.pid');
  const pid = existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : Number.NaN;
  return Number.isInteger(pid) && pid > 0 && isAlive(pid) ? pid : null;
}

/** False when the number was given to some other program since; a server's working folder is its cluster. */
function isPostmasterOf(plan: ServerPlan, pid: number): boolean {
  if (process.platform === 'linux') {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === plan.folder;
    } catch {
      return false;
    }
  }
  if (isWindows) return true;
  return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout.includes(plan.folder);
}

function pgCtl(plan: ServerPlan, args: string[]) {
  return spawnSync(plan.binaries.pgCtl, ['-D', plan.folder, ...args], { ...spawnOptions(plan), encoding: 'utf8' });
}

/** Stops a server that a killed Tieout left running on the cluster. Gives true when there was one. */
export function stopOrphan(plan: ServerPlan): boolean {
  const pid = postmasterPid(plan);
  if (pid === null) return false;
  if (!isPostmasterOf(plan, pid)) {
    rmSync(path.join(plan.folder, 'postmaster.pid'), { force: true });
    return false;
  }
  const seconds = String(stopTimeoutMs / 1000);
  if (pgCtl(plan, ['stop', '-m', 'fast', '-w', '-t', seconds]).status === 0) return true;
  if (pgCtl(plan, ['stop', '-m', 'immediate', '-w', '-t', seconds]).status === 0) return true;
  throw new PlainError(
    `A PostgreSQL left from an earlier start (process ${pid}) does not stop: end it, then start again.`,
  );
}

function launch(plan: ServerPlan, port: number): ChildProcess {
  if (existsSync(plan.logFile) && statSync(plan.logFile).size > logLimitBytes) rmSync(plan.logFile);
  // Opened here, so that the log may lie where the server's user cannot write.
  const log = openSync(plan.logFile, 'a', 0o600);
  const args = ['-D', plan.folder, ...settings(plan, port)];
  // Its own session: Ctrl-C in the terminal must reach web and worker first, and the database last.
  const options = {
    ...spawnOptions(plan),
    stdio: ['ignore', log, log] as ['ignore', number, number],
    detached: !isWindows,
  };
  // Windows: only pg_ctl gives up the administrator's rights, with which PostgreSQL refuses to run.
  const child = isWindows
    ? spawn(
        plan.binaries.pgCtl,
        [
          'start',
          '-D',
          plan.folder,
          '-w',
          '-o',
          settings(plan, port).join(' ').replace('unix_socket_directories=', 'unix_socket_directories=""'),
        ],
        options,
      )
    : spawn(plan.binaries.postgres, args, options);
  closeSync(log);
  return child;
}

async function isAnswering(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code === '28P01') {
      throw new PlainError(
        'The embedded PostgreSQL refuses the password of secrets.json: the file and the database are not of one time.',
      );
    }
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** Starts the server on a free port and waits until it answers. @throws PlainError with the log's end when it does not */
export async function startServer(plan: ServerPlan): Promise<RunningServer> {
  const port = await findFreePort();
  const child = launch(plan, port);
  let isStopping = false;
  let hasEnded = false;
  const ended = new Promise<void>((resolve) => {
    const onEnd = () => {
      hasEnded = true;
      resolve();
    };
    child.once('error', onEnd);
    // On Windows the child is pg_ctl, which ends well once the server runs.
    child.once('exit', (code) => (isWindows && code === 0) || onEnd());
  });
  const lost = new Promise<void>((resolve) => void ended.then(() => isStopping || resolve()));
  const stop = async () => {
    if (isStopping) return ended;
    isStopping = true;
    if (isWindows) {
      pgCtl(plan, ['stop', '-m', 'fast', '-w', '-t', String(stopTimeoutMs / 1000)]);
      return;
    }
    if (hasEnded) return;
    child.kill('SIGINT');
    const timer = setTimeout(() => child.kill('SIGQUIT'), stopTimeoutMs);
    await ended;
    clearTimeout(timer);
  };
  const deadline = Date.now() + startTimeoutMs;
  const url = postgresUrl('postgres', plan.superuserPassword, port, 'postgres');
  try {
    while (!(await isAnswering(url))) {
      if (hasEnded || Date.now() > deadline) {
        throw new PlainError(
          `The embedded PostgreSQL did not start; the end of ${plan.logFile}:\n${lastLogLines(plan)}`,
        );
      }
      await delay(50);
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, lost, stop };
}
