import { expect, test } from 'vitest'
import { address, message, oob, type Reply, reply, startStub } from './stub-platform.ts'
import { failureOf, stubbed } from './stubbed.ts'

/** A platform whose invitation has the short address `/short`, answered as `short` says. */
async function shortened(short: Reply, where = (url: string) => `${url}/short`) {
  let url = ''
  const made = await stubbed((seen) =>
    seen.path.startsWith('/orgs/') ? reply(201, { recordId: 'r-1', connectionInvitation: where(url) }) : short(seen),
  )
  url = made.stub.url
  return made
}

const text =
  (body: string, headers: Record<string, string> = {}) =>
  () =>
    new Response(body, { headers })
const asText = JSON.stringify(message)
const base64 = Buffer.from(asText).toString('base64')
const built = `https://connect.example/?oob=${oob}`

test.each<[string, Reply, string]>([
  ['a redirect to the complete address', () => Response.redirect(address, 302), address],
  ['the invitation as JSON', () => Response.json(message), built],
  ['its address as a JSON string', () => Response.json(address), address],
  ['the invitation as a JSON string', () => Response.json(asText), built],
  ['base64 of it as a JSON string', () => Response.json(base64), built],
  ['base64 that calls itself an encoding', text(base64, { 'content-encoding': 'base64' }), built],
  ['base64 of a JSON string of its address', text(Buffer.from(JSON.stringify(address)).toString('base64')), address],
  ['an answer of the API around it', () => reply(200, message), built],
])('an address that answers %s is made complete', async (_what, short, expected) => {
  const { stub, platform } = await shortened(short)
  expect(await platform.createInvitation()).toEqual({ invitationId: 'r-1', invitationUrl: expected })
  expect(stub.calls.at(-1)).toMatchObject({ path: '/short', authorization: undefined })
})

test('a complete address is read and not asked, and its plus and padding are made safe', async () => {
  const odd = { ...message, label: 'Ünïversity ~~~???>>>' }
  const standard = Buffer.from(JSON.stringify(odd)).toString('base64')
  const { stub, platform } = await shortened(text(''), () => `didcomm://invite?oob=${standard}`)
  const { invitationUrl } = await platform.createInvitation()
  const { origin, searchParams } = new URL(invitationUrl)
  expect(origin).toBe('https://connect.example')
  expect(JSON.parse(Buffer.from(searchParams.get('oob') ?? '', 'base64url').toString())).toEqual(odd)
  expect(stub.calls).toHaveLength(1)
})

test('it follows redirects at the same host, and no others', async () => {
  const hops: Reply = ({ path }) =>
    path === '/short' ? new Response(null, { status: 301, headers: { location: '/longer' } }) : Response.json(message)
  expect(await (await shortened(hops)).platform.createInvitation()).toMatchObject({ invitationUrl: built })

  const elsewhere = await startStub()
  for (const location of [`${elsewhere.url}/x`, 'http://169.254.169.254/latest', 'file:///etc/passwd']) {
    const { platform } = await shortened(() => new Response(null, { status: 302, headers: { location } }))
    expect(await failureOf(platform.createInvitation())).toMatchObject({ code: 'PLATFORM_FAILED', effect: 'unknown' })
  }
  expect([...elsewhere.calls, ...elsewhere.tokens]).toEqual([])
  await elsewhere.close()
})

test.each<[string, Reply]>([
  ['nothing', text('')],
  ['a page', text('<html>Not found</html>')],
  ['a 404', () => new Response('{}', { status: 404 })],
  ['something that is no invitation', () => Response.json({ '@type': 'https://didcomm.org/basicmessage/1.0/message' })],
  ['an invitation without an id', () => Response.json({ '@type': message['@type'] })],
  ['itself', () => new Response(null, { status: 302, headers: { location: '/short' } })],
  ['too much', () => Response.json({ ...message, photo: 'x'.repeat(70_000) })],
  ['a script', () => Response.json('javascript:alert(1)')],
])('an address that answers %s gives no invitation', async (_what, short) => {
  const { platform, logged } = await shortened(short)
  const failure = await failureOf(platform.createInvitation())
  expect(failure.message).toBe('The wallet platform gave an address that leads to no invitation')
  expect(logged()).not.toMatch(/javascript|xxxx/)
})

test('an address at another host is not asked', async () => {
  const { platform } = await shortened(text(''), () => 'https://short.example/i/1')
  expect((await failureOf(platform.createInvitation())).message).toContain('another host')
})
