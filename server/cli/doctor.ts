import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { explainFailure, isNoRoute, PlatformError } from '../confirmd/platform-error.ts'
import { AppError } from '../errors.ts'
import type { Connection } from './connection.ts'
import { isAccepted } from './is-accepted.ts'

/** What was found out about one thing. */
export interface Finding {
  readonly about: string
  readonly result: 'ok' | 'wrong' | 'not known'
  /** What is so, in one line; never a secret. */
  readonly text: string
  /** What to do about it; null where there is nothing to do. */
  readonly mend: string | null
}

type Told = Omit<Finding, 'about'>

const ok = (text: string): Told => ({ result: 'ok', text, mend: null })
const wrong = (text: string, mend: string): Told => ({ result: 'wrong', text, mend })
const notKnown = (text: string, mend: string | null = null): Told => ({ result: 'not known', text, mend })

/** Signed webhooks are refused five minutes off; from here on a clock is on its way there. */
const clockToleranceMs = 30_000

/**
 * Asks the platform and this server what can be asked without harm, in the order in which one thing needs another. An
 * invitation is made, and left to expire; nothing else is changed anywhere. No check throws.
 */
export async function* examine(connection: Connection): AsyncGenerator<Finding> {
  const { platform, config, isSimulator, webhookUrl } = connection
  yield* settingsOf(connection)
  const token = await told('token', () => checkToken(connection))
  yield token
  yield await told('receiver', () => checkReceiver(webhookUrl))
  yield await told('secret', () => checkSecret(connection))
  if (token.result !== 'ok') {
    for (const about of ['organization', 'webhook', 'invitation', 'definitions', 'records', 'clock'])
      yield { about, ...notKnown('needs a token') }
    return
  }
  yield await told('organization', async () => {
    const { name } = await platform.probe.organization()
    return ok(name === null ? 'the platform knows it' : `the platform knows it as ${JSON.stringify(name)}`)
  })
  yield await told('webhook', () => checkWebhook(connection))
  yield await told('invitation', async () => {
    const { invitationId, invitationUrl } = await platform.createInvitation()
    return ok(`${invitationId} was made, ${invitationUrl.length} characters long, and is left to expire`)
  })
  const named = [config.registration.proof, config.authentication.proof].flatMap(({ attributes }) => attributes)
  const asked = named.flatMap(({ credentialDefinitionId: id }) => (id === null ? [] : [id]))
  for (const id of new Set([config.registration.offer.credentialDefinitionId, ...asked])) {
    yield await told('definition', async () => {
      const isKnown = await platform.probe.definition(id)
      if (isKnown === null) return notKnown(`${id}: this platform tells nothing about definitions`)
      const mend = 'correct CREDENTIAL_DEFINITION_ID, PROOF_CREDENTIAL_DEFINITION_ID or CONFIRMD_CONFIG'
      return isKnown ? ok(`${id} is known`) : wrong(`${id} is not known`, mend)
    })
  }
  yield await told('records', async () => {
    const lists = await Promise.all([platform.listProofs(randomUUID()), platform.listCredentials(randomUUID())])
    if (!lists.includes(null)) return ok('requests and offers can be looked up, so none is sent twice')
    return notKnown('requests or offers cannot be looked up: one whose answer is lost waits for its webhook')
  })
  yield { about: 'clock', ...(isSimulator ? ok('the simulator has the same') : clock(platform.probe.clockAheadMs())) }
}

function* settingsOf({ env, config, isSimulator, organizationId, webhookUrl }: Connection): Generator<Finding> {
  const about = 'settings'
  if (isSimulator) {
    yield { about, ...notKnown('CLIENT_ID is not set: what follows is about the simulator', 'set it for the platform') }
    return
  }
  if (!z.guid().safeParse(organizationId).success)
    yield {
      about,
      ...wrong('ORGANIZATION_ID is no UUID', 'take it from the address of the organization in the platform'),
    }
  if (!webhookUrl.startsWith('https:'))
    yield {
      about,
      ...wrong(`PUBLIC_URL (${env.publicUrl}) is not https`, 'the platform sends to https addresses only'),
    }
  for (const warning of config.warnings) {
    const [name = '', text = ''] = warning.split(/: (.*)/)
    yield { about, ...wrong(`${name} ${text}`, `set ${name} to the definition of what students hold`) }
  }
  yield { about, ...ok(`they fit together; webhooks are to come to ${webhookUrl}`) }
}

