import type { Attribute, ConnectionState } from './records.ts'

/** What the simulated wallet shows of one connection. Times are ISO 8601. */
export interface WalletView {
  readonly walletConnectionId: string
  /** Who invited. */
  readonly label: string
  readonly state: ConnectionState
  /** It sends nothing until it acts again. */
  readonly silent: boolean
  /** What is asked for, with the values that would be shared; null where no request waits. */
  readonly proofRequest: readonly Attribute[] | null
  /** What is offered; null where no offer waits. */
  readonly credentialOffer: readonly Attribute[] | null
  /** What happened so far, oldest first. */
  readonly history: readonly { readonly at: string; readonly text: string }[]
}

/** What the wallet shows of an invitation before it is accepted; `walletConnectionId` is null until it has been. */
export interface InvitationView {
  readonly label: string
  readonly state: ConnectionState
  readonly walletConnectionId: string | null
}
