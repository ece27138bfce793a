import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Import, readImports } from './read-imports.ts';

const imports = readImports();
const ours = imports.filter((one): one is Import & { to: string } => one.to !== null);

/** Files of nouns that hold words, shapes and sums alone, so that the browser may have them too. */
const PURE = [
  'lib/adoption/adoption-contract.ts',
  'lib/amounts/amount-contract.ts',
  'lib/core/money.ts',
  'lib/core/dates.ts',
  'lib/audit/actions.ts',
  'lib/audit/action-words.ts',
  'lib/audit/list-contract.ts',
  'lib/access/password-rule.ts',
  'lib/access/permissions.ts',
  'lib/access/role-words.ts',
  'lib/bulk/bulk-contract.ts',
  'lib/checks/check-contract.ts',
  'lib/causes/causes.ts',
  'lib/causes/cause-words.ts',
  'lib/causes/catalogue/catalogue.ts',
  'lib/causes/catalogue/connection.ts',
  'lib/causes/catalogue/documents.ts',
  'lib/causes/catalogue/references.ts',
  'lib/causes/catalogue/service.ts',
  'lib/causes/reading/answer-words.ts',
  'lib/claims/claim-contract.ts',
  'lib/comparisons/comparison-contract.ts',
  'lib/comparisons/suggestion.ts',
  'lib/connections/connect-contract.ts',
  'lib/connections/connection-contract.ts',
  'lib/connections/connection-page-contract.ts',
  'lib/imports/choice-errors.ts',
  'lib/imports/import-contract.ts',
  'lib/imports/import-fields.ts',
  'lib/imports/read-values.ts',
  'lib/inbox/inbox-contract.ts',
  'lib/ingest/carrier-contract.ts',
  'lib/ledger-lists/list-contract.ts',
  'lib/ledger-documents/document-contract.ts',
  'lib/ledgers/ledger-names.ts',
  'lib/ledgers/ledger-document.ts',
  'lib/mapping/target-fields.ts',
  'lib/mapping/mapping-contract.ts',
  'lib/duplicates/duplicate-contract.ts',
  'lib/duplicates/duplicate-words.ts',
  'lib/duplicates/remedy.ts',
  'lib/guidance/guidance-contract.ts',
  'lib/hooks/hook-contract.ts',
  'lib/forecasts/accuracy-contract.ts',
  'lib/forecasts/forecast-contract.ts',
  'lib/overview/overview-contract.ts',
  'lib/reference/reference-contract.ts',
  'lib/records/kinds.ts',
  'lib/records/list-contract.ts',
  'lib/records/record-contract.ts',
  'lib/views/view-contract.ts',
  'lib/webhooks/webhook-contract.ts',
  'lib/notices/notice-contract.ts',
  'lib/notices/channel-contract.ts',
  'lib/notices/rule-contract.ts',
  'lib/reviews/review-contract.ts',
  'lib/calendar/calendar-contract.ts',
  'lib/tenant-jobs/tenant-job-contract.ts',
];

const FOUNDATIONS = ['core', 'db', 'access', 'audit', 'secrets'];
const ROOT_FILES = ['lib/env.ts', 'lib/log.ts'];

function folderOf(file: string): string {
  return file.split('/')[0] ?? '';
}

/** The room of lib/ that a file lies in: `records` of `lib/records/kinds.ts`. */
function roomOf(file: string): string | null {
  return /^lib\/([\w-]+)\//.exec(file)?.[1] ?? null;
}

function shown(list: readonly Import[]): string[] {
  return list.map(({ from, specifier }) => `${from} imports ${specifier}`);
}

test('there is something to check', () => {
  expect(ours.length).toBeGreaterThan(300);
  expect(ours.filter(({ isTypeOnly }) => isTypeOnly).length).toBeGreaterThan(50);
});

test('every import of ours names a file that exists, with its extension', () => {
  const generated = 'lib/db/generated/';
  const wrong = ours.filter(({ to }) => !to.startsWith(generated) && !(existsSync(to) && /\.\w+$/.test(to)));
  expect(shown(wrong)).toEqual([]);
});

describe('Imports go one way', () => {
  const allowed: Record<string, string[]> = {
    app: ['app', 'components', 'lib'],
    components: ['components', 'lib'],
    lib: ['lib'],
    scripts: ['scripts', 'lib', 'prisma'],
    prisma: ['prisma', 'lib', 'scripts'],
  };

  // The demo's ledgers are what the tests connect to.
  const isDemoLedger = ({ from, to }: { from: string; to: string }) =>
    from === 'scripts/demo-ledgers.ts' && to.startsWith('tests/simulators/');

  test.each(Object.entries(allowed))('%s imports from %j alone', (folder, targets) => {
    const wrong = ours.filter(
      (one) => folderOf(one.from) === folder && !targets.includes(folderOf(one.to)) && !isDemoLedger(one),
    );
    expect(shown(wrong)).toEqual([]);
  });

  test('nothing but tests and the demo’s ledgers imports tests', () => {
    const wrong = ours.filter(({ from, to }) => folderOf(to) === 'tests' && folderOf(from) !== 'tests');
    expect(shown(wrong.filter((one) => !isDemoLedger(one)))).toEqual([]);
  });

  test('there is no cycle', () => {
    const next = new Map<string, string[]>();
    for (const { from, to, isTypeOnly } of ours) if (!isTypeOnly) next.set(from, [...(next.get(from) ?? []), to]);
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (file: string, trail: string[]): void => {
      if (trail.includes(file)) cycles.push([...trail.slice(trail.indexOf(file)), file].join(' → '));
      if (trail.includes(file) || done.has(file)) return;
      for (const target of next.get(file) ?? []) visit(target, [...trail, file]);
      done.add(file);
    };
    for (const file of next.keys()) visit(file, []);
    expect(cycles).toEqual([]);
  });
});

