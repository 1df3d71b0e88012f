import { expect } from '@playwright/test'
import { test as base } from '../../support/e2e.ts'
import { type Network, startNetwork } from '../../support/network.ts'
import { watchPages } from '../../support/watch-pages.ts'

interface Options {
  /** What the pages of this test may write to the console, since the test causes it. */
  errorsShown: RegExp | null
  /** Whether the browser began the sessions whose addresses it opens; else the page asks first. */
  beganThem: boolean
}

interface Fixtures {
  /** A way to the server that can be cut; `page.goto(network.url)` takes it. */
  network: Network
  quiet: undefined
}

/** A test of the student's pages, which fails where any page of it complained: see `watchPages`. */
export const test = base.extend<Options & Fixtures>({
  errorsShown: [null, { option: true }],
  beganThem: [true, { option: true }],
  sharesServer: true,
  network: async ({ server }, use) => {
    await using network = await startNetwork(server.url)
    await use(network)
  },
  quiet: [
    async ({ context, server, errorsShown, beganThem }, use) => {
      if (beganThem) await context.addInitScript(begin)
      const complaints = watchPages(context, server.url, errorsShown)
      await use(undefined)
      expect(complaints, 'complaints of the pages').toEqual([])
    },
    { auto: true },
  ],
})

/** To be run in a page of another context before anything of it runs: the session of its address becomes one that this tab began. */
export function begin(): void {
  const sessionId = new URLSearchParams(location.search).get('session')
  if (sessionId !== null) sessionStorage.setItem('nelfund.sessions', sessionId)
}
