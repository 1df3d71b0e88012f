import { onTestFinished } from 'vitest'
import { type ConfirmdPlatformOptions, createConfirmdPlatform } from '../../../server/confirmd/confirmd-platform.ts'
import { PlatformError } from '../../../server/confirmd/platform-error.ts'
import { collectLog } from './collect-log.ts'
import { type Reply, startStub } from './stub-platform.ts'

/** The platform's client, talking to a platform that answers every call of the API as `api` says, and each for a token as `token` does. */
export async function stubbed(api?: Reply, options: Partial<ConfirmdPlatformOptions> = {}, token?: Reply) {
  const stub = await startStub({ ...(api && { api }), ...(token && { token }) })
  onTestFinished(stub.close)
  const { log, text } = collectLog()
  const platform = createConfirmdPlatform({
    ...{ authUrl: `${stub.url}/token`, apiUrl: stub.url, organizationId: 'org-1', clientId: 'c', clientSecret: 'shh' },
    ...{ log, retryDelayMs: 1, publicUrl: 'https://connect.example' },
    ...options,
  })
  return { platform, stub, logged: text }
}

/** What the call failed with; it must be a PlatformError. */
export async function failureOf(call: Promise<unknown>): Promise<PlatformError> {
  const failure = await call.then(
    () => null,
    (error: unknown) => error,
  )
  if (failure instanceof PlatformError) return failure
  throw new Error('expected a PlatformError', { cause: failure })
}
