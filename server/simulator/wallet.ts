import { AppError } from '../errors.ts'
import { inviterLabel, readInvitation } from './invitation.ts'
import type { Publisher } from './publisher.ts'
import type { Connection, ConnectionState, ExchangeState, PlatformRequest } from './records.ts'
import type { SimulatorState } from './state.ts'
import type { InvitationView, WalletView } from './wallet-view.ts'

interface WalletOptions {
  readonly state: SimulatorState
  readonly publisher: Publisher
  readonly acceptSteps: readonly ConnectionState[]
  readonly now: () => Date
}

/**
 * The simulated wallet. Each verb answers what the wallet then shows, once it is saved.
 *
 * @throws AppError `BAD_REQUEST` for what is no invitation and for an answer to what was not asked,
 * `NOT_FOUND` for an invitation or a connection of nobody's here.
 */
export interface Wallet {
  preview(invitation: string): InvitationView
  /** Accepting the same invitation again changes nothing. */
  accept(invitation: string): Promise<WalletView>
  declineInvitation(invitation: string): Promise<InvitationView>
  view(walletConnectionId: string): WalletView
  share(walletConnectionId: string): Promise<WalletView>
  declineProof(walletConnectionId: string): Promise<WalletView>
  receive(walletConnectionId: string): Promise<WalletView>
  declineOffer(walletConnectionId: string): Promise<WalletView>
  goSilent(walletConnectionId: string): Promise<WalletView>
}

export function createWallet({ state, publisher, acceptSteps, now }: WalletOptions): Wallet {
  function invited(invitation: string): Connection {
    const { '@id': messageId } = readInvitation(invitation)
    const found = state.connections.find((connection) => connection.messageId === messageId)
    if (!found) throw new AppError('NOT_FOUND', 'Nobody here made this invitation, or it is too old')
    return found
  }

  function connected(walletConnectionId: string): Connection {
    const found = state.connections.find((connection) => connection.walletConnectionId === walletConnectionId)
    if (!found) throw new AppError('NOT_FOUND', 'The wallet has no such connection')
    return found
  }

  function note(connection: Connection, text: string) {
    connection.silent = false
    connection.history.push({ at: now().toISOString(), text })
  }

  async function answer(
    walletConnectionId: string,
    waiting: (connection: Connection) => PlatformRequest | undefined,
    steps: readonly ExchangeState[],
    text: string,
  ): Promise<WalletView> {
    const connection = connected(walletConnectionId)
    const exchange = waiting(connection)
    if (!exchange) throw new AppError('BAD_REQUEST', 'Nothing waits for this answer')
    note(connection, text)
    for (const step of steps) publisher.moveExchange(connection, exchange, step)
    await publisher.commit()
    return toWalletView(connection)
  }

  return {
    preview: (invitation) => toInvitationView(invited(invitation)),
    async accept(invitation) {
      const connection = invited(invitation)
      if (connection.state === 'abandoned') throw new AppError('BAD_REQUEST', 'This invitation was declined')
      if (connection.state === 'invitation') {
        note(connection, `Connected to ${inviterLabel}`)
        for (const step of acceptSteps) publisher.moveConnection(connection, step)
      }
      await publisher.commit()
      return toWalletView(connection)
    },
    async declineInvitation(invitation) {
      const connection = invited(invitation)
      if (connection.state !== 'abandoned') {
        note(connection, 'Declined the invitation')
        publisher.moveConnection(connection, 'abandoned')
      }
      await publisher.commit()
      return toInvitationView(connection)
    },
    view: (id) => toWalletView(connected(id)),
    share: (id) => answer(id, waitingProof, ['presentation', 'verified'], 'Shared your details'),
    declineProof: (id) => answer(id, waitingProof, ['declined'], 'Declined to share your details'),
    receive: (id) => answer(id, waitingOffer, ['request', 'issued'], 'Received the credential'),
    declineOffer: (id) => answer(id, waitingOffer, ['declined'], 'Declined the credential'),
    async goSilent(walletConnectionId) {
      const connection = connected(walletConnectionId)
      note(connection, 'Went silent')
      connection.silent = true
      await publisher.commit()
      return toWalletView(connection)
    },
  }
}

function waitingProof({ state, exchanges }: Connection): PlatformRequest | undefined {
  return state === 'completed' ? exchanges.find((it) => it.kind === 'proof' && it.state === 'request') : undefined
}

function waitingOffer({ state, exchanges }: Connection): PlatformRequest | undefined {
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
    proofRequest: waitingProof(connection)?.attributes ?? null,
    credentialOffer: waitingOffer(connection)?.attributes ?? null,
    history,
  }
}
