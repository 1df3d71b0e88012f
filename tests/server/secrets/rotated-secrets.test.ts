import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { openRotatedSecrets } from '../../../server/secrets/rotated-secrets.ts'
import { createSecretCheck, digestOf } from '../../../server/secrets/secret-check.ts'
import { freshDirectory } from '../../support/databases.ts'
import { asOperator } from '../../support/operator.ts'
import { startServerProcess } from '../../support/server-process.ts'
import { guideWebhook, sendSigned, sendWebhook, signatureOf } from '../../support/webhooks.ts'

let file = ''
beforeEach(async () => {
  file = join(await freshDirectory(), 'rotated-secrets')
})

/** A server that starts with these settings. */
function start(...configured: string[]) {
  const rotated = openRotatedSecrets(file, configured)
  const check = createSecretCheck(configured, rotated)
  return {
    add: rotated.add,
    /** Of `secrets` those that open, each of them both as a key and by what it signs. */
    accepted: (...secrets: string[]) =>
      secrets.filter((secret) => {
        const { 'X-Signature': signature, 'X-Timestamp': timestamp } = signatureOf('body', { secret })
        const signs = check.acceptSignature({ signature, timestamp }, Buffer.from('body'))
        expect(signs).toBe(check.accept(secret))
        return signs !== null
      }),
  }
}

test('a rotated secret opens at once and after a restart, as a key and by what it signs; its owner alone reads the file', async () => {
  const server = start('old')
  expect(server.accepted('old', 'new')).toEqual(['old'])
  server.add('new')
  expect(server.accepted('old', 'new', 'other')).toEqual(['old', 'new'])
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(start('old').accepted('old', 'new', 'other')).toEqual(['old', 'new'])
})

test('what was rotated away opens while this process runs, and not after a restart', () => {
  const server = start('old')
  server.add('first')()
  server.add('second')()
  expect(server.accepted('first', 'second')).toEqual(['first', 'second'])
  expect(start('old').accepted('first', 'second')).toEqual(['second'])
  server.add('third')
  expect(start('old').accepted('first', 'second', 'third')).toEqual(['second', 'third'])
})

test('while the platform has not been told of the new one, the one before outlives a restart too', () => {
  const server = start('old')
  server.add('first')()
  server.add('second')
  expect(start('old').accepted('first', 'second')).toEqual(['first', 'second'])
})

test('once the settings list one, it and those before it are theirs to end; those after it are kept', () => {
  const server = start('old')
  for (const secret of ['first', 'second', 'third']) server.add(secret)
  expect(start('second', 'old').accepted('old', 'first', 'second', 'third')).toEqual(['old', 'second', 'third'])
  expect(start('third').accepted('old', 'first', 'second', 'third')).toEqual(['third'])
  expect(start('old').accepted('first', 'second', 'third')).toEqual([])
})

test('a rotation through the settings ends it when its last step is done, and no sooner', () => {
  start('old').add('console')()
  expect(start('newer', 'old').accepted('console', 'newer')).toEqual(['console', 'newer'])
  expect(start('newer').accepted('console', 'newer')).toEqual(['newer'])
  expect(start('newer', 'old').accepted('console')).toEqual([])
})

test('lines of older versions, which kept digests alone, still open as a key', async () => {
  const digest = digestOf('rotated').toString('hex')
  await writeFile(file, `${digest}\n`)
  const check = createSecretCheck(['old'], openRotatedSecrets(file, ['old']))
  expect(check.accept('rotated')).toBe(digest.slice(0, 4))
  expect(check.accept(digest)).toBeNull()
  start('old').add('new')
  expect(start('old').accepted('new')).toEqual(['new'])
  expect(await readFile(file, 'utf8')).toContain(digest)
  start('rotated')
  expect(createSecretCheck(['old'], openRotatedSecrets(file, ['old'])).accept('rotated')).toBeNull()
})

test('what else is in the file opens nothing', async () => {
  await writeFile(file, 'a-secret\n\nhello\nsecret short a-secret\nsecret  \n')
  expect(start().accepted('a-secret', 'hello', '', 'secret')).toEqual([])
})

test('a process that is killed and started again accepts the last rotated secret, and none that was rotated away', async () => {
  await using server = await startServerProcess()
  const rotate = () => asOperator(server).admin.platform.rotate.mutate()
  const [first, second] = [await rotate(), await rotate()]
  const answers = ({ secret }: { readonly secret: string }) => {
    const body = guideWebhook('weather.changed', {})
    return Promise.all([sendWebhook(server, body, { 'X-API-Key': secret }), sendSigned(server, body, { secret })])
  }
  for (const made of [first, second]) for (const { status } of await answers(made)) expect(status).toBe(200) // what is on its way still counts
  for (let starts = 0; starts < 2; starts++) {
    await server.restart()
    for (const { status } of await answers(first)) expect(status).toBe(401)
    for (const { status } of await answers(second)) expect(status).toBe(200)
  }
})
