import type { z } from 'zod'
import * as bodies from './platform-bodies.ts'
import { PlatformError } from './platform-error.ts'

type Query = Readonly<Record<string, string | undefined>>

/** What the platform takes at one of its calls. */
interface PlatformRule<Schema extends z.ZodType> {
  readonly method: 'POST' | 'PATCH'
  /** `{…}` stands for a UUID. */
  readonly path: string
  /** Its fields. Any other is dropped in silence. */
  readonly body: Schema
  /** Fields that are taken, and change nothing. */
  readonly withoutEffect?: readonly string[]
  /** What is refused before the fields are looked at. @throws PlatformError */
  before?(body: unknown): void
  /** What is refused after that. @throws PlatformError */
  after?(body: z.output<Schema>, query: Query): void
}

const rule = <Schema extends z.ZodType>(rule: PlatformRule<Schema>) => rule

/**
 * The platform's rules, per call that has a body: what must be there, what may be, and what is refused how (CREDEBL's
 * gateway; the guide for the `apps`). The simulator's routes keep to this table, and so must our own client's requests.
 */
export const platformRules = {
  createInvitation: rule({
    ...{ method: 'POST', path: '/orgs/{org}/connections', body: bodies.NewInvitation },
    withoutEffect: ['label', 'imageUrl'],
  }),
  requestProof: rule({
    ...{ method: 'POST', path: '/orgs/{org}/proofs', body: bodies.NewProof },
    after({ proofFormats, presentationDefinition }, { requestType = 'indy' }) {
      if (requestType === 'presentationExchange' && !presentationDefinition)
        throw new PlatformError(400, `type: ${requestType} requires presentationDefinition`)
      if (requestType !== 'indy') throw new PlatformError(500, 'Internal server error')
      if (!proofFormats) throw new PlatformError(400, `type: ${requestType} requires proofFormats`)
      const { attributes } = proofFormats.indy
      if (attributes.length === 0) throw new PlatformError(500, 'Internal server error')
      const names = attributes.map((it) => `${it.schemaId ?? ''}:${it.credDefId ?? ''} ${it.attributeName}`)
      if (new Set(names).size < names.length) throw new PlatformError(400, 'Please provide unique attribute names')
    },
  }),
  offerCredential: rule({
    ...{ method: 'POST', path: '/orgs/{org}/credentials/offer', body: bodies.NewOffer },
    before(body) {
      const id: unknown = Object(body).credentialDefinitionId // trimmed before it is looked at
      if (id !== undefined && typeof id !== 'string') throw new PlatformError(500, 'Internal server error')
    },
    after({ credentialDefinitionId, credentialData }, { credentialType = 'indy' }) {
      if (credentialType !== 'indy' && credentialType !== 'jsonld')
        throw new PlatformError(404, 'invalid credential type')
      if (credentialType === 'jsonld') throw new PlatformError(400, 'credential is not present')
      if (!credentialDefinitionId) throw new PlatformError(400, 'Credential definition Id is required')
      if (credentialData.some(({ attributes }) => !attributes)) throw new PlatformError(500, 'Internal server error')
    },
  }),
  registerWebhook: rule({ method: 'POST', path: '/webhooks/orgs/{org}/register', body: bodies.NewWebhook }),
  updateWebhook: rule({ method: 'PATCH', path: '/webhooks/orgs/{org}', body: bodies.WebhookChange }),
  createApp: rule({ method: 'POST', path: '/orgs/{org}/apps', body: bodies.NewApp }),
  testApp: rule({ method: 'POST', path: '/orgs/{org}/apps/{app}/test', body: bodies.AppTest }),
  rotateSecret: rule({ method: 'POST', path: '/orgs/{org}/apps/{app}/rotate-secret', body: bodies.NewSecret }),
} as const

/** What the platform makes of a request's body. @throws PlatformError where it refuses, as the platform words it. */
export function takeBody<Schema extends z.ZodType>(
  { body: schema, before, after }: PlatformRule<Schema>,
  body: unknown,
  query: Query = {},
): z.output<Schema> {
  before?.(body)
  const taken = readFields(schema, body)
  after?.(taken, query)
  return taken
}

/** `given` in the shape of `schema`. @throws PlatformError 400 with every misfit, each with the path of its parent. */
export function readFields<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const { data, error, success } = schema.safeParse(given)
  if (success) return data
  const problems = error.issues.map(({ path, message }) => [...path.slice(0, -1), message].join('.'))
  throw new PlatformError(400, problems)
}

/** The fields of a body that the platform would drop in silence, such as a misspelt one: `a.0.b`. */
export function droppedFields<Schema extends z.ZodType>({ body: schema }: PlatformRule<Schema>, body: unknown) {
  const { data, success } = schema.safeParse(body)
  return success ? missing(body, data) : []
}

function missing(given: unknown, taken: unknown, path = ''): string[] {
  if (typeof given !== 'object' || given === null) return []
  return Object.entries(given).flatMap(([name, value]) =>
    Object.hasOwn(Object(taken), name) ? missing(value, Object(taken)[name], `${path}${name}.`) : [`${path}${name}`],
  )
}
