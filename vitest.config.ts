import { defineConfig } from 'vitest/config';
import { pureTests } from './tests/setup/pure-tests.ts';
import { WaitingFirst } from './tests/setup/waiting-first.ts';

const pure = pureTests();

export default defineConfig({
  test: {
    // Several files wait for processes that they kill; meanwhile the others go on.
    maxWorkers: 4,
    sequence: { sequencer: WaitingFirst },
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    allowOnly: false,
    env: { LOG_LEVEL: 'silent' },
    projects: [
      {
        extends: true,
        test: {
          name: 'database',
          include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
          exclude: pure,
          globalSetup: ['tests/setup/database-template.ts'],
          // Files run in processes of their own: a file's database and environment are its alone.
          isolate: true,
        },
      },
      {
        extends: true,
        // To start a process for a file takes longer than most of these take.
        test: { name: 'pure', include: pure, isolate: false },
      },
    ],
  },
});
