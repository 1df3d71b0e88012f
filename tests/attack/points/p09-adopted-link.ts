import { chromium } from '@playwright/test'
import { findChromium } from '../../support/chromium.ts'
import { guideWebhook } from '../../support/webhooks.ts'
import type { Attack } from '../report.ts'
import { createSession, startShipped, webhook } from '../target.ts'

export const adoptedLink: Attack = {
  point: '9',
  async run(check) {
    await check('somebody opens my link in a browser of theirs', adopt)
  },
}

/** A link that binds one browser to another's session asks first, or is refused; afterwards nothing is remembered. */
async function adopt() {
  await using server = await startShipped()
  const { sessionId, invitationId } = await createSession(server)
  await webhook(
    server,
    guideWebhook('connections.request', { invitationId, connectionId: sessionId, theirLabel: 'Mallory' }),
  )
  const { executablePath, args, env } = await findChromium()
  const browser = await chromium.launch({ executablePath, args: [...args], env: { ...env } })
  try {
    const page = await browser.newPage()
    await page.goto(`${server.url}/register/connect?session=${sessionId}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    const followed = page.getByRole('status').filter({ hasText: /scanned|waiting|connecting/i })
    const isAdopted = await followed.waitFor({ timeout: 4000 }).then(
      () => true,
      () => false,
    )
    const heading = (await page.getByRole('heading').allInnerTexts()).join(', ')
    await page.goto(`${server.url}/`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    const isKept = page.url().includes(sessionId)
    return {
      held: !isAdopted && !isKept,
      seen: `"${heading}"; ${isAdopted ? 'followed at once' : 'not followed'}${isKept ? ', and remembered' : ''}`,
    }
  } finally {
    await browser.close()
  }
}
