import type { ServerProcess } from '../../support/server-process.ts'
import { guideWebhook, organizationId } from '../../support/webhooks.ts'
import { ask } from '../ask.ts'
import type { Attack } from '../report.ts'
import { startStubPlatform } from '../stub-platform.ts'
import { createSession, startProduction, until, webhook } from '../target.ts'

export const credentials: Attack = {
  point: '3',
  async run(check) {
    await check('offerCredential: connected, nothing proved', () => offered('registration', []))
    await check('offerCredential: the proof has failed', () => offered('registration', ['request', 'failed']))
    await check('offerCredential: verified, but only signing in', () =>
      offered('authentication', ['request', 'presentation', 'verified']),
    )
  },
}

/** Whether the platform is asked to offer a credential to a session that has come so far. */
async function offered(requestType: string, proofs: readonly string[]) {
  await using platform = await startStubPlatform()
  await using server = await startProduction(platform)
  const session = await createSession(server, requestType)
  const keys = { invitationId: session.invitationId, connectionId: session.sessionId }
  await tell(server, 'connections.completed', keys)
  for (const word of proofs) await tell(server, `proofs.${word}`, keys)
  const { sessionId } = session
  const { status } = await ask(server, { method: 'POST', path: '/trpc/session.offerCredential', body: { sessionId } })
  const isOffered = await until(() => platform.calls.some((call) => call.includes('/offer')), 1500)
  return {
    held: status >= 400 && status < 500 && !isOffered,
    seen: `${status}; the platform was ${isOffered ? '' : 'not '}asked to offer`,
  }
}

async function tell(server: ServerProcess, topic: string, keys: object): Promise<void> {
  const answer = await webhook(server, { ...guideWebhook(topic, { ...keys }), organizationId })
  if (answer.status !== 200) throw new Error(`${topic}: ${answer.status} ${answer.body}`)
}
