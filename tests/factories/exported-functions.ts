import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** One function that a file of ours exports: `file` from the root with all its text, and the function's head and source. */
export type ExportedFunction = { file: string; fileText: string; name: string; head: string; source: string };

/** Every source file under a folder, but generated ones and tests, from the root and with forward slashes. */
export function sourceFiles(folder: string, pattern = /\.tsx?$/): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => path.join(folder, file).replaceAll('\\', '/'))
    .filter((file) => pattern.test(file) && !file.includes('/generated/') && !file.endsWith('.d.ts'))
    .sort();
}

/** Every function that the files of lib/ export. */
export function exportedFunctions(folder = 'lib'): ExportedFunction[] {
  return sourceFiles(folder).flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    const found = text.matchAll(/^export (?:async )?function\*? (\w+)[\s\S]*?^\}/gm);
    return [...found].map(([source, name = '']) => ({
      file,
      fileText: text,
      name,
      source,
      head: source.slice(0, source.indexOf(' {\n')),
    }));
  });
}
