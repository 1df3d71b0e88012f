import type { SessionStatus } from '../../shared/session-status.ts'

/** What the wallet calls itself; where it says nothing, or its name is erased by now, that there is one or none. */
export function walletName({ theirLabel, status }: { theirLabel: string | null; status: SessionStatus }): string {
  return theirLabel ?? (status === 'invitation' ? 'No wallet yet' : 'Wallet without a name')
}