async function checkToken({ platform }: Connection): Promise<Told> {
  try {
    const { expiresAt } = await platform.token()
    return ok(`good until ${expiresAt.toISOString()}`)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const isRefused = error instanceof PlatformError && error.status !== null && error.status < 500
    const mend = isRefused
      ? 'check CLIENT_ID, CLIENT_SECRET and CONFIRMD_AUTH_URL'
      : 'check CONFIRMD_AUTH_URL and the network'
    return wrong(reasonOf(error), mend)
  }
}

async function checkReceiver(webhookUrl: string): Promise<Told> {
  const response = await fetch(webhookUrl, { redirect: 'manual', signal: AbortSignal.timeout(10_000) }).catch(
    () => null,
  )
  if (response?.status === 200) return ok(`${webhookUrl} answers`)
  const answer = response === null ? 'does not answer' : `answers HTTP ${response.status}`
  return wrong(`${webhookUrl} ${answer}`, 'start the server, and check PUBLIC_URL and what stands in front of it')
}

async function checkSecret({ webhookUrl, webhookSecret }: Connection): Promise<Told> {
  if (webhookSecret === undefined) return wrong('WEBHOOK_SECRET is not set', 'make one: npm run -s confirmd -- secret')
  const accepted = await isAccepted(webhookUrl, webhookSecret)
  if (accepted === null || accepted === 'not known')
    return notKnown('the server cannot be asked whether it accepts WEBHOOK_SECRET')
  if (accepted) return ok('the server accepts WEBHOOK_SECRET')
  return wrong('the server does not accept WEBHOOK_SECRET', 'start it with the same settings as this command')
}

async function checkWebhook({ platform, appId, webhookUrl, isSimulator }: Connection): Promise<Told> {
  const app = await platform.apps.show(appId)
  const registering = 'npm run confirmd -- webhook register'
  const what = app.kind === 'app' ? `the app ${app.id}` : 'the one address of the organization'
  if (app.webhookUrl !== webhookUrl && !isSimulator)
    return wrong(`${what} sends to ${app.webhookUrl ?? 'nowhere'}, not to ${webhookUrl}`, registering)
  if (app.isActive === false) return wrong(`${what} is not active`, 'switch it on at the platform')
  if (app.hasSecret === false)
    return wrong(`${what} has no secret, and what is not signed is refused here`, 'npm run confirmd -- webhook rotate')
  return ok(`${what} sends to ${app.webhookUrl ?? 'an address that is not told'}`)
}

function clock(aheadMs: number | null): Told {
  if (aheadMs === null) return notKnown("the platform's answers do not tell the time")
  const seconds = Math.round(Math.abs(aheadMs) / 1000)
  const text = `this clock and the platform's are ${seconds} s apart`
  if (Math.abs(aheadMs) <= clockToleranceMs) return ok(text)
  const which = aheadMs > 0 ? 'behind' : 'ahead'
  return wrong(`${text}: this one is ${which}`, 'synchronize it (NTP); signed webhooks 300 s off are refused')
}

async function told(about: string, check: () => Promise<Told>): Promise<Finding> {
  try {
    return { about, ...(await check()) }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { about, ...failed(about, error) }
  }
}

/** A platform that forbids a look, or has no place for it, says nothing; one that does not know what is named does. */
function failed(about: string, error: AppError): Told {
  const text = reasonOf(error)
  const status = error instanceof PlatformError ? error.status : null
  if (about === 'webhook' && error.code === 'NOT_FOUND') return wrong(text, 'npm run confirmd -- webhook register')
  if (about === 'webhook' && status === 404)
    return wrong(text, 'check CONFIRMD_APP_ID, or: npm run confirmd -- webhook register')
  if (about === 'definition' && (status === 403 || status === 405)) return notKnown(text)
  if (about === 'organization' && error instanceof PlatformError && isNoRoute(error)) return notKnown(text)
  const mends: Readonly<Record<string, string>> = {
    organization: 'check ORGANIZATION_ID, and that CLIENT_ID belongs to it',
    invitation: 'check ORGANIZATION_ID, CONFIRMD_API_URL, and that the client may make connections',
  }
  return wrong(text, mends[about] ?? 'see docs/platform.md, "When a call fails"')
}

function reasonOf(error: AppError): string {
  const { cause } = error
  const reason = cause instanceof Error && cause.cause instanceof Error ? cause.cause.message : ''
  const text = explainFailure(error)
  return reason === '' || text.includes(reason) ? text : `${text} (${reason})`
}