describe('lib', () => {
  const inLib = imports.filter(({ from }) => folderOf(from) === 'lib');

  test('is free of React and Next, but for lib/http', () => {
    const screen = /^(react|react-dom|next|next-auth|@mantine|@tabler|@tanstack)(\/|$)/;
    expect(shown(inLib.filter(({ from, specifier }) => screen.test(specifier) && roomOf(from) !== 'http'))).toEqual([]);
  });

  test('core imports nothing of ours', () => {
    const wrong = ours.filter(({ from, to }) => roomOf(from) === 'core' && roomOf(to) !== 'core');
    expect(shown(wrong)).toEqual([]);
  });

  test('access, audit, db and secrets know no noun', () => {
    const wrong = ours.filter(
      ({ from, to }) =>
        FOUNDATIONS.includes(roomOf(from) ?? '') && !ROOT_FILES.includes(to) && !FOUNDATIONS.includes(roomOf(to) ?? ''),
    );
    expect(shown(wrong)).toEqual([]);
  });

  test('db knows core alone', () => {
    const wrong = ours.filter(
      ({ from, to }) => roomOf(from) === 'db' && !ROOT_FILES.includes(to) && !['db', 'core'].includes(roomOf(to) ?? ''),
    );
    expect(shown(wrong)).toEqual([]);
  });

  test('no noun knows its adapters', () => {
    const adapters = ['http', 'jobs'];
    const wrong = ours.filter(
      ({ from, to }) =>
        folderOf(from) === 'lib' && adapters.includes(roomOf(to) ?? '') && !adapters.includes(roomOf(from) ?? ''),
    );
    expect(shown(wrong)).toEqual([]);
  });

  test('a noun’s where.ts and internal.ts are its own', () => {
    const wrong = ours.filter(
      ({ from, to }) =>
        /^lib\/.*\/(where|internal)\.ts$/.test(to) && roomOf(from) !== roomOf(to) && folderOf(from) !== 'tests',
    );
    expect(shown(wrong)).toEqual([]);
  });

  test('the generated client is known within lib alone', () => {
    const wrong = ours.filter(({ from, to }) => to.includes('/generated/') && folderOf(from) !== 'lib');
    expect(shown(wrong)).toEqual([]);
  });

  test.each([
    ['makeContext', ['access']],
    ['tenantTransaction', ['access', 'db']],
    ['personTransaction', ['access', 'db']],
    // Housekeeping clears sign-in counters, which belong to no tenant.
    ['database', ['access', 'db', 'jobs']],
  ])('%s is for lib/%j alone: everybody else is given a Ctx', (name, rooms) => {
    const wrong = ours.filter(
      ({ from, to, names }) =>
        folderOf(to) === 'lib' &&
        names.includes(name) &&
        folderOf(from) !== 'tests' &&
        !rooms.includes(roomOf(from) ?? ''),
    );
    expect(shown(wrong)).toEqual([]);
  });
});

describe('What the browser gets', () => {
  const isClient = new Map<string, boolean>();

  function runsInBrowser(file: string): boolean {
    const known = isClient.get(file);
    if (known !== undefined) return known;
    const is = /^\s*(\/\/.*\n|\/\*[\s\S]*?\*\/\s*)*['"]use client['"]/.test(readFileSync(file, 'utf8'));
    isClient.set(file, is);
    return is;
  }

  test('components take only types and pure files from lib', () => {
    const wrong = ours.filter(
      ({ from, to, isTypeOnly }) =>
        folderOf(from) === 'components' && folderOf(to) === 'lib' && !isTypeOnly && !PURE.includes(to),
    );
    expect(shown(wrong)).toEqual([]);
  });

  test('client files of app, and all that they import, take only types and pure files from lib', () => {
    const reached = new Set(
      [...new Set(ours.map(({ from }) => from))].filter((file) => folderOf(file) === 'app' && runsInBrowser(file)),
    );
    const wrong: Import[] = [];
    for (const file of reached) {
      for (const one of ours) {
        if (one.from !== file || one.isTypeOnly) continue;
        const isAction = existsSync(one.to) && /^['"]use server['"]/.test(readFileSync(one.to, 'utf8'));
        if (folderOf(one.to) === 'app' && !isAction) reached.add(one.to);
        if (folderOf(one.to) === 'lib' && !PURE.includes(one.to)) wrong.push(one);
      }
    }
    expect(reached.size).toBeGreaterThan(5);
    expect(shown(wrong)).toEqual([]);
  });

  test('pure files are pure: they import each other alone', () => {
    const wrong = imports.filter(
      ({ from, to, specifier, isTypeOnly }) =>
        PURE.includes(from) && !isTypeOnly && (to === null ? specifier !== 'luxon' : !PURE.includes(to)),
    );
    expect(shown(wrong)).toEqual([]);
  });
});
