import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** All that differs between the schemes: the same page with other colours. */
const rulesOfColours = ['color-contrast', 'link-in-text-block']

/** Checks the page as it stands: no violation that axe finds; then once more what depends on colours, in the dark ones. */
export async function expectNoViolation(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const axe = new AxeBuilder({ page }).setLegacyMode() // without a tab for frames, of which there are none
    if (colorScheme === 'dark') axe.withRules(rulesOfColours)
    const { violations } = await axe.analyze()
    const lines = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
    expect(lines, `axe, ${colorScheme}`).toEqual([])
  }
}
