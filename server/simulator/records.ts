import { z } from 'zod'

/** Where a simulated connection is, by the guide's names; `platform-serializer.ts` turns them into the agent's. */
export const ConnectionState = z.enum(['invitation', 'request', 'response', 'active', 'completed', 'abandoned'])
export type ConnectionState = z.infer<typeof ConnectionState>

/** A proof runs request, presentation, verified; a credential offer, request, issued. Either can be declined. */
export const ExchangeState = z.enum(['offer', 'request', 'presentation', 'verified', 'issued', 'declined'])
export type ExchangeState = z.infer<typeof ExchangeState>

export const Attribute = z.object({ name: z.string(), value: z.string() })
export type Attribute = z.infer<typeof Attribute>

/** One proof or one credential exchange on a connection. Times are ISO 8601. */
export const Exchange = z.object({
  kind: z.enum(['proof', 'credential']),
  exchangeId: z.string(),
  threadId: z.string(),
  state: ExchangeState,
  attributes: z.array(Attribute),
  createdAt: z.string(),
  updatedAt: z.string(),
})
export type Exchange = z.infer<typeof Exchange>

/** An invitation and the connection that grows from it: the invitations here are for one wallet only. */
export const Connection = z.object({
  /** What the organization and its webhooks call the invitation. */
  invitationId: z.string(),
  /** What the invitation message calls itself, its `@id`. */
  messageId: z.string(),
  recipientKey: z.string(),
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

/** A webhook that has not been delivered yet. `body` is what goes out, letter for letter, at every attempt. */
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
}
