import { setTimeout as delay } from 'node:timers/promises'
import { ask, attacker, dial } from '../ask.ts'
import { Created } from '../target.ts'

/** `attacker.ts PORT`: everything that a stranger at one other address can do, all at once, until it is killed. */
const target = { url: `http://127.0.0.1:${process.argv[2]}` }
const names = Array(10).fill('session.create').join(',')
const batch = { method: 'POST', path: `/trpc/${names}?batch=1`, body: Object.fromEntries(Array(10).fill({}).entries()) }
const hook = { method: 'POST', path: '/api/webhooks/confirmd' }
const page = (await ask(target, { path: '/register/intro' })).body
const asset = /\/assets\/[^"]+\.js/.exec(page)?.[0] ?? '/'
const signature = { 'x-signature': 'f'.repeat(64), 'x-timestamp': String(Date.now()) }
const own = await ask(target, { method: 'POST', path: '/api/connections/session', body: {} })
const { sessionId } = Created.parse(JSON.parse(own.body))
const watched = encodeURIComponent(JSON.stringify({ sessionId }))

const questions = [
  batch,
  { method: 'POST', path: '/api/connections/session', body: {} },
  { ...hook, headers: { 'x-api-key': 'wrong' }, body: {} },
  { ...hook, headers: signature, body: 'x'.repeat(1_000_000) },
  { method: 'POST', path: '/trpc/admin.login', body: { token: 'guess' } },
  { path: '/metrics', headers: { authorization: 'Bearer guess' } },
  { path: asset, headers: { 'accept-encoding': 'gzip' } },
  { path: `/trpc/session.watch/?input=${watched}`, headers: { accept: 'text/event-stream' }, timeoutMs: 2000 },
]
/** Of each kind so many at a time. */
const lanes = 2
for (const question of questions)
  for (let lane = 0; lane < lanes; lane++)
    void (async () => {
      for (;;) {
        await ask(target, { ...question, from: attacker })
        await delay(5)
      }
    })()

void (async () => {
  for (;;) {
    const line = (path: string) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`
    const sockets = Array.from({ length: 6 }, () => dial(target))
    for (const socket of sockets) socket.write(line(`/trpc/session.watch?input=${watched}`) + line(asset).repeat(900))
    await delay(3000)
    for (const socket of sockets) socket.destroy()
  }
})()

const idle = Array.from({ length: 1500 }, () => dial(target))
await delay(1000)
process.send?.(`${idle.length} idle connections, ${questions.length} kinds of request`)
