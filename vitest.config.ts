import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    maxWorkers: 3, // of two processors: many tests wait for what another process does
    testTimeout: 240_000, // no test waits for it; a machine that stalls does
    expect: { requireAssertions: true, poll: { timeout: 60_000 } },
    // Shown, with no figure to reach: `npm run coverage`. What only a browser runs is not in it.
    coverage: {
      include: ['{shared,server}/**/*.ts', 'client/**/*.ts'],
      exclude: ['server/db/migrations/**'],
      reporter: ['text-summary', 'html'],
    },
    projects: [
      { extends: true, test: { name: 'domain', include: ['tests/domain/**/*.test.ts'] } },
      { extends: true, test: { name: 'client', include: ['tests/client/**/*.test.{ts,tsx}'] } },
      {
        extends: true,
        test: {
          name: 'server',
          include: ['tests/server/**/*.test.ts'],
          globalSetup: ['tests/support/build-client.ts', 'tests/support/postgres-setup.ts'],
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'world',
          include: ['tests/world/**/*.test.ts'],
          globalSetup: ['tests/support/build-client.ts', 'tests/support/postgres-setup.ts'],
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
