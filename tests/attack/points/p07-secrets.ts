import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { startServerProcess } from '../../support/server-process.ts'
import { ask, attacker, inLanes, student, tally } from '../ask.ts'
import type { Attack } from '../report.ts'
import { asOperator, startShipped } from '../target.ts'

const [first, second, third] = ['a'.repeat(40), 'b'.repeat(40), 'c'.repeat(40)]

export const secrets: Attack = {
  point: '7',
  async run(check) {
    await check('secrets that were rotated away, after restarts', rotatedAway, 180)
    await check('guessing the token, then the right one, by every door', guess)
    await check('production with ADMIN_TOKEN=12345', shortToken)
  },
}

const Rotated = z.object({ result: z.object({ data: z.object({ secret: z.string() }) }) })

/** Twice from the console, then by hand to a secret of elsewhere; an older one beside it must bring no made one back. */
async function rotatedAway() {
  await using server = await startServerProcess(
    { NODE_ENV: '' },
    `export WEBHOOK_SECRET=${first}; test -f settings && . ./settings`,
  )
  const operator = { authorization: `Bearer ${server.adminToken}` }
  const rotate = async () => {
    const { body } = await ask(server, {
      ...{ from: student, method: 'POST', path: '/trpc/admin.platform.rotate', headers: operator, body: {} },
    })
    return Rotated.parse(JSON.parse(body)).result.data.secret
  }
  const [made, latest] = [await rotate(), await rotate()]
  const restartWith = async (current: string, previous: string) => {
    const lines = `export WEBHOOK_SECRET=${current} WEBHOOK_SECRET_PREVIOUS=${previous}
`
    writeFileSync(join(server.directory, 'settings'), lines)
    await server.restart()
  }
  const isTaken = async (secret: string) => {
    const headers = { 'x-api-key': secret }
    return (
      (await ask(server, { from: student, method: 'POST', path: '/api/webhooks/confirmd', headers, body: {} }))
        .status !== 401
    )
  }
  const wrong: string[] = []
  const expect = async (when: string, taken: readonly string[], refused: readonly string[]) => {
    for (const secret of taken) if (!(await isTaken(secret))) wrong.push(`${when}: a current one is refused`)
    for (const secret of refused) if (await isTaken(secret)) wrong.push(`${when}: an old one is taken`)
  }
  await restartWith(first, '')
  await expect('restarted', [latest], [made])
  await restartWith(first, '')
  await expect('restarted again', [latest], [made])
  await restartWith(second, '')
  await expect('a new one in the settings', [second], [first, made, latest])
  await restartWith(third, second)
  await expect('another, with the one before', [third, second], [first, made, latest])
  await restartWith(first, '')
  await expect('the first again', [first], [second, third, made, latest])
  return { held: wrong.length === 0, seen: wrong.join('; ') || 'only what was current was taken' }
}

/** While an address is limited, nothing that it is answered may depend on the token. */
async function guess() {
  await using server = await startShipped()
  const signIn = (token: string, from: string) =>
    ask(server, { from, method: 'POST', path: '/trpc/admin.login', body: { token } })
  const cookie = (await signIn(server.adminToken, attacker)).headers['set-cookie']?.[0]?.split(';')[0] ?? ''
  const code = /sign-in\?code=(\S+)/.exec(server.output())?.[1] ?? ''
  const guesses = await inLanes(Array(300).fill(0), 8, () => signIn('guess', attacker))
  const differs: string[] = []
  const compare = async (door: string, tryWith: (token: string) => ReturnType<typeof ask>) => {
    const [wrong, right] = [await tryWith('wrong-token-0123456789abcdef'), await tryWith(server.adminToken)]
    const isSame = wrong.status === right.status && !right.headers['set-cookie']
    if (!isSame) differs.push(`${door}: ${wrong.status} and ${right.status}`)
  }
  const bearer = (path: string) => (token: string) =>
    ask(server, { path, headers: { authorization: `Bearer ${token}` } })
  await compare('login', (token) => signIn(token, attacker))
  for (const path of ['/metrics', '/api/admin/webhook-stats', '/trpc/admin.stats', '/trpc/qa.coverage'])
    await compare(path, bearer(path))
  await compare('link', (token) =>
    ask(server, { path: `/admin/sign-in?code=${token === server.adminToken ? code : 'x'}` }),
  )
  const open = await ask(server, { path: '/trpc/admin.stats', headers: { cookie } })
  const elsewhere = await asOperator(server, '/metrics')
  return {
    held: differs.length === 0 && open.status === 200 && elsewhere.status === 200,
    seen: `${tally(guesses.map(({ status }) => status))}; wrong and right differ: ${differs.join(', ') || 'nowhere'}; cookie ${open.status}, elsewhere ${elsewhere.status}`,
  }
}

async function shortToken() {
  const settings = { NODE_ENV: 'production', WEBHOOK_SECRET: second, ADMIN_TOKEN: '12345' }
  return startServerProcess(settings).then(
    async (server) => {
      await server[Symbol.asyncDispose]()
      return { held: false, seen: 'it started' }
    },
    (error: unknown) => {
      const text = String(error)
      const isNamed = text.includes('exited with 1') && /ADMIN_TOKEN: /.test(text) && !text.includes('12345')
      return { held: isNamed, seen: text.split('\n').slice(0, 2).join(' ') }
    },
  )
}
