import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { withSettings } from '../../../server/http/page-settings.ts'

const sources = new URL('../../../client/index.html', import.meta.url)
const built = new URL('../../../dist/client/index.html', import.meta.url)
const attributes = [{ name: 'surname', label: `your "surname" <b>$&</b>`, reason: "so that it's yours" }]
const settings = {
  mode: 'platform',
  environment: 'platform',
  walletScheme: 'confirmdwallet',
  portals: false,
  privacy: { by: 'NELFUND asks for it.', kept: 'For a while.' },
  asked: {
    registration: { attributes, portal: [], sensitive: [] },
    authentication: { attributes: [], portal: [], sensitive: [] },
  },
} as const

test.each([sources, built])('a page holds its settings, whatever is in them: %s', (file) => {
  const page = withSettings(readFileSync(file, 'utf8'), settings)
  const [, content = ''] = /<meta name="page-settings" content="([^"]*)"/.exec(page) ?? []
  const entities: Readonly<Record<string, string>> = { quot: '"', lt: '<', gt: '>', amp: '&', '#39': "'" }
  expect(JSON.parse(content.replace(/&([^;]+);/g, (_, name) => entities[name] ?? ''))).toEqual(settings)
  expect(page).not.toContain('<b>')
})
