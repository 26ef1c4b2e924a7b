import { defineConfig } from 'vitest/config'

/** `unit` opens no store; the server's tests run on real embedded engines. Both: `npx vitest run`. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'packages/{contracts,methods,demo-world,cli,sdk-browser,web}/src/**/*.test.{ts,tsx}',
            'scripts/test/*.test.mjs',
          ],
          setupFiles: ['scripts/lib/property-seed.mjs'],
          pool: 'forks',
          isolate: false,
          maxWorkers: 2,
          testTimeout: 60_000,
        },
      },
      'packages/server',
    ],
  },
})
