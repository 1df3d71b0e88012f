import { defineConfig } from '@playwright/test'
import { findOldChromium } from './old-chromium.ts'

const { executablePath, args, env } = await findOldChromium()

/** The pages in the oldest Chromium that they promise to work in: a student's whole walk is the same as in the newest. */
export default defineConfig({
  testDir: '..',
  testMatch: ['world/browser/**/*.spec.ts', 'e2e/register/walk.spec.ts'],
  outputDir: '../../test-results',
  globalSetup: '../support/build-client.ts',
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  reporter: 'list',
  timeout: 180_000, // no test waits for it; a busy machine does
  expect: { timeout: 30_000 },
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
