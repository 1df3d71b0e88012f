import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { RequestType } from '../../../shared/session-status.ts'
import { freshDirectory } from '../../support/databases.ts'
import { openReader } from '../../support/open-reader.ts'
import { startPair } from '../confirmd/platform-and-server.ts'

/** What the simulated wallet shows, and nobody else may know. */
const shown = ['Okafor', 'Adaeze Chidinma', 'UNILAG/2023/045123']

test('without portals, what was shown is fetched once for the offer, never to sign in, and kept nowhere', {
  timeout: 120_000,
}, async () => {
  const directory = await freshDirectory()
  const fetched: string[] = []
  const { server, accept, answer } = await startPair({
    databaseUrl: `sqlite:${join(directory, 'test.db')}`,
    async between(c, next) {
      await next()
      if (c.req.path.includes('/verified-proofs/')) fetched.push(await c.res.clone().text())
    },
  })
  const { read, close } = await openReader(server.databaseUrl)
  onTestFinished(close)
  const expectNothingKept = async () => {
    const files = readdirSync(directory).map((file) => readFileSync(join(directory, file), 'latin1'))
    const lines = server.log.lines().map(({ text }) => text)
    for (const value of shown) expect([...files, ...lines].filter((text) => text.includes(value))).toEqual([])
    expect(await read('select "session" from "SealedIdentity"')).toEqual([])
  }
  const walk = async (requestType: RequestType, outcome: string) => {
    const session = await server.trpc.session.create.mutate({ requestType })
    const wallet = await accept(session)
    await answer(wallet, 'proofRequest')
    await expectNothingKept()
    if (requestType === 'registration') await answer(wallet, 'credentialOffer')
    const view = () => server.trpc.session.get.query({ sessionId: session.sessionId })
    await expect.poll(view, { timeout: 60_000 }).toMatchObject({ outcome })
    await expectNothingKept()
    return view()
  }

  const registered = await walk('registration', 'registered')
  expect(registered.registrationNumber).toMatch(/^NELFUND-[0-9A-F]{12}$/)
  expect(fetched).toHaveLength(1)
  for (const value of shown) expect(fetched[0]).toContain(value) // so the search has something to find

  await walk('authentication', 'signed-in')
  const left = () => read(`select "id" from "PlatformCommand" where "dueAt" is not null`)
  await expect.poll(left, { timeout: 60_000 }).toEqual([]) // nothing more is going to be asked
  expect(fetched).toHaveLength(1)
  expect(await read(`select "id" from "PlatformCommand" where "kind" = 'readIdentity'`)).toEqual([])
  await expectNothingKept()
})
