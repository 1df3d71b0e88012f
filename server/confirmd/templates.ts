import { createHash } from 'node:crypto'

/** JSON as it is written in a template; any string in it may hold placeholders. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** One call of the platform's API. `path` is appended to the API's base URL; no body for a call that only looks up. */
export interface CallTemplate {
  readonly path: string
  readonly body?: Json | undefined
}

/** The calls that can be shaped anew, since deployments of the platform differ, with the placeholders that each knows. */
export const placeholders = {
  invitation: ['org'],
  connection: ['org', 'connectionId'],
  proof: ['org', 'connectionId', 'registrationNumber', 'today'],
  proofRecord: ['org', 'proofId'],
  offer: ['org', 'connectionId', 'registrationNumber', 'today'],
  credentialRecord: ['org', 'credentialId'],
  createApp: ['org', 'name', 'description', 'webhookUrl', 'webhookSecret'],
  app: ['org', 'appId'],
  testApp: ['org', 'appId', 'eventType'],
  deliveries: ['org', 'appId', 'limit'],
  rotateSecret: ['org', 'appId', 'newSecret'],
} as const

export type CallName = keyof typeof placeholders
export type PlatformTemplates = Readonly<Record<CallName, CallTemplate>>

/** What is asked for and what is offered, as in the contract, "The platform's API", and the guide. */
export const defaultTemplates: PlatformTemplates = {
  invitation: { path: '/orgs/{org}/connections', body: { multiUseInvitation: false, autoAcceptConnection: true } },
  connection: { path: '/orgs/{org}/connections/{connectionId}' },
  proof: {
    path: '/orgs/{org}/proofs',
    body: {
      connectionId: '{connectionId}',
      comment: 'NELFUND asks for your student details',
      attributes: [{ name: 'matriculationNumber' }, { name: 'institution' }, { name: 'fullName' }],
    },
  },
  proofRecord: { path: '/orgs/{org}/proofs/{proofId}' },
  offer: {
    path: '/orgs/{org}/credentials/offer',
    body: {
      connectionId: '{connectionId}',
      comment: 'Your NELFUND registration',
      attributes: [
        { name: 'registrationNumber', value: '{registrationNumber}' },
        { name: 'programme', value: 'NELFUND Student Loan' },
        { name: 'registeredOn', value: '{today}' },
      ],
    },
  },
  credentialRecord: { path: '/orgs/{org}/credentials/{credentialId}' },
  createApp: {
    path: '/orgs/{org}/apps',
    body: {
      name: '{name}',
      description: '{description}',
      webhookUrl: '{webhookUrl}',
      webhookSecret: '{webhookSecret}',
      clientContext: { purpose: 'student-registration' },
    },
  },
  app: { path: '/orgs/{org}/apps/{appId}' },
  testApp: { path: '/orgs/{org}/apps/{appId}/test', body: { eventType: '{eventType}' } },
  deliveries: { path: '/orgs/{org}/apps/{appId}/deliveries?limit={limit}' },
  rotateSecret: { path: '/orgs/{org}/apps/{appId}/rotate-secret', body: { newSecret: '{newSecret}' } },
}

export type PlaceholderValues = Readonly<Record<string, string>>

/** The template's path with its placeholders filled in, each value escaped as one path segment. */
export function fillPath(path: string, values: PlaceholderValues): string {
  return replacePlaceholders(path, (name) => {
    const value = values[name]
    return value === undefined ? undefined : encodeURIComponent(value)
  })
}

/** The template's body as JSON text, with placeholders filled in wherever a string holds one; undefined for no body. */
export function fillBody(body: Json | undefined, values: PlaceholderValues): string | undefined {
  if (body === undefined) return undefined
  return JSON.stringify(body, (_key, value: Json) =>
    typeof value === 'string' ? replacePlaceholders(value, (name) => values[name]) : value,
  )
}

/** The same number for the same connection, so that an offer that is sent again offers the same credential. */
export function registrationNumber(connectionId: string): string {
  return `NELFUND-${createHash('sha256').update(connectionId).digest('hex').slice(0, 12).toUpperCase()}`
}

function replacePlaceholders(text: string, lookUp: (name: string) => string | undefined): string {
  return text.replace(/\{(\w+)\}/g, (placeholder, name: string) => lookUp(name) ?? placeholder)
}
