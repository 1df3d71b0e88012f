import { expect } from '@playwright/test'
import { expectNoViolation } from '../../support/axe.ts'
import { test } from '../../support/e2e.ts'
import { expectWholeWords } from '../../support/inspect-page.ts'
import { organizationId, post, send, signIn } from './console.ts'

test.use({ viewport: { width: 1440, height: 900 } })

test('the latest refusals say why, where, what, whose, from where, how often and when', async ({ page, server }) => {
  await send(server, 'connections.active', { connectionId: 'c1' })
  const misfit = { webhookId: 'wh_1', topic: 'proofs.verified', organizationId, data: 'secret-payload' }
  for (let time = 0; time < 2; time++) expect((await post(server, misfit, server.webhookSecret)).status).toBe(400)
  expect((await post(server, misfit, 'a wrong key')).status).toBe(401)

  await signIn(page, server)
  await page.getByRole('button', { name: 'refused' }).click()
  const latest = page.getByRole('table', { name: 'Refused last, by this process' })
  const rows = latest.getByRole('row').filter({ has: page.getByRole('cell') })
  await expect(rows).toHaveCount(2)
  const cells = (row: number) => rows.nth(row).getByRole('cell')
  const address = /127\.0\.0\.1|::1/
  await expect(cells(0)).toHaveText([/:/, '401', 'wrong X-API-Key', '–', '–', address, '1'])
  const why = /^Invalid payload: .*\(data\)$/
  await expect(cells(1)).toHaveText([/:/, '400', why, 'proofs.verified', organizationId, address, '2'])
  await expect(rows.first().getByRole('time')).toHaveAttribute('datetime', /^\d{4}-/)
  await expect(latest).not.toContainText('secret-payload')
  await expectNoViolation(page)
  await page.setViewportSize({ width: 320, height: 700 })
  await expect(cells(1)).toHaveCount(7)
  await expectWholeWords(page)
})
