import { createHash } from 'node:crypto'

/** JSON as it is written in a template; any string in it may hold placeholders. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/**
 * One call of the platform's API. `path` is appended to the API's base address.
 * Placeholders, in path and body: `{org}`, `{connectionId}`, `{registrationNumber}`, `{today}` (YYYY-MM-DD).
 */
export interface CallTemplate {
  readonly path: string
  readonly body: Json
}

/** The calls that can be shaped anew, since deployments of the platform differ. */
export interface PlatformTemplates {
  readonly invitation: CallTemplate
  readonly proof: CallTemplate
  readonly offer: CallTemplate
}

/** What is asked for and what is offered, as in the contract, "The platform's API". */
export const defaultTemplates: PlatformTemplates = {
  invitation: {
    path: '/orgs/{org}/connections',
    body: { multiUseInvitation: false, autoAcceptConnection: true },
  },
  proof: {
    path: '/orgs/{org}/proofs',
    body: {
      connectionId: '{connectionId}',
      comment: 'NELFUND asks for your student details',
      attributes: [{ name: 'matriculationNumber' }, { name: 'institution' }, { name: 'fullName' }],
    },
  },
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
}

export type PlaceholderValues = Readonly<Record<string, string>>

/** The template's path with its placeholders filled in, each value escaped as one path segment. */
export function fillPath(path: string, values: PlaceholderValues): string {
  return replacePlaceholders(path, (name) => {
    const value = values[name]
    return value === undefined ? undefined : encodeURIComponent(value)
  })
}

/** The template's body as JSON text, with placeholders filled in wherever a string holds one. */
export function fillBody(body: Json, values: PlaceholderValues): string {
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
