import { html } from 'hono/html'
import type { AskedDetail } from '../../../shared/asked-details.ts'
import type { RequestType } from '../../../shared/session-status.ts'
import type { PageSettings } from '../page-settings.ts'
import { languageLinks, type Page } from './page.ts'
import type { Words } from './words.ts'

export interface Intro {
  readonly requestType: RequestType
  /** As an address asks for the type; none where it does not. */
  readonly typeInAddress: string | undefined
  /** The portal that has sent the student here, if one did. */
  readonly portalName: string | null
  readonly asked: readonly AskedDetail[]
  readonly privacy: PageSettings['privacy']
  readonly address: URL
}

const steps = 4
/** More details would push the way on out of a phone's first screen; all stand below it. */
const mostNamed = 3

/** Step 1: what will happen, before anything does, with the way on in the first screen of a phone. */
export function introPage({ language, words, say }: Words, intro: Intro, head: Page['head']): Page {
  const { frame, intro: said } = words
  const { requestType, typeInAddress, portalName, asked, privacy, address } = intro
  const next = `/register/connect${typeInAddress ? `?type=${encodeURIComponent(typeInAddress)}` : ''}`
  const labels = asked.map(({ label }) => label)
  const named = labels.length > mostNamed ? [...labels.slice(0, 2), said.more({ count: labels.length - 2 })] : labels
  const details = new Intl.ListFormat([language, 'en']).format(named)
  const progress = frame.progress({ number: 1, count: steps })
  const inEnglish = (text: string) => (language === 'en' ? text : html`<span lang="en">${text}</span>`)
  return {
    title: said.heading[requestType],
    name: frame.title({ progress, heading: said.heading[requestType] }),
    showsLanguages: true,
    ...(head && { head }),
    above: html`<div class="step"><span>${say(progress)}</span>${Array.from(
      { length: steps },
      (_, index) => html`<i${index === 0 ? html` class="done"` : ''}></i>`,
    )}</div>
<nav class="lang row" aria-label="${frame.language}">${languageLinks(language, address)}</nav>`,
    content: html`<p>${say(portalName === null ? said.lead : said.sentBy({ portal: html`<strong>${portalName}</strong>` }))}</p>
<ul class="facts">${said.facts.map((fact) => html`<li>${say(fact)}</li>`)}</ul>
<section><h2>${say(said.need)}</h2><ul><li>${say(said.wallet)}</li><li>${say(said.card)}</li></ul></section>
<p>${say(said.asks({ details }))}</p>
<a class="button" href="${next}">${say(said.proceed)}</a>
<a class="link" href="/help#wallet">${say(said.get)}</a>
<section class="card" aria-labelledby="asked"><h2 id="asked">${say(said.asked)}</h2><p>${say(said.asksFor)}</p>
<ul>${asked.map(({ label, reason }) => html`<li>${inEnglish(`${label}, ${reason}`)}</li>`)}</ul>
<p>${inEnglish(privacy.by)}</p><p>${inEnglish(privacy.kept)}</p>
<a class="link" href="/privacy">${say(said.used)}</a></section>
<section><h2>${say(said.how)}</h2><ol>${said.steps[requestType].map((step) => html`<li>${say(step)}</li>`)}</ol>
<p>${say(said.close)}</p></section>`,
  }
}
