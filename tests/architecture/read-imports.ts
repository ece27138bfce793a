import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sourceFiles } from '#tests/factories/exported-functions.ts';

/** One import of one file: what it asks for, and the file of ours that this is, or null for a package. */
export type Import = {
  from: string;
  specifier: string;
  to: string | null;
  /** Nothing of it is left at run time. */
  isTypeOnly: boolean;
  names: string[];
};

export const FOLDERS = ['app', 'components', 'lib', 'scripts', 'prisma', 'tests'];

const STATEMENT = /^(?:import|export)\s+(type\s+)?(?:([^'";]*?)\s+from\s+)?'([^']+)'/gm;
const DYNAMIC = /\bimport\('([^']+)'\)/g;

/** Reads every import of every source file; the formatter sees to it that they all look alike. */
export function readImports(): Import[] {
  const files = [
    ...FOLDERS.flatMap((folder) => sourceFiles(folder)),
    'proxy.ts',
    'instrumentation.ts',
    'next.config.ts',
  ];
  return files.filter((file) => existsSync(file)).flatMap(importsOf);
}

function importsOf(from: string): Import[] {
  const text = readFileSync(from, 'utf8');
  const fixed = [...text.matchAll(STATEMENT)].map(([, type, clause = '', specifier = '']) => {
    const parts =
      /\{([^}]*)\}/
        .exec(clause)?.[1]
        ?.split(',')
        .map((part) => part.trim())
        .filter(Boolean) ?? [];
    const isOnlyNamed = clause.trim().startsWith('{') && parts.length > 0;
    return {
      from,
      specifier,
      to: resolve(from, specifier),
      isTypeOnly: type !== undefined || (isOnlyNamed && parts.every((part) => part.startsWith('type '))),
      names: parts.map((part) => part.replace(/^type /, '').split(' as ')[0] ?? ''),
    };
  });
  const dynamic = [...text.matchAll(DYNAMIC)].map(([, specifier = '']) => ({
    from,
    specifier,
    to: resolve(from, specifier),
    isTypeOnly: false,
    names: [],
  }));
  return [...fixed, ...dynamic];
}

function resolve(from: string, specifier: string): string | null {
  if (specifier.startsWith('#')) return specifier.slice(1);
  if (specifier.startsWith('.')) return path.posix.normalize(path.posix.join(path.posix.dirname(from), specifier));
  return null;
}
