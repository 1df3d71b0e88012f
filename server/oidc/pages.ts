import { html } from 'hono/html'
import { plainPage } from '../http/pages/page.ts'

/** What a person reads whom a portal sent here with a request that nobody can answer: without a way to where it would lead. */
export function errorPage({ error }: { readonly error: string }) {
  const isOurs = error === 'server_error' || error === 'temporarily_unavailable'
  return plainPage(
    isOurs ? 'That did not work' : 'This sign-in cannot go on',
    html`<p>${
      isOurs
        ? 'Something went wrong on our side, and nothing was handed over. Go back to the page that you come from, and try again in a few minutes.'
        : 'The page that sent you here asked for something that we cannot do, or too long ago. Go back to it and begin again.'
    }</p><p class="quiet">What its operators may want to know: ${error}</p>`,
  )
}

/** What a student reads who is verified, and whose details could not be fetched from the platform. */
export function unfetchedPage(clientName: string) {
  return plainPage(
    'You are verified, but your details could not be fetched',
    html`<p>Your wallet has shown your details and they are verified. The wallet service has not handed them over to us yet.
Nothing was given to ${clientName}.</p>
<p><a class="button" href="/oidc/return?again=1">Try again</a></p>
<p><a class="link" href="/oidc/return?leave=1">Return to ${clientName}</a></p>`,
  )
}
