import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { PlainError } from '../run-script.ts';

/** The unprivileged system user that PostgreSQL runs as when Tieout runs as root. */
export type ServerUser = { name: string; uid: number; gid: number };

function numberFrom(command: string, args: string[]): number | null {
  const result = spawnSync(command, args, { encoding: 'utf8' });
  const value = Number.parseInt(result.stdout ?? '', 10);
  return result.status === 0 && Number.isInteger(value) ? value : null;
}

function findUser(name: string): ServerUser | null {
  const uid = numberFrom('id', ['-u', name]);
  const gid = numberFrom('id', ['-g', name]);
  return uid === null || gid === null || uid === 0 ? null : { name, uid, gid };
}

function createUser(name: string): ServerUser | null {
  const attempts: [string, string[]][] = [
    ['useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', name]],
    ['adduser', ['-S', '-D', '-H', name]],
  ];
  for (const [command, args] of attempts) {
    spawnSync(command, args, { stdio: 'ignore' });
    const user = findUser(name);
    if (user) return user;
  }
  return null;
}

/**
 * The user to run PostgreSQL as: null unless this process is root, as which PostgreSQL refuses to run.
 * @throws PlainError when the system has no unprivileged user
 */
export function findServerUser(): ServerUser | null {
  if (process.getuid?.() !== 0) return null;
  const user = findUser('postgres') ?? createUser('postgres') ?? findUser('nobody');
  if (user) return user;
  throw new PlainError(
    'PostgreSQL refuses to run as root, and no user "postgres" could be made: start Tieout as another user.',
  );
}

/** True when the user may enter a folder: every folder on the way to it lets the user through. */
export function canEnter(folder: string, user: ServerUser): boolean {
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (stats) {
    const bit = stats.uid === user.uid ? 0o100 : stats.gid === user.gid ? 0o010 : 0o001;
    if ((stats.mode & bit) === 0) return false;
  }
  const parent = path.dirname(folder);
  return parent === folder || canEnter(parent, user);
}

/** True when the user may run a program, found out by running it. */
export function canRun(program: string, user: ServerUser): boolean {
  return spawnSync(program, ['--version'], { uid: user.uid, gid: user.gid, cwd: '/', stdio: 'ignore' }).status === 0;
}

/** A lasting folder of root's that other users can enter, one per data directory. @throws PlainError when there is none */
export function makeOpenPlace(dataDir: string): string {
  const name = `tieout-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`;
  for (const parent of ['/var/lib', '/var/tmp']) {
    const place = path.join(parent, name);
    try {
      mkdirSync(place);
      chmodSync(place, 0o755);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') continue;
    }
    // In a folder that all may write, somebody else could have put something of that name first.
    const stats = lstatSync(place);
    if (stats.isDirectory() && stats.uid === 0 && (stats.mode & 0o022) === 0) return place;
  }
  throw new PlainError(
    `The user that runs PostgreSQL cannot enter ${dataDir}: set TIEOUT_DATA_DIR to a folder such as /var/lib/tieout that every user can enter.`,
  );
}
