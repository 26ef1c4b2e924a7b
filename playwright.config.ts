import { defineConfig } from '@playwright/test'

/** `npm run e2e` starts a server with the demo world, says where it is and which Chromium to use, and runs this. */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'artifacts/e2e',
  // Two cores also carry the server and its engines.
  workers: 1,
  // In `npm test` the other tests run beside these: what takes half a minute on an idle machine may take two.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  forbidOnly: process.env.CI !== undefined,
  reporter: process.env.CI ? [['list'], ['json']] : [['list']],
  use: {
    baseURL: process.env.TEIA_E2E_URL ?? 'http://localhost:4100',
    browserName: 'chromium',
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'America/Sao_Paulo',
    screenshot: 'on',
    // Every frame of a movement is drawn by the processor. Tests about what opens and closes keep it.
    contextOptions: { reducedMotion: 'reduce' },
    // A trace is recorded whether it is kept or not, and is a third of the work: TEIA_E2E_TRACE=on for a hunt.
    trace: process.env.TEIA_E2E_TRACE === 'on' ? 'retain-on-failure' : 'off',
    launchOptions: {
      ...(process.env.TEIA_CHROMIUM !== undefined && { executablePath: process.env.TEIA_CHROMIUM }),
      // Nothing here draws faster with the graphics card that a machine without a screen pretends to have.
      args: ['--no-sandbox', '--disable-gpu'],
    },
  },
})
