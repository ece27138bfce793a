import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { childEnvironment } from '#lib/env.ts';
import { PlainError } from '../run-script.ts';
import type { Binaries } from './binaries.ts';
import type { ServerUser } from './server-user.ts';

/** What one PostgreSQL server needs to run. */
export type ServerPlan = {
  binaries: Binaries;
  /** The cluster's own folder. */
  folder: string;
  logFile: string;
  /** The system user to run as; null for this process's own. */
  user: ServerUser | null;
  superuserPassword: string;
  /** False for throw-away clusters of tests: faster, and unsafe if the power fails. */
  isDurable: boolean;
};

/** How to start a program of the cluster: as its user, in a folder everybody can enter, without the caller's PG* variables. */
export function spawnOptions(plan: ServerPlan) {
  const variables = Object.entries(childEnvironment({ LC_ALL: 'C' })).filter(([name]) => !name.startsWith('PG'));
  return {
    ...(plan.user ? { uid: plan.user.uid, gid: plan.user.gid } : {}),
    cwd: path.parse(plan.folder).root,
    env: Object.fromEntries(variables) as NodeJS.ProcessEnv,
    windowsHide: true,
  };
}

/** Makes the cluster's files if there are none yet. @throws PlainError when initdb fails */
export function createCluster(plan: ServerPlan): void {
  const { binaries, folder, user } = plan;
  const finished = path.join(folder, 'tieout-ready');
  if (existsSync(finished)) return;
  // What an interrupted first start left behind holds nothing.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const passwordFile = path.join(folder, '..', `initdb-password-${process.pid}`);
  writeFileSync(passwordFile, plan.superuserPassword, { mode: 0o600 });
  if (user) for (const made of [folder, passwordFile]) chownSync(made, user.uid, user.gid);
  const flags = {
    pgdata: folder,
    username: 'postgres',
    pwfile: passwordFile,
    auth: 'scram-sha-256',
    encoding: 'UTF8',
    locale: 'C',
    'locale-provider': 'builtin',
    'builtin-locale': 'C.UTF-8',
  };
  const args = Object.entries(flags).map(([name, value]) => `--${name}=${value}`);
  if (!plan.isDurable) args.push('--no-sync');
  const result = spawnSync(binaries.initdb, args, { ...spawnOptions(plan), encoding: 'utf8' });
  rmSync(passwordFile, { force: true });
  if (result.status === 0) {
    writeFileSync(finished, '');
    return;
  }
  rmSync(folder, { recursive: true, force: true });
  const reason = (result.stderr || result.error?.message || `it ended with ${result.status ?? result.signal}`).trim();
  throw new PlainError(`The embedded PostgreSQL could not set up ${folder}: ${reason}`);
}
