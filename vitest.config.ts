import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
    globalSetup: ['tests/setup/database-template.ts'],
    // Files run in processes of their own: a file's database and environment are its alone.
    pool: 'forks',
    // Several files wait for processes that they kill; meanwhile the others go on.
    maxWorkers: 3,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    allowOnly: false,
    env: { LOG_LEVEL: 'silent' },
  },
});
