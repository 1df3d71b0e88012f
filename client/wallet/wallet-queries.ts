import { queryOptions, skipToken } from '@tanstack/react-query'
import { readConnection, readInvitation, WalletError } from './wallet-api.ts'

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
