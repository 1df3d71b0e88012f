import { defineConfig } from '@playwright/test'
import { findChromium } from './tests/support/chromium.ts'

const { executablePath, args, env } = await findChromium()

/** What does not depend on the width is tried at one of the two. */
const phoneAlone = [
  'register/{blocked,clock,comes-back,cut-off,crowd,dead-ends,first-frame,held-back,languages,old-browser,page-budget,plain-pages,portal,portal-processes,privacy,restored,seven-tabs,shared-computer,states,translated,trouble,twice}.spec.ts',
  'wallet/**',
]
const wideAlone = ['register/{paper,wide}.spec.ts', 'admin/**', 'qa/**']

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  globalSetup: './tests/support/build-client.ts',
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  reporter: 'list',
  timeout: 180_000, // no test waits for it; a busy machine does
  expect: { timeout: 30_000 }, // what is waited for comes late where the machine is busy
  use: {
    browserName: 'chromium',
    launchOptions: { executablePath, args: [...args], env: { ...env } },
    screenshot: 'only-on-failure',
  },
  projects: [
    {
      name: 'phone',
      testIgnore: wideAlone,
      use: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
    },
    { name: 'desktop', testIgnore: phoneAlone, use: { viewport: { width: 1280, height: 800 } } },
  ],
})
