import { html } from 'hono/html'
import type { AskedDetails } from '../../shared/asked-details.ts'
import type { ConfirmdMode } from '../env.ts'

/** What the pages need to know before they ask for anything. */
export interface PageSettings {
  /** Who makes invitations: with the simulator, the page shows the way to the simulated wallet. */
  readonly mode: ConfirmdMode
  /** Where this is: what is done here is done to real students in production alone. */
  readonly environment: 'production' | 'platform' | 'simulator'
  /** Of the link that opens the wallet app, without its colon. */
  readonly walletScheme: string
  /** What the wallet will be asked for, and why. */
  readonly asked: AskedDetails
  /** Who asks for it, and how long it is kept: sentences. */
  readonly privacy: { readonly by: string; readonly kept: string }
  /** Whether portals sign students in here: only then a page asks whether one has sent it. */
  readonly portals: boolean
}

const place = '<meta name="page-settings" content=""'

/** The page with its settings in its head; its security policy allows no script to hold them. */
export function withSettings(page: string, settings: PageSettings): string {
  const filled = String(html`<meta name="page-settings" content="${JSON.stringify(settings)}"`)
  return page.replace(place, () => filled)
}
