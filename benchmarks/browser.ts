import { existsSync } from 'node:fs'
import { type Browser, chromium } from '@playwright/test'

const path = process.env.TEIA_CHROMIUM ?? '/usr/bin/chromium'

/** Whether there is a Chromium to measure in: that of `TEIA_CHROMIUM`, or the one of the system. */
export const hasChromium = () => existsSync(path)

/** Chromium without a screen, which fetches nothing for itself. */
export function openChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: path,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
