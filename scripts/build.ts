import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { childEnvironment } from '#lib/env.ts';
import { nextProgram } from './next-program.ts';
import { PlainError } from './run-script.ts';

const root = path.join(import.meta.dirname, '..');
const stampFile = path.join(root, '.next', 'tieout-build.json');
/** What a build is made of; the generated client follows from prisma/schema. */
const sources = [
  'app',
  'components',
  'lib',
  'public',
  'prisma/schema',
  'next.config.ts',
  'proxy.ts',
  'instrumentation.ts',
  'postcss.config.mjs',
  'package-lock.json',
];
const generated = path.join('lib', 'db', 'generated');

function listFiles(relative: string): string[] {
  const full = path.join(root, relative);
  if (relative === generated || !existsSync(full)) return [];
  if (statSync(full).isFile()) return [relative];
  return readdirSync(full)
    .sort()
    .flatMap((name) => listFiles(path.join(relative, name)));
}

function hashSources(): string {
  const hash = createHash('sha256');
  for (const file of sources.flatMap((source) => listFiles(path.normalize(source)))) {
    hash.update(`${file.replaceAll(path.sep, '/')}\0`).update(readFileSync(path.join(root, file)));
  }
  return hash.digest('hex');
}

/** True when the production build in `.next` was made of the present sources. */
export function isBuildFresh(): boolean {
  if (!existsSync(stampFile) || !existsSync(path.join(root, '.next', 'BUILD_ID'))) return false;
  return (JSON.parse(readFileSync(stampFile, 'utf8')) as { sources: string }).sources === hashSources();
}

export type BuildOptions = {
  /** Takes each line that people should read. */
  say: (line: string) => void;
  signal?: AbortSignal;
  env?: Record<string, string | undefined>;
};

/** Makes the production build. @throws PlainError after the build's own messages when it fails */
export async function build({ say, signal, env = {} }: BuildOptions): Promise<void> {
  const wanted = hashSources();
  const startedAt = Date.now();
  const seconds = () => Math.round((Date.now() - startedAt) / 1000);
  say('Building the application, which takes a minute or two after each change of the sources...');
  const progress = setInterval(() => say(`  still building, ${seconds()} s`), 15_000);
  const child = spawn(process.execPath, [nextProgram, 'build'], {
    cwd: root,
    env: childEnvironment({ NEXT_TELEMETRY_DISABLED: '1', ...env, NODE_ENV: 'production' }),
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
    signal,
  });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', resolve);
  });
  clearInterval(progress);
  signal?.throwIfAborted();
  if (code !== 0) {
    process.stderr.write(Buffer.concat(output));
    throw new PlainError('The application could not be built; the lines above say why.');
  }
  writeFileSync(stampFile, `${JSON.stringify({ sources: wanted })}\n`);
  say(`Built in ${seconds()} s.`);
}
