import { setTimeout as delay } from 'node:timers/promises'
import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import { errors, type Interaction, type Provider } from 'oidc-provider'
import type { SessionOutcome } from '../../shared/session-outcome.ts'
import { languageOf } from '../http/pages/words.ts'
import { acr } from './create-provider.ts'
import { type OwnFailure, toOwnFailure } from './failures.ts'
import { errorPage, unfetchedPage } from './pages.ts'
import type { PortalVisits, Visit } from './portal-visits.ts'

interface ReturnContext {
  readonly provider: Provider
  readonly publicUrl: string
  readonly visits: PortalVisits
  /** Has what the student showed fetched once more, where that was given up. */
  readonly fetchAgain: (sessionId: string) => Promise<void>
  /** Has the same done at once on the way to what is to be issued. */
  readonly offerAgain: (sessionId: string) => Promise<void>
  readonly logFailure: (error: unknown) => void
}

type Node = Context<{ Bindings: HttpBindings }>

/** What a portal can show its student, where there is nobody to sign in. */
const refusals = {
  open: 'The student came back without finishing in the wallet.',
  declined: 'The student declined in the wallet.',
  failed: 'What the wallet showed could not be verified.',
  expired: 'The time ran out before the student finished in the wallet.',
  cancelled: 'The student cancelled.',
} satisfies Record<Exclude<SessionOutcome, 'registered' | 'signed-in'>, string>
/** The student has done their part: nobody denied anything (RFC 6749, section 4.1.2.1). */
const unfetched = {
  error: 'temporarily_unavailable',
  error_description: 'The student was verified, but the details could not be fetched. Try again.',
}

const failureTexts = {
  temporarily_unavailable: 'This cannot be written down at the moment. Try again in a few minutes.',
  server_error: 'Something went wrong at NELFUND. Begin again.',
} satisfies Record<OwnFailure, string>

const patienceMs = 8_000
const lookEveryMs = 250

/**
 * The way back to the portal: needs the cookie of its request, and a finished session that was begun for it in this browser. Where
 * the student did not finish, the portal is told so.
 */
export function createReturnRoute({ provider, publicUrl, visits, fetchAgain, offerAgain, logFailure }: ReturnContext) {
  const sendBack = async (c: Node, result: object) => {
    const options = { mergeWithLastSubmission: false }
    return c.redirect(await provider.interactionResult(c.env.incoming, c.env.outgoing, result, options), 303)
  }
  const deny = (c: Node, description: string) => sendBack(c, { error: 'access_denied', error_description: description })

  const accept = async (c: Node, { params }: Interaction, visit: Visit, sub: string) => {
    const grant = new provider.Grant({ accountId: sub, clientId: String(params.client_id) })
    grant.addOIDCScope(String(params.scope))
    const grantId = await grant.save()
    await visits.noteGrant(visit, grantId)
    return sendBack(c, { login: { accountId: sub, acr, remember: false }, consent: { grantId } })
  }

  /** What `look` finds, null where it finds nothing in time. */
  const inTime = async <Found>(look: () => Promise<Found | null>): Promise<Found | null> => {
    for (const deadlineMs = performance.now() + patienceMs; ; await delay(lookEveryMs)) {
      const found = await look()
      if (found !== null || performance.now() > deadlineMs) return found
    }
  }
  /** The student, once known, with what the portal may fetch of them. */
  const findIdentity = async (interaction: string): Promise<(Visit & { readonly sub: string }) | null> => {
    const visit = await visits.find(interaction)
    return visit && visit.sub !== null && (await visits.hasIdentity(visit)) ? { ...visit, sub: visit.sub } : null
  }
  const findFetched = async (interaction: string): Promise<Visit | null> => {
    const visit = await visits.find(interaction)
    return visit?.isUnfetched ? null : visit
  }

  const tellUnfetched = async (c: Node, { params }: Interaction) => {
    const client = await provider.Client.find(String(params.client_id))
    return c.html(unfetchedPage(languageOf(c), client?.clientName), 503)
  }

  const goBack = async (c: Node, interaction: Interaction): Promise<Response> => {
    const visit = await visits.find(interaction.uid)
    if (!visit) return deny(c, refusals.open)
    const { outcome, sessionId, isUnfetched } = visit
    const { leave, again } = c.req.query()
    const isDone = outcome === 'registered' || outcome === 'signed-in'
    if (leave !== undefined && (isDone || isUnfetched)) return sendBack(c, unfetched)
    if (isDone) {
      if (!(await visits.hasIdentity(visit))) await fetchAgain(sessionId)
      const known = await inTime(() => findIdentity(interaction.uid))
      return known ? accept(c, interaction, known, known.sub) : tellUnfetched(c, interaction)
    }
    if (!isUnfetched) return deny(c, refusals[outcome])
    if (again === undefined) {
      const fetched = await inTime(() => findFetched(interaction.uid))
      return fetched ? goBack(c, interaction) : tellUnfetched(c, interaction)
    }
    await offerAgain(sessionId)
    return c.redirect(`/register/credentials?session=${sessionId}`, 303) // there it goes on
  }

  return async (c: Node) => {
    c.header('Cache-Control', 'no-store')
    let interaction: Interaction | undefined
    try {
      interaction = await provider.interactionDetails(c.env.incoming, c.env.outgoing)
      return await goBack(c, interaction)
    } catch (error) {
      if (error instanceof errors.SessionNotFound)
        return c.html(errorPage(languageOf(c), { error: 'the sign-in is not of this browser, or too old' }), 400)
      const failure = toOwnFailure(error)
      if (failure === 'server_error') logFailure(error)
      if (interaction) return c.redirect(refusalAddress(publicUrl, interaction, failure), 303)
      return c.html(errorPage(languageOf(c), { error: failure }), failure === 'server_error' ? 500 : 503)
    }
  }
}

/** Where the portal is told of a failure of ours without anything being written down: its own address, which was checked when it asked. */
function refusalAddress(publicUrl: string, { params }: Interaction, failure: OwnFailure): string {
  const address = new URL(String(params.redirect_uri))
  const state = typeof params.state === 'string' ? { state: params.state } : {}
  const answer = { error: failure, error_description: failureTexts[failure], ...state, iss: publicUrl }
  for (const [name, value] of Object.entries(answer)) address.searchParams.set(name, value)
  return address.href
}
