import { AppError } from '../errors.ts'
import { inviterLabel, readInvitation } from './invitation.ts'
import type { AgentContext } from './organization.ts'
import type { Connection, Exchange, ExchangeState, InvitationView, WalletView } from './records.ts'
import type { WebhookSerializer } from './webhook-serializer.ts'

/**
 * What the simulated wallet works with. Each of its verbs answers what the wallet then shows, once it is saved.
 *
 * They throw AppError `BAD_REQUEST` for what is no invitation and for an answer to what was not asked, `NOT_FOUND` for
 * an invitation or a connection of nobody's here.
 */
export interface WalletContext extends AgentContext {
  readonly serializer: Pick<WebhookSerializer, 'acceptSteps'>
}

/** What an invitation says, before anything is done with it. */
export function previewInvitation(ctx: WalletContext, invitation: string): InvitationView {
  return toInvitationView(findInvited(ctx, invitation))
}

/** Accepting the same invitation again changes nothing. */
export async function acceptInvitation(ctx: WalletContext, invitation: string): Promise<WalletView> {
  const connection = findInvited(ctx, invitation)
  if (connection.state === 'abandoned') throw new AppError('BAD_REQUEST', 'This invitation was declined')
  if (connection.state === 'invitation') {
    note(ctx, connection, `Connected to ${inviterLabel}`)
    for (const step of ctx.serializer.acceptSteps) ctx.publisher.moveConnection(connection, step)
  }
  await ctx.publisher.commit()
  return toWalletView(connection)
}

/** Declining it again changes nothing. */
export async function declineInvitation(ctx: WalletContext, invitation: string): Promise<InvitationView> {
  const connection = findInvited(ctx, invitation)
  if (connection.state !== 'abandoned') {
    note(ctx, connection, 'Declined the invitation')
    ctx.publisher.moveConnection(connection, 'abandoned')
  }
  await ctx.publisher.commit()
  return toInvitationView(connection)
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
  readonly steps: readonly ExchangeState[]
  readonly text: string
}

/** How the wallet can answer the organization's proof request and its offer. */
export const walletAnswers: Readonly<Record<string, WalletAnswer>> = {
  share: { to: openProof, steps: ['presentation', 'verified'], text: 'Shared your details' },
  'decline-proof': { to: openProof, steps: ['declined'], text: 'Declined to share your details' },
  receive: { to: openOffer, steps: ['request', 'issued'], text: 'Received the credential' },
  'decline-offer': { to: openOffer, steps: ['declined'], text: 'Declined the credential' },
}

/** Gives one of the `walletAnswers`. */
export async function answer(ctx: WalletContext, walletConnectionId: string, { to, steps, text }: WalletAnswer) {
  const connection = findConnected(ctx, walletConnectionId)
  const exchange = to(connection)
  if (!exchange) throw new AppError('BAD_REQUEST', 'Nothing waits for this answer')
  note(ctx, connection, text)
  for (const step of steps) ctx.publisher.moveExchange(connection, exchange, step)
  await ctx.publisher.commit()
  return toWalletView(connection)
}

function findInvited({ state }: WalletContext, invitation: string): Connection {
  const { '@id': messageId } = readInvitation(invitation)
  const found = state.connections.find((connection) => connection.messageId === messageId)
  if (!found) throw new AppError('NOT_FOUND', 'Nobody here made this invitation, or it is too old')
  return found
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
  return state === 'completed' ? exchanges.find((it) => it.kind === 'proof' && it.state === 'request') : undefined
}

function openOffer({ state, exchanges }: Connection): Exchange | undefined {
  return state === 'completed' ? exchanges.find((it) => it.state === 'offer') : undefined
}

function toInvitationView({ state, walletConnectionId }: Connection): InvitationView {
  return {
    label: inviterLabel,
    state,
    walletConnectionId: state === 'invitation' || state === 'abandoned' ? null : walletConnectionId,
  }
}

function toWalletView(connection: Connection): WalletView {
  const { walletConnectionId, state, silent, history } = connection
  return {
    walletConnectionId,
    label: inviterLabel,
    state,
    silent,
    proofRequest: openProof(connection)?.attributes ?? null,
    credentialOffer: openOffer(connection)?.attributes ?? null,
    history,
  }
}
