import { AppError } from '../errors.ts'
import { resolveInvitation } from './fetch-invitation.ts'
import { inviteAnother } from './organization.ts'
import { type ProofContext, present } from './proofs.ts'
import type { Connection, Exchange, InvitationView, WalletView } from './records.ts'
import type { WebhookSerializer } from './webhook-serializer.ts'

/**
 * What the simulated wallet works with. Each of its verbs answers what the wallet then shows, once it is saved.
 *
 * They throw AppError `BAD_REQUEST` for what is no invitation and for an answer to what was not asked, `NOT_FOUND` for
 * an invitation or a connection of nobody's here.
 */
export interface WalletContext extends ProofContext {
  readonly serializer: Pick<WebhookSerializer, 'acceptSteps'>
  /** Whether it may ask a short address there. */
  readonly isKnown: (url: URL) => boolean
  /** Whether it uses the connection that it has, unless told otherwise. */
  readonly reuse: boolean
}

/** What an invitation says, before anything is done with it. */
export async function previewInvitation(ctx: WalletContext, invitation: string): Promise<InvitationView> {
  return toInvitationView(ctx, await findInvited(ctx, invitation))
}

/**
 * Accepts; with `reuse`, by the newest connection that it has, where the inviter allows that. The same invitation again
 * changes nothing, unless it is for any number of wallets: then one more is connected.
 */
export async function acceptInvitation(ctx: WalletContext, invitation: string, reuse = ctx.reuse): Promise<WalletView> {
  const invited = await findInvited(ctx, invitation)
  if (invited.state === 'abandoned') throw new AppError('BAD_REQUEST', 'This invitation was declined')
  const before = invited.reusedBy ?? (reuse && invited.state === 'invitation' ? newestFor(ctx, invited) : null)
  const accepted = before === null ? connect(ctx, invited) : answerAgain(ctx, invited, before)
  await ctx.publisher.commit()
  return toWalletView(accepted)
}

function connect(ctx: WalletContext, invited: Connection): Connection {
  if (invited.state !== 'invitation' && !invited.multiUse) return invited
  const connection = invited.state === 'invitation' ? invited : inviteAnother(ctx, invited)
  note(ctx, connection, `Connected to ${connection.label}`)
  for (const step of ctx.serializer.acceptSteps) ctx.publisher.moveConnection(connection, step)
  return connection
}

function answerAgain(ctx: WalletContext, invited: Connection, walletConnectionId: string): Connection {
  const connection = findConnected(ctx, walletConnectionId)
  if (invited.reusedBy !== null) return connection
  invited.reusedBy = walletConnectionId
  note(ctx, connection, `Connected to ${invited.label} again`)
  ctx.publisher.reuseConnection(connection, invited.invitationId)
  return connection
}

/** Declining it again changes nothing, nor does declining what was answered by an older connection. */
export async function declineInvitation(ctx: WalletContext, invitation: string): Promise<InvitationView> {
  const connection = await findInvited(ctx, invitation)
  if (connection.state !== 'abandoned' && connection.reusedBy === null) {
    note(ctx, connection, 'Declined the invitation')
    ctx.publisher.moveConnection(connection, 'abandoned')
  }
  await ctx.publisher.commit()
  return toInvitationView(ctx, connection)
}

/** What the wallet shows of a connection now. */
export function viewConnection(ctx: WalletContext, walletConnectionId: string): WalletView {
  return toWalletView(findConnected(ctx, walletConnectionId))
}

/** Sends nothing until it acts again. */
export async function goSilent(ctx: WalletContext, walletConnectionId: string): Promise<WalletView> {
  const connection = findConnected(ctx, walletConnectionId)
  note(ctx, connection, 'Went silent')
  connection.silent = true
  await ctx.publisher.commit()
  return toWalletView(connection)
}

interface WalletAnswer {
  /** What it answers. */
  readonly to: (connection: Connection) => Exchange | undefined
  readonly text: string
  readonly give: (ctx: WalletContext, connection: Connection, exchange: Exchange) => void
}

/** How the wallet can answer the organization's proof request and its offer. */
export const walletAnswers: Readonly<Record<string, WalletAnswer>> = {
  share: { to: openProof, text: 'Shared your details', give: (...given) => present(...given, true) },
  'share-expired': { to: openProof, text: 'Shared an expired card', give: (...given) => present(...given, false) },
  'decline-proof': { to: openProof, text: 'Declined to share your details', give: refuse },
  receive: {
    to: openOffer,
    text: 'Received the credential',
    give(ctx, connection, exchange) {
      ctx.publisher.moveExchange(connection, exchange, 'request')
      ctx.publisher.moveExchange(connection, exchange, 'issued')
    },
  },
  'decline-offer': { to: openOffer, text: 'Declined the credential', give: refuse },
}

function refuse({ publisher }: WalletContext, connection: Connection, exchange: Exchange) {
  exchange.errorMessage = 'The holder declined'
  publisher.moveExchange(connection, exchange, 'declined')
}

/** Gives one of the `walletAnswers`. */
export async function answer(ctx: WalletContext, walletConnectionId: string, { to, text, give }: WalletAnswer) {
  const connection = findConnected(ctx, walletConnectionId)
  const exchange = to(connection)
  if (!exchange) throw new AppError('BAD_REQUEST', 'Nothing waits for this answer')
  note(ctx, connection, text)
  give(ctx, connection, exchange)
  await ctx.publisher.commit()
  return toWalletView(connection)
}

async function findInvited({ state, isKnown }: WalletContext, invitation: string): Promise<Connection> {
  const { '@id': messageId, label } = await resolveInvitation(invitation, isKnown)
  const found = state.connections.findLast((connection) => connection.messageId === messageId)
  if (!found) throw new AppError('NOT_FOUND', 'Nobody here made this invitation, or it is too old')
  found.label = label
  return found
}

/** What the wallet calls the newest connection that may answer an invitation, or null where there is none. */
function newestFor({ state }: WalletContext, { reusable }: Connection): string | null {
  const newest = reusable ? state.connections.findLast((connection) => connection.state === 'completed') : undefined
  return newest?.walletConnectionId ?? null
}

function findConnected({ state }: WalletContext, walletConnectionId: string): Connection {
  const found = state.connections.find((connection) => connection.walletConnectionId === walletConnectionId)
  if (!found) throw new AppError('NOT_FOUND', 'The wallet has no such connection')
  return found
}

function note({ now }: WalletContext, connection: Connection, text: string) {
  connection.silent = false
  connection.history.push({ at: now().toISOString(), text })
}

function openProof({ state, exchanges }: Connection): Exchange | undefined {
  return state === 'completed' ? exchanges.findLast((it) => it.kind === 'proof' && it.state === 'request') : undefined
}

function openOffer({ state, exchanges }: Connection): Exchange | undefined {
  return state === 'completed' ? exchanges.findLast((it) => it.state === 'offer') : undefined
}

function toInvitationView(ctx: WalletContext, invited: Connection): InvitationView {
  const { label, state, walletConnectionId, reusedBy } = invited
  const isOpen = state === 'invitation' && reusedBy === null
  return {
    label,
    state,
    walletConnectionId: isOpen || state === 'abandoned' ? null : (reusedBy ?? walletConnectionId),
    canReuse: isOpen && newestFor(ctx, invited) !== null,
  }
}

function toWalletView(connection: Connection): WalletView {
  const { walletConnectionId, label, state, silent, history } = connection
  return {
    walletConnectionId,
    label,
    state,
    silent,
    proofRequest: openProof(connection)?.attributes ?? null,
    credentialOffer: openOffer(connection)?.attributes ?? null,
    history,
  }
}
