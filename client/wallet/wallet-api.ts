import { queryOptions, skipToken } from '@tanstack/react-query'
import type { InvitationView, WalletView } from '../../server/simulator/records.ts'

/** What a student can answer to what is waiting, and going silent. */
export type WalletVerb = 'share' | 'share-expired' | 'decline-proof' | 'receive' | 'decline-offer' | 'go-silent'

/** The simulator refused. The message is its own, made for showing; `status` is null where nothing sensible answered. */
class WalletError extends Error {
  readonly status: number | null

  constructor(message: string, status: number | null) {
    super(message)
    this.name = 'WalletError'
    this.status = status
  }
}

const pathOf = (walletConnectionId: string) => `/connections/${encodeURIComponent(walletConnectionId)}`

const readInvitation = (invitation: string): Promise<InvitationView> => ask('/invitations', { invitation })

const readConnection = (walletConnectionId: string): Promise<WalletView> => ask(pathOf(walletConnectionId))

/** With `reuse`, by the connection that the wallet has. Without a word on it, as the simulator is set. */
export const acceptInvitation = (invitation: string, reuse?: boolean): Promise<WalletView> =>
  ask('/connections', { invitation, reuse })

export const declineInvitation = (invitation: string): Promise<InvitationView> =>
  ask('/decline-invitation', { invitation })

export const act = (walletConnectionId: string, verb: WalletVerb): Promise<WalletView> =>
  ask(`${pathOf(walletConnectionId)}/${verb}`, {})

/** Calls the wallet half of the simulator; posts where there is a body. @throws WalletError unless it answered well, in JSON. */
async function ask(path: string, body?: object) {
  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetch(`/simulator/wallet${path}`, body ? post : {}).catch(() => {
    throw new WalletError('The wallet got no answer from the server', null)
  })
  if (!response.headers.get('content-type')?.startsWith('application/json'))
    throw new WalletError(
      response.status === 404 ? 'There is no simulated wallet on this server' : 'The wallet got no sensible answer',
      response.status,
    )
  if (response.ok) return response.json()
  const { error }: { error?: unknown } = await response.json()
  throw new WalletError(typeof error === 'string' ? error : 'The wallet cannot do that', response.status)
}

const pollMs = 700
const retries = 3

/** What cannot be found will not be found the next time; all else may pass. */
function isWorthRetrying(error: Error): boolean {
  return !(error instanceof WalletError) || error.status === null || error.status >= 500
}

/** What an invitation says, read anew by each page. */
export function invitationQuery(invitation: string | null) {
  return queryOptions({
    queryKey: ['wallet', 'invitation', invitation],
    queryFn: invitation === null ? skipToken : () => readInvitation(invitation),
    retry: (failures, error) => failures < retries && isWorthRetrying(error),
  })
}

/** What the wallet shows of a connection, asked for again and again: what comes in comes by itself. */
export function connectionQuery(walletConnectionId: string | null) {
  return queryOptions({
    queryKey: ['wallet', 'connection', walletConnectionId],
    queryFn: walletConnectionId === null ? skipToken : () => readConnection(walletConnectionId),
    retry: false,
    refetchInterval: ({ state: { error } }) => (error && !isWorthRetrying(error) ? false : pollMs),
    refetchIntervalInBackground: true, // the student's page is often the one in front
  })
}
