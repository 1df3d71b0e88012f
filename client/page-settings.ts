import type { PageSettings } from '../server/http/page-settings.ts'

let known: PageSettings | null = null

/** What the server has written into the page's head. */
export function pageSettings(): PageSettings {
  known ??= readSettings()
  return known
}

function readSettings(): PageSettings {
  return JSON.parse(document.querySelector('meta[name="page-settings"]')?.getAttribute('content') ?? '')
}
