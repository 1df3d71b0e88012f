import { html } from 'hono/html'
import { walletShop } from './help-page.ts'
import type { Page } from './page.ts'
import type { Words } from './words.ts'

/**
 * What a person reads who opens the link of a QR code: what it is, whom to mistrust, and the ways into a wallet. Complete,
 * and without a script: it is what is left when nothing else works.
 */
export function invitationPage({ words, say }: Words, invited: { walletLink: string; shortUrl: string }): Page {
  const { invitation } = words
  return {
    title: invitation.heading,
    content: html`<p>${say(invitation.lead)}</p>
<a class="button" href="${invited.walletLink}">${say(invitation.open)}</a>
<section class="warning"><h2>${say(invitation.sent)}</h2><p>${say(invitation.sentText)}</p></section>
<section class="card"><h2>${say(invitation.nothing)}</h2><ol>
<li><a class="link" href="${walletShop}">${say(invitation.get)}</a><p>${say(invitation.thenBack)}</p></li>
<li><strong>${say(invitation.copy)}</strong><p>${say(invitation.copyText)}</p><span class="copy">${invited.shortUrl}</span></li>
<li><strong>${say(invitation.other)}</strong><p>${say(invitation.otherText)}</p></li></ol></section>
<p class="quiet">${say(invitation.once)}</p><a class="link" href="/register/intro">${say(invitation.register)}</a>`,
  }
}

/** What a person reads where there is nothing to accept any more, and how to go on. */
export function deadInvitationPage({ words, say }: Words, status: 404 | 410): Page {
  const { invitation } = words
  const [title, text] =
    status === 404 ? [invitation.unknown, invitation.unknownText] : [invitation.over, invitation.overText]
  return {
    title,
    content: html`<p>${say(text)}</p><p>${say(invitation.lost)}</p>
<a class="button" href="/register/intro">${say(invitation.register)}</a>`,
  }
}
