import { html } from 'hono/html'
import type { Language } from '../../shared/messages/languages.ts'
import { plainPage } from '../http/pages/page.ts'

/** What a person reads whom a portal sent here with a request that nobody can answer: without a way to where it would lead. */
export function errorPage(language: Language, { error }: { readonly error: string }) {
  const isOurs = error === 'server_error' || error === 'temporarily_unavailable'
  return plainPage(language, ({ words: { signIn }, say }) => ({
    title: isOurs ? signIn.failed : signIn.stuck,
    content: html`<p>${say(isOurs ? signIn.failedText : signIn.stuckText)}</p>
<p class="quiet">${say(signIn.forOperators)} <span lang="en">${error}</span></p>`,
  }))
}

/** What a student reads who is verified, and whose details could not be fetched from the platform. */
export function unfetchedPage(language: Language, clientName: string | undefined) {
  return plainPage(language, ({ words: { signIn, actions }, say }) => {
    const portal = clientName ?? signIn.portal
    return {
      title: signIn.unfetched,
      content: html`<p>${say(signIn.unfetchedText({ portal }))}</p>
<p><a class="button" href="/oidc/return?again=1">${say(actions.tryAgain)}</a></p>
<p><a class="link" href="/oidc/return?leave=1">${say(actions.returnTo({ portal }))}</a></p>`,
    }
  })
}
