import { html } from 'hono/html'
import type { Reference } from '../../../shared/reference.ts'
import { toShownReference } from '../../../shared/shown-reference.ts'
import { toSpokenReference } from '../../../shared/spoken-reference.ts'
import type { Page } from './page.ts'
import type { Content, Words } from './words.ts'

/** Whom students can ask for help, as far as the operator has said it. */
export interface HelpContact {
  readonly phone: string | undefined
  readonly whatsapp: string | undefined
  readonly email: string | undefined
  /** When somebody answers, in the operator's words. */
  readonly hours: string | undefined
}

/** Where wallets come from: the search of the shop that nearly all phones here come with. */
export const walletShop = 'https://play.google.com/store/search?q=ConfirmD&c=apps'

/** Whom to ask, what to say then, and what to try before; what a wallet is, in pictures. `reference`: of who comes from a registration. */
export function helpPage({ words, say }: Words, contact: HelpContact, reference: Reference | null): Page {
  const { help } = words
  const matters = [
    [help.opens, help.opensText],
    [help.scans, help.scansText],
    [help.refused, help.refusedText],
    [help.phone, help.phoneText],
  ] as const
  const ways = waysTo(contact, help)
  const matter = (title: string, content: Content) =>
    html`<details><summary>${say(title)}</summary>${content}</details>`
  return {
    title: help.heading,
    content: html`<section class="card">${
      ways.length === 0
        ? html`<p>${say(help.nobody)}</p>`
        : html`<ul class="ways">${ways.map(
            ([name, href, shown]) =>
              html`<li><span class="quiet">${say(name)}</span><a class="link" href="${href}">${shown}</a></li>`,
          )}</ul>${contact.hours && html`<p class="quiet">${contact.hours}</p>`}`
    }</section>
${
  reference
    ? html`<section class="card" aria-labelledby="yours"><h2 id="yours">${say(words.complete.reference)}</h2>
<p class="sign">${toShownReference(reference)}</p><p class="quiet">${say(words.complete.spoken({ said: toSpokenReference(reference) }))}</p>
<p>${say(help.yours)}</p></section>`
    : html`<p>${say(help.quote)}</p>`
}<p>${say(help.say)}</p>
<section class="asks"><h2>${say(help.matter)}</h2>${matters.map(([title, text]) => matter(title, html`<p>${say(text)}</p>`))}
${matter(help.sent, html`<div><p>${say(help.sentText)}</p><a class="link" href="/register/intro">${say(help.begin)}</a></div>`)}</section>
<section id="wallet"><h2>${say(help.what)}</h2><p>${say(help.whatText)}</p>
<ol class="pictures">${help.pictures.map(
      ({ name, alt, text }) =>
        html`<li><img src="/wallet-${name}.svg" alt="${alt}" width="80" height="80" loading="lazy"><p>${say(text)}</p></li>`,
    )}</ol>
<p>${say(help.getText)}</p>
<a class="link" href="${walletShop}" target="_blank" rel="noopener noreferrer">${say(help.get)}</a></section>`,
  }
}

function waysTo({ phone, whatsapp, email }: HelpContact, words: Words['words']['help']) {
  const digits = (number: string) => number.replace(/[^\d+]/g, '')
  return [
    ...(phone ? [[words.call, `tel:${digits(phone)}`, phone] as const] : []),
    ...(whatsapp ? [[words.message, `https://wa.me/${digits(whatsapp).replace('+', '')}`, whatsapp] as const] : []),
    ...(email ? [[words.mail, `mailto:${email}`, email] as const] : []),
  ]
}
