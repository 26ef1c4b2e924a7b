import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: ['test/engines.ts'],
    setupFiles: ['../../scripts/lib/property-seed.mjs'],
    pool: 'forks',
    // Loading the server takes a worker longer than most files take; the files share what it has loaded.
    isolate: false,
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
