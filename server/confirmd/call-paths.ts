import { PlatformError } from './platform-error.ts'

/** Each call's path, appended to the API's base URL. Deployments differ, so any of them can be set. */
export const defaultPaths = {
  invitation: '/orgs/{org}/connections',
  connection: '/orgs/{org}/connections/{connectionId}',
  proof: '/orgs/{org}/proofs?requestType=indy',
  proofs: '/orgs/{org}/proofs?search={connectionId}&sortField=createDateTime&sortBy=desc&pageNumber=1&pageSize=100',
  proofRecord: '/orgs/{org}/proofs/{proofId}',
  verification: '/orgs/{org}/proofs/{proofId}/verify',
  verifiedProof: '/orgs/{org}/verified-proofs/{proofId}',
  offer: '/orgs/{org}/credentials/offer?credentialType=indy',
  credentials:
    '/orgs/{org}/credentials?search={connectionId}&sortField=createDateTime&sortBy=desc&pageNumber=1&pageSize=100',
  credentialRecord: '/orgs/{org}/credentials/{credentialId}',
  organization: '/orgs/{org}',
  definition: '/orgs/{org}/cred-defs/{definitionId}',
  createApp: '/orgs/{org}/apps',
  app: '/orgs/{org}/apps/{appId}',
  testApp: '/orgs/{org}/apps/{appId}/test',
  deliveries: '/orgs/{org}/apps/{appId}/deliveries?limit={limit}',
  rotateSecret: '/orgs/{org}/apps/{appId}/rotate-secret',
  registerWebhook: '/webhooks/orgs/{org}/register',
  updateWebhook: '/webhooks/orgs/{org}',
  webhookUrl: '/webhooks/orgs/webhookurl?orgId={org}',
} as const satisfies Readonly<Record<string, string>>

export type CallName = keyof typeof defaultPaths
export type CallPaths = Readonly<Record<CallName, string>>
export type PlaceholderValues = Readonly<Record<string, string>>

const placeholder = /\{(\w*)\}/g

/** The names that stand in braces in `path`. */
export function placeholdersIn(path: string): readonly string[] {
  return [...path.matchAll(placeholder)].map(([, name = '']) => name)
}

/** What may stand in braces in the call's path: what usually does, and which connection it is about. */
export function placeholdersOf(name: CallName): readonly string[] {
  const about = name === 'proof' || name === 'offer' ? ['connectionId'] : []
  return [...placeholdersIn(defaultPaths[name]), ...about]
}

/**
 * `path` with its placeholders filled in, each value escaped as one segment of a path or one value of a query.
 *
 * @throws PlatformError `refused` where a value is none: it would reach another address than the one that was meant.
 */
export function fillPath(path: string, values: PlaceholderValues): string {
  return path.replace(placeholder, (_whole, name: string) => {
    const value = values[name] ?? ''
    if (isSafe(value)) return encodeURIComponent(value)
    throw new PlatformError('refused', `The wallet platform cannot be asked: ${name} is not one of its ids`)
  })
}

/** Dots alone would climb in the path; half a character cannot be escaped. */
function isSafe(value: string): boolean {
  return value !== '' && value.length <= 512 && !/^\.+$|\p{Cc}/u.test(value) && value.isWellFormed()
}
