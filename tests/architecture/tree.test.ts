import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { sourceFiles } from '#tests/factories/exported-functions.ts';
import { FOLDERS } from './read-imports.ts';

const ANY_CODE = /\.(ts|tsx|mts|mjs|cjs|css)$/;
const files = [
  ...FOLDERS.flatMap((folder) => sourceFiles(folder, ANY_CODE)),
  ...readdirSync('.').filter((file) => /\.(ts|mjs|cjs)$/.test(file) && !file.endsWith('.d.ts')),
];

/** Code without its comments: they may speak of what code may not do. */
function codeOf(file: string): string {
  return readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '$1');
}

test('the environment is read in lib/env.ts alone', () => {
  const mayRead = (file: string) =>
    file === 'lib/env.ts' ||
    file === 'scripts/bootstrap.mjs' ||
    /^[\w.]+\.config\.ts$/.test(file) ||
    file.startsWith('tests/setup/');
  const readers = files.filter((file) => !mayRead(file) && !file.startsWith('tests/architecture/'));
  const wrong = readers.filter((file) => {
    // Next asks for this one by its name, to leave the file out of other runtimes.
    const code = file === 'instrumentation.ts' ? codeOf(file).replace('process.env.NEXT_RUNTIME', '') : codeOf(file);
    return /process\.env\b|\bloadEnvFile\b/.test(code);
  });
  expect(wrong).toEqual([]);
});

test('no file or folder says nothing of what is in it', () => {
  const empty = /(^|\/)(utils?|helpers?|common|misc|shared)(\/|\.|$)/i;
  expect(files.filter((file) => empty.test(file))).toEqual([]);
});

test('there are no barrels', () => {
  expect(files.filter((file) => /(^|\/)index\.(ts|tsx)$/.test(file))).toEqual([]);
  expect(files.filter((file) => /^export (\*|\{[^}]*\}) from /m.test(readFileSync(file, 'utf8')))).toEqual([]);
});

test('no file of code is longer than 400 lines', () => {
  expect(files.filter((file) => !file.endsWith('.css') && readFileSync(file, 'utf8').split('\n').length > 400)).toEqual(
    [],
  );
});

test('nothing is left for later, and no test is left out', () => {
  const later = new RegExp(
    ['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X', 'HA' + 'CK'].map((word) => `\\b${word}\\b`).join('|'),
  );
  const left = new RegExp(`\\b(test|it|describe)(\\.\\w+)*\\.(only|skip|to${'do'}|fails)\\b|waitFor${'Timeout'}`);
  const wrong = files.filter(
    (file) => later.test(readFileSync(file, 'utf8')) || (file.startsWith('tests/') && left.test(codeOf(file))),
  );
  expect(wrong).toEqual([]);
});

test('every path that the documents name exists', () => {
  const documents = ['README.md', ...(existsSync('docs') ? sourceFiles('docs', /\.md$/) : [])].filter((file) =>
    existsSync(file),
  );
  const named = documents.flatMap((document) => {
    const text = readFileSync(document, 'utf8');
    const quoted = [...text.matchAll(/`((?:app|components|docs|lib|prisma|public|scripts|tests|\.ci)\/[\w./[\]-]*)`/g)];
    const linked = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)];
    return [
      ...quoted.map(([, target = '']) => ({ document, target, file: target })),
      ...linked.map(([, target = '']) => ({ document, target, file: path.join(path.dirname(document), target) })),
    ];
  });
  expect(named.filter(({ file }) => !existsSync(file)).map(({ document, target }) => `${document}: ${target}`)).toEqual(
    [],
  );
});
