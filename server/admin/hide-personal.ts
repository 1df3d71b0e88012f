/** What stands for what is hidden. */
export const hidden = '••••••••'

/** Who somebody is at the other end, wherever it stands: DIDs, and what hangs on them. */
const personal = /("(?:[^"\\]|\\.)*[dD]id"\s*:\s*)"(?:[^"\\]|\\.)*"|"did:(?:[^"\\]|\\.)*"/g

/** JSON without the values that are personal, otherwise sign by sign as it came. */
export function hidePersonal(payload: string): string {
  return payload.replaceAll(personal, (_, name: string | undefined) => `${name ?? ''}"${hidden}"`)
}
