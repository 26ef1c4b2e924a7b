import { defineConfig } from '@playwright/test'

/** `npm run e2e` starts a server with the demo world, says where it is and which Chromium to use, and runs this. */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  // The audit of every page in both themes takes longer than all flows together: TEIA_E2E_PAGES=on runs it as well.
  testIgnore: process.env.TEIA_E2E_PAGES === 'on' ? [] : ['**/pages.spec.ts'],
  outputDir: 'artifacts/e2e',
  // Two cores also carry the server and its engines.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: process.env.CI !== undefined,
  reporter: process.env.CI ? [['list'], ['json']] : [['list']],
  use: {
    baseURL: process.env.TEIA_E2E_URL ?? 'http://localhost:4100',
    browserName: 'chromium',
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'America/Sao_Paulo',
    screenshot: 'on',
    trace: 'retain-on-failure',
    launchOptions: {
      ...(process.env.TEIA_CHROMIUM !== undefined && { executablePath: process.env.TEIA_CHROMIUM }),
      args: ['--no-sandbox'],
    },
  },
})
