import type { PageSettings } from '../../server/http/page-settings.ts'

const unknown: PageSettings = {
  mode: 'none',
  walletScheme: 'didcomm',
  asked: { registration: { attributes: [] }, authentication: { attributes: [] } },
}

let known: PageSettings | null = null

/** What the server has written into the page's head. */
export function pageSettings(): PageSettings {
  known ??= readSettings()
  return known
}

function readSettings(): PageSettings {
  const content = document.querySelector('meta[name="page-settings"]')?.getAttribute('content')
  return content ? JSON.parse(content) : unknown
}
