import { defineConfig } from '@playwright/test'
import { findOldChromium } from './old-chromium.ts'

const { executablePath, args, env } = await findOldChromium()

/** The pages in the oldest Chromium that they promise to work in. */
export default defineConfig({
  testDir: './browser',
  outputDir: '../../test-results',
  globalSetup: '../support/build-client.ts',
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  reporter: 'list',
  timeout: 60_000,
  expect: { timeout: 15_000 },
  use: {
    browserName: 'chromium',
    launchOptions: { executablePath, args: [...args], env: { ...env } },
    screenshot: 'only-on-failure',
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    deviceScaleFactor: 2,
  },
})
