import { expect, type Page } from '@playwright/test'
import { answerInWallet, connectWallet, readSession } from './platform.ts'
import { startAgain } from './start-again.ts'
import { test } from './wizard.ts'

/** To be run in a page: a translator as browsers have one, which puts `<font>` in the place of each text, also of each new one. */
function translate(how: 'replaced' | 'wrapped'): void {
  const isForReaders = ({ parentElement: parent, data }: Text) =>
    data.trim() !== '' && parent !== null && !parent.closest('font, svg, script, style, title, textarea')
  const translateAll = () => {
    const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT)
    const texts: Text[] = []
    while (walker.nextNode()) if (walker.currentNode instanceof Text) texts.push(walker.currentNode)
    for (const text of texts.filter(isForReaders)) {
      const [outer, inner] = [document.createElement('font'), document.createElement('font')]
      if (how === 'replaced') inner.append(text.data)
      outer.append(inner)
      text.replaceWith(outer)
      if (how === 'wrapped') inner.append(text)
    }
  }
  new MutationObserver(translateAll).observe(document, { childList: true, subtree: true, characterData: true })
}

/** What a page's reader reads, but for the time, which runs. */
async function read(page: Page): Promise<string> {
  const text = await page.getByRole('main').innerText()
  return text.replaceAll(/You have .*/g, 'Time left')
}

for (const how of ['replaced', 'wrapped'] as const)
  test(`a student registers in a page whose texts a translator has ${how}`, async ({ page, context, server }) => {
    await page.addInitScript(translate, how)
    const plain = await context.newPage()
    /** Both pages read alike: nothing is missing from the translated one, and nothing is left over. */
    const readsLikePlain = () => expect(async () => expect(await read(page)).toBe(await read(plain))).toPass()

    await page.goto('/register/intro')
    await plain.goto('/register/intro')
    await expect(page.locator('h1 > font > font')).toBeVisible()
    await readsLikePlain()
    await page.getByText('Proceed to Connect').click()
    await page.getByRole('button', { name: 'Connect Wallet' }).click()
    await expect(page.getByRole('status')).toContainText('Waiting for your wallet')
    await plain.goto(page.url())
    await readsLikePlain()

    await page.getByRole('button', { name: 'Copy invitation link' }).click()
    await expect(page.locator('.copy-result')).not.toBeEmpty()
    await plain.getByRole('button', { name: 'Copy invitation link' }).click()
    await readsLikePlain()
    await page.getByRole('link', { name: 'Open in wallet app' }).click()
    await plain.getByRole('link', { name: 'Open in wallet app' }).click()
    await expect(page.getByText('Nothing happened?')).toBeVisible()
    await readsLikePlain()

    const { invitationUrl } = await readSession(server, new URL(page.url()).searchParams.get('session') ?? '')
    const walletConnectionId = await connectWallet(server, invitationUrl)
    await expect(page.getByRole('status')).toContainText('Waiting for your approval')
    await readsLikePlain()
    await answerInWallet(server, walletConnectionId, 'share')
    await expect(page.getByRole('status')).toContainText('Your registration credential is ready')
    await readsLikePlain()
    await answerInWallet(server, walletConnectionId, 'receive')
    await expect(page.getByRole('heading', { level: 1, name: 'You are registered' })).toBeVisible()
    await readsLikePlain()
    await startAgain(page)
    await expect(page.getByText('Proceed to Connect')).toBeVisible()
    await expect(page.locator('h1')).toHaveText('Register with your student wallet')
  })

/** To be run in a page: what React does to a text beside other nodes, and what is read after each step. */
async function changeAsReactDoes(): Promise<(string | null)[]> {
  const [parent, text, beside] = [document.createElement('p'), new Text('one'), document.createElement('b')]
  const read: (string | null)[] = []
  const wait = async () => {
    await new Promise((resolve) => setTimeout(resolve))
    read.push(parent.textContent)
  }
  parent.append(text, ' beside')
  document.body.append(parent)
  await wait()
  text.data = 'two'
  await wait()
  beside.textContent = 'before '
  parent.insertBefore(beside, text)
  await wait()
  parent.removeChild(text)
  await wait()
  parent.remove()
  return read
}

for (const how of ['replaced', 'wrapped'] as const)
  test(`a text beside others changes and goes although a translator has ${how} it`, async ({ page }) => {
    await page.addInitScript(translate, how)
    await page.goto('/register/connect')
    await expect(page.locator('h1 > font > font')).toBeVisible()
    expect(await page.evaluate(changeAsReactDoes)).toEqual([
      'one beside',
      'two beside',
      'before two beside',
      'before  beside',
    ])
  })
