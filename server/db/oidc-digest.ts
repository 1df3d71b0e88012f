import { createHash } from 'node:crypto'

/** Under what `OidcRecord` has a record: who knows its id has what it stands for, so that the id itself is not there. */
export function oidcDigest(id: string): string {
  return createHash('sha256').update(id).digest('base64url')
}
