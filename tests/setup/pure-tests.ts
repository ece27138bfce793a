import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..', '..');
const IMPORT = /(?:\bfrom|\bimport\(|\bimport)\s*'([^']+)'/g;

/** What only a process of its own may do: have a database or other processes, and change what all its files share. */
const OWN_PROCESS = [
  'tests/setup/database-server.ts',
  'tests/setup/database.ts',
  'tests/setup/run-process.ts',
  'scripts/embedded-postgres.ts',
  'lib/db/client.ts',
];
const CHANGES_SHARED = /\bvi\.|\bsetEnvironment\b|\bprocess\.|\bglobalThis\b|\bnode:(?:child_process|http|net)\b/;

/** Gives the test files, by their paths, that compute and look alone: many of them can share one process. */
export function pureTests(): string[] {
  const imports = new Map<string, string[]>();
  const importsOf = (file: string): string[] => {
    const known = imports.get(file) ?? readImports(file);
    imports.set(file, known);
    return known;
  };
  return testFiles().filter((file) => {
    if (CHANGES_SHARED.test(readFileSync(path.join(root, file), 'utf8'))) return false;
    const reached = new Set([file]);
    for (const one of reached) for (const next of importsOf(one)) reached.add(next);
    return !OWN_PROCESS.some((own) => reached.has(own));
  });
}

function testFiles(): string[] {
  return readdirSync(path.join(root, 'tests'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.test\.tsx?$/.test(file))
    .map((file) => `tests/${file.replaceAll(path.sep, '/')}`)
    .toSorted();
}

function readImports(file: string): string[] {
  if (!existsSync(path.join(root, file))) return [];
  const text = readFileSync(path.join(root, file), 'utf8');
  return [...text.matchAll(IMPORT)].flatMap(([, specifier = '']) => {
    if (specifier.startsWith('#')) return [specifier.slice(1)];
    return specifier.startsWith('.') ? [path.posix.join(path.posix.dirname(file), specifier)] : [];
  });
}
