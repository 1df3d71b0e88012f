import { onTestFinished } from 'vitest'
import { platformVariables } from '../confirmd/platform-and-server.ts'
import { startSimulated } from '../simulator/simulated.ts'
import { startReceiver } from '../simulator/webhook-receiver.ts'
import { confirmd, type RunOptions } from './run-cli.ts'

export const oldSecret = 'the-old-webhook-secret-0123456789abcdef'

/** A platform, whom it sends to, and the command line with an account there. */
export async function startPlatform() {
  const receiver = await startReceiver()
  onTestFinished(receiver.close)
  const simulated = await startSimulated({ webhookUrl: () => receiver.url })
  onTestFinished(simulated.close)
  const run = (args: string, variables: Record<string, string> = {}, more: RunOptions = {}) =>
    confirmd(args.split(' '), { ...more, variables: { ...platformVariables(simulated), ...variables } })
  return { receiver, simulated, run }
}
