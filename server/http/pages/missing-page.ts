import { html } from 'hono/html'
import type { Page } from './page.ts'
import type { Words } from './words.ts'

/** What a person reads who opens an address that nothing has. */
export function missingPage({ words, say }: Words): Page {
  const { missing } = words
  return {
    title: missing.heading,
    content: html`<p>${say(missing.text)}</p><a class="button" href="/register/intro">${say(missing.register)}</a>`,
  }
}
