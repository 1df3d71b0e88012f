import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { inviterLabel } from './invitation.ts'

/** Where a simulated connection is, by the guide's names; `agent-states.ts` turns them into the agent's. */
export const ConnectionState = z.enum(['invitation', 'request', 'response', 'active', 'completed', 'abandoned'])
export type ConnectionState = z.infer<typeof ConnectionState>

/** A proof runs request, presentation, verified or failed; a credential offer, request, issued. Either can be declined. */
export const ExchangeState = z.enum(['offer', 'request', 'presentation', 'verified', 'failed', 'issued', 'declined'])
export type ExchangeState = z.infer<typeof ExchangeState>

export const Attribute = z.object({ name: z.string(), value: z.string() })
export type Attribute = z.infer<typeof Attribute>

/** What a proof request asks for, as the API was told. */
export const Asked = z.object({
  /** Null for a group of names, which verified proofs never answer. */
  attributeName: z.string().nullable(),
  schemaId: z.string().nullable(),
  credDefId: z.string().nullable(),
  /** A condition and its bound, such as `>=18`, where no value is asked for. */
  predicate: z.string().nullable(),
})
export type Asked = z.infer<typeof Asked>

const rowId = () => randomUUID()

/** One proof or one credential exchange on a connection. Times are ISO 8601. */
export const Exchange = z.object({
  kind: z.enum(['proof', 'credential']),
  exchangeId: z.string(),
  /** What the platform's own lists call the row. */
  rowId: z.string().default(rowId),
  threadId: z.string(),
  state: ExchangeState,
  /** What the wallet shares or receives. */
  attributes: z.array(Attribute),
  asked: z.array(Asked).default([]),
  /** Of a credential; null where nobody said. */
  credDefId: z.string().nullable().default(null),
  /** `always`, `contentApproved` or `never`. */
  autoAccept: z.string().default('always'),
  /** Whether the card that was shared verifies; null until one was. */
  isGood: z.boolean().nullable().default(null),
  /** What the record says of it; null while it says nothing. */
  isVerified: z.boolean().nullable().default(null),
  errorMessage: z.string().nullable().default(null),
  createdAt: z.string(),
  updatedAt: z.string(),
})
export type Exchange = z.infer<typeof Exchange>

/** An invitation and the connection that grows from it. One for many wallets has several of these, all but the first accepted. */
export const Connection = z.object({
  /** What the organization and its webhooks call the invitation. */
  invitationId: z.string(),
  /** What the platform's own table calls it; no webhook does. */
  rowId: z.string().default(rowId),
  /** What the invitation message calls itself, its `@id`. */
  messageId: z.string(),
  recipientKey: z.string(),
  /** Who invites, as the invitation that the wallet has read says. */
  label: z.string().default(inviterLabel),
  /** Of its short address. */
  shortId: z.string().default(''),
  /** Whether any number of wallets may accept it. */
  multiUse: z.boolean().default(false),
  /** Whether a wallet that is connected already knows the inviter again. */
  reusable: z.boolean().default(false),
  /** The wallet's older connection that answered this invitation; null where none did. */
  reusedBy: z.string().nullable().default(null),
  /** What the organization calls the connection. */
  connectionId: z.string(),
  /** What the wallet calls it. */
  walletConnectionId: z.string(),
  theirDid: z.string(),
  state: ConnectionState,
  silent: z.boolean(),
  exchanges: z.array(Exchange),
  history: z.array(z.object({ at: z.string(), text: z.string() })),
  createdAt: z.string(),
  updatedAt: z.string(),
})
export type Connection = z.infer<typeof Connection>

/** The app that the simulator has from the start, where it knows a URL to send to. */
export const ownAppId = 'simulator-app'

/** Where the organization wants its webhooks sent. */
export const App = z.object({
  appId: z.string(),
  name: z.string(),
  description: z.string(),
  webhookUrl: z.string(),
  webhookSecret: z.string(),
  createdAt: z.string(),
})
export type App = z.infer<typeof App>

/** The organization's one webhook, as CREDEBL keeps it. */
export const Registered = App.pick({ webhookUrl: true, webhookSecret: true })
export type Registered = z.infer<typeof Registered>

/** A webhook that has not been delivered yet. `body` is what goes out, letter for letter, at every attempt; a signature is made anew. */
export const PendingWebhook = z.object({
  webhookId: z.string(),
  appId: z.string().default(ownAppId),
  connectionId: z.string(),
  /** The guide's, whatever the dialect. */
  topic: z.string(),
  body: z.string(),
})
export type PendingWebhook = z.infer<typeof PendingWebhook>

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
  /** Whether a connection that the wallet has could answer it, in place of a new one. */
  readonly canReuse: boolean
}
