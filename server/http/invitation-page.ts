import { createHash } from 'node:crypto'
import { html, raw } from 'hono/html'
import { invitationStyle } from './invitation-style.ts'

const styleHash = `sha256-${createHash('sha256').update(invitationStyle).digest('base64')}`

export const plainPagePolicy = {
  defaultSrc: ["'none'"],
  styleSrc: [`'${styleHash}'`],
  imgSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
}

const walletShop = 'https://play.google.com/store/search?q=ConfirmD&c=apps'

/**
 * What a person reads who opens the link of a QR code: what it is, whom to mistrust, and the ways into a wallet. Complete,
 * and without a script: it is what is left when nothing else works.
 */
export function invitationPage({ walletLink, shortUrl }: { walletLink: string; shortUrl: string }) {
  return plainPage(
    'Connect your wallet',
    html`<p>This is an invitation of NELFUND, the Nigerian Education Loan Fund. NELFUND asks to connect with the wallet
app in which you keep your student card. Nothing is shared before you approve it there.</p>
<p><a class="button" href="${walletLink}">Open in wallet app</a></p>
<section class="warning"><h2>Did somebody send you this?</h2><p>Then do not accept it. An invitation is for the person who
asked NELFUND for it. Whoever sends you theirs can use your card under their name.</p></section>
<section><h2>Nothing happened?</h2><ol>
<li><a class="link" href="${walletShop}">Get the ConfirmD wallet app</a> Then come back to this page.</li>
<li><strong>Copy this link</strong> Press and hold it, choose “Copy”, then open the wallet app, choose “Scan”, then
“Paste”.<span class="copy">${shortUrl}</span></li>
<li><strong>Is the wallet on another phone?</strong> Go back to the page that you come from, and scan its code with that
phone.</li></ol></section>
<p class="quiet">You can use this invitation once, and not for long. You can always get a new one:
<a href="/register/intro">Register with NELFUND</a></p>`,
  )
}

const dead = {
  404: {
    title: 'We do not know this invitation',
    text: 'The link may be incomplete, or too old to be kept.',
  },
  410: {
    title: 'This invitation is no longer valid',
    text: 'It was used already, or its time ran out. If your wallet app shows NELFUND, you are connected, and can go back to the page that you come from.',
  },
} as const

/** What a person reads where there is nothing to accept any more, and how to go on. */
export function deadInvitationPage(status: keyof typeof dead) {
  const { title, text } = dead[status]
  return plainPage(
    title,
    html`<p>${text}</p><p>Nothing is lost. You can always get a new invitation.</p>
<p><a class="button" href="/register/intro">Register with NELFUND</a></p>`,
  )
}

/** A small page that stands by itself: no script, its style in it; `plainPagePolicy` is what a browser may do with it. */
export function plainPage(title: string, content: ReturnType<typeof html>) {
  return html`<!doctype html>
<html lang="en-NG"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">
<link rel="icon" href="/icon.svg" type="image/svg+xml"><title>${title} – NELFUND Connect</title>
<style>${raw(invitationStyle)}</style></head>
<body><header><span aria-hidden="true">N</span><p><strong>NELFUND</strong> Connect</p></header>
<main><h1>${title}</h1>${content}</main></body></html>`
}
