import { expect } from '@playwright/test'
import { inspectPage } from '../../support/inspect-page.ts'
import { test } from './wizard.ts'

test('before anything is asked for a student reads what, by whom, why and for how long, and can print all of it', async ({
  page,
}) => {
  await page.goto('/register/intro')
  const asked = page.getByRole('region', { name: 'What you will be asked for' })
  const number = asked.getByRole('listitem').filter({ hasText: 'your matriculation number' })
  await expect(number).toContainText('so that your school can confirm that you study there')
  await expect(asked).toContainText('NELFUND, the Nigerian Education Loan Fund, asks for it')
  await expect(asked).toContainText('30 minutes at most')
  await asked.getByRole('link', { name: 'How your details are used' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'How your details are used' })).toBeVisible()
  await expect(page.getByText(/^Privacy notice 1, since /)).toBeVisible()
  await inspectPage(page)
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('link', { name: 'Back to registration' })).toBeHidden()
  await page.emulateMedia({ media: 'screen' })
  await page.getByRole('link', { name: 'Back to registration' }).click()
  await page.getByRole('link', { name: 'Proceed to Connect' }).click()
  await page.getByRole('link', { name: 'Privacy' }).click()
  await expect(page.getByRole('heading', { name: 'Whom to ask' })).toBeVisible()
})
