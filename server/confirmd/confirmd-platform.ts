import type { Logger } from 'pino'
import { createCallBudget } from './call-budget.ts'
import type { CallName } from './call-paths.ts'
import { type ConfirmdConfig, proofFor, readConfig } from './confirmd-config.ts'
import { readOfferAnswer, toOffer } from './credential-offer.ts'
import type { Platform, PlatformProbe, PlatformRecords, WebhookApps } from './platform.ts'
import {
  InvitationAnswer,
  mustSucceed,
  OrganizationAnswer,
  ProofAnswer,
  readAnswer,
  StateAnswer,
} from './platform-answers.ts'
import { createPlatformCalls } from './platform-calls.ts'
import { isNoRoute, readPlatformMessage } from './platform-error.ts'
import { type CallAnswer, createPlatformHealth, type PlatformHealth, type PlatformSide } from './platform-health.ts'
import { toProofRequest, toVerifiedAttributes, VerifiedProofAnswer } from './proof-exchange.ts'
import { readRecordList } from './record-list.ts'
import { createResolveInvitation } from './resolve-invitation.ts'
import { createSend, sendNowhere } from './send.ts'
import { simulatedDefinitions } from './simulated-account.ts'
import { createTokenSource, type Token } from './token.ts'
import { createWebhookApps } from './webhook-apps.ts'

export interface ConfirmdPlatformOptions {
  /** The token endpoint. */
  readonly authUrl: string
  /** The API's base URL, with or without a slash at its end. */
  readonly apiUrl: string
  readonly organizationId: string
  /** Empty: there is no account, and every call fails. */
  readonly clientId: string
  readonly clientSecret: string
  readonly log: Logger
  /** What complete invitation addresses are built on where the platform gives none; the API's host by default. */
  readonly publicUrl?: string
  /** What is asked for and offered; the usual things, from the simulator's definitions, by default. */
  readonly config?: ConfirmdConfig
  /** For one attempt; 10 s. */
  readonly timeoutMs?: number
  /** For a whole verb, however often it is tried: what a student waits at most; 25 s. */
  readonly budgetMs?: number
  /** Before the first retry; 300 ms. */
  readonly retryDelayMs?: number
  readonly now?: () => Date
  /** Is told of every request, with what it came to. */
  readonly answered?: ((side: PlatformSide, answer: CallAnswer) => void) | undefined
}

/** Everything that this application does at the platform. */
export interface ConfirmdPlatform extends Platform {
  readonly records: PlatformRecords
  readonly apps: WebhookApps
  readonly probe: PlatformProbe
  /** What its answers tell of it. */
  readonly health: Pick<PlatformHealth, 'trouble' | 'tellNow'>
  /** An access token, new or still good. @throws PlatformError */
  token(signal?: AbortSignal): Promise<Token>
}

/**
 * One invitation for one wallet, which may answer it with the connection that it has already: the platform gives each
 * invitation a new DID, so a wallet would not know us again otherwise.
 */
const invitation = { multiUseInvitation: false, autoAcceptConnection: true, IsReuseConnection: true }

/** The Confirmd platform over its HTTP API (contract, "The platform's API, as this application calls it"). */
export function createConfirmdPlatform(options: ConfirmdPlatformOptions): ConfirmdPlatform {
  const { authUrl, apiUrl, organizationId, clientId, clientSecret, log, now = () => new Date() } = options
  const { timeoutMs = 10_000, budgetMs = 25_000, retryDelayMs = 300, publicUrl = apiUrl } = options
  const { config = readConfig(undefined, simulatedDefinitions) } = options
  const budget = createCallBudget()
  const health = createPlatformHealth({ log, now, answered: options.answered })
  const tokenUrl = new URL(authUrl).href
  const answered = ({ href }: URL, answer: CallAnswer) => health.answered(href === tokenUrl ? 'token' : 'api', answer)
  const send = clientId === '' ? sendNowhere : createSend({ log, timeoutMs, retryDelayMs, budget, answered })
  const token = createTokenSource({ authUrl, clientId, clientSecret, send, now })
  const calls = createPlatformCalls({
    ...{ apiUrl, organizationId, clientSecret, budgetMs, send, token },
    paths: config.paths,
  })
  const { call, ask, tell } = calls
  const resolveInvitation = createResolveInvitation({ apiUrl, publicUrl, budget, log })

  const record = async (name: CallName, values: Record<string, string>, signal: AbortSignal | undefined) => {
    const { answer, secrets } = await call('GET', name, values, { signal })
    return answer.status === 404 ? null : readAnswer(answer, StateAnswer, secrets)
  }
  const list = async (name: CallName, connectionId: string, signal: AbortSignal | undefined) => {
    const { answer, secrets } = await call('GET', name, { connectionId }, { signal, once: true })
    return readRecordList(answer, connectionId, secrets)
  }

  return {
    async createInvitation(signal) {
      const made = await ask(InvitationAnswer, 'POST', 'invitation', {}, { body: invitation, signal })
      return { invitationId: made.invitationId, invitationUrl: await resolveInvitation(made.address, signal) }
    },
    requestProof({ connectionId, requestType, audience }, signal) {
      const body = toProofRequest(connectionId, proofFor(config, requestType, audience))
      return ask(ProofAnswer, 'POST', 'proof', { connectionId }, { body, signal, once: true })
    },
    async verifyPresentation(proofId, signal) {
      await tell('POST', 'verification', { proofId }, { signal, once: true })
    },
    async verifiedAttributes({ proofId, requestType, audience }, signal) {
      const shown = await ask(VerifiedProofAnswer, 'GET', 'verifiedProof', { proofId }, { signal })
      return toVerifiedAttributes(shown, proofFor(config, requestType, audience))
    },
    async offerCredential(offer, signal) {
      const { connectionId } = offer
      const body = toOffer(offer, config.registration.offer, now())
      const { answer, secrets } = await call('POST', 'offer', { connectionId }, { body, signal, once: true })
      return readOfferAnswer(answer, secrets)
    },
    listProofs: (connectionId, signal) => list('proofs', connectionId, signal),
    listCredentials: (connectionId, signal) => list('credentials', connectionId, signal),
    records: {
      connection: (connectionId, signal) => record('connection', { connectionId }, signal),
      proof: (proofId, signal) => record('proofRecord', { proofId }, signal),
      credential: (credentialId, signal) => record('credentialRecord', { credentialId }, signal),
    },
    apps: createWebhookApps(calls, organizationId),
    probe: {
      organization: (signal) => ask(OrganizationAnswer, 'GET', 'organization', {}, { signal }),
      async definition(definitionId) {
        const { answer, secrets } = await call('GET', 'definition', { definitionId })
        const { status, text } = answer
        if (status === 404)
          return isNoRoute({ status, platformMessage: readPlatformMessage(text, secrets) }) ? null : false
        mustSucceed(answer, secrets)
        return true
      },
      clockAheadMs: calls.clockAheadMs,
    },
    health,
    token: (signal) => token.read(performance.now() + budgetMs, signal),
  }
}
