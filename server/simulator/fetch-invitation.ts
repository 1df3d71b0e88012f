import { parseJson } from '../../shared/parse-json.ts'
import { AppError } from '../errors.ts'
import { type Invitation, oobOf, readInvitation, toInvitationRead } from './invitation.ts'

const timeoutMs = 5000
const bytesAtMost = 64 * 1024
const redirectsAtMost = 3

/**
 * The invitation behind whatever a wallet was given: the invitation itself, or a short address, which is fetched twice
 * as Bifold does. Only hosts that `isKnown` are asked.
 *
 * @throws AppError `BAD_REQUEST` where there is none that a wallet can read.
 */
export async function resolveInvitation(text: string, isKnown: (url: URL) => boolean): Promise<Invitation> {
  const url = text.trim()
  if (url.startsWith('{') || oobOf(url) !== null || !/^https?:/i.test(url)) return readInvitation(url)
  await fetchInvitation(url, isKnown)
  return fetchInvitation(url, isKnown)
}

/** What a short address answers to a wallet: an invitation in JSON, or the way to one (Aries RFC 0434). */
async function fetchInvitation(address: string, isKnown: (url: URL) => boolean): Promise<Invitation> {
  let url = address
  for (let redirects = 0; redirects <= redirectsAtMost; redirects++) {
    if (oobOf(url) !== null) return readInvitation(url)
    if (!URL.canParse(url) || !isKnown(new URL(url))) break
    const response = await ask(url)
    const location = response.headers.get('location')
    if (response.status >= 300 && response.status < 400 && location !== null && URL.canParse(location, url)) {
      url = new URL(location, url).href
      continue
    }
    if (response.status === 404 || response.status === 410)
      throw new AppError('BAD_REQUEST', 'This invitation is no longer valid')
    const type = response.headers.get('content-type') ?? ''
    return toInvitationRead(response.ok && /json/i.test(type) ? parseJson(await readText(response)) : undefined)
  }
  throw new AppError('BAD_REQUEST', 'This is not an invitation that a wallet can read')
}

async function ask(url: string): Promise<Response> {
  const options = { headers: { accept: 'application/json' }, signal: AbortSignal.timeout(timeoutMs) }
  return fetch(url, { ...options, redirect: 'manual' }).catch(() => {
    throw new AppError('BAD_REQUEST', 'The wallet cannot reach the address of this invitation')
  })
}

async function readText(response: Response): Promise<string> {
  const bytes = Buffer.from(await response.arrayBuffer())
  return bytes.length > bytesAtMost ? '' : bytes.toString()
}
