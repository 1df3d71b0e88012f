import { createServer } from 'node:http'

/**
 * A platform that does at once whatever it is asked, in a process of its own, so that what is measured of the server is its
 * part alone. Tells its parent the port.
 */
const definition = 'definition'
const attributes = ['surname', 'othernames', 'matric_number', 'school_name']
const verified = attributes.map((name) => ({ [name]: 'Sample', schemaId: 'schema', credDefId: definition }))

/** Records are called as the load calls those of the same connection. */
const recordOf = (family: string, body: string) => `${family}-${/connection-(\d+)/.exec(body)?.[1]}`

/** The list of a connection's proofs: the one that was asked for, whether or not that answer was read. */
function listProofs(query: string) {
  const connectionId = new URLSearchParams(query).get('search') ?? ''
  return { data: { data: [{ connectionId, id: recordOf('Verification', connectionId) }] } }
}

const answers: readonly (readonly [RegExp, number, (body: string) => object])[] = [
  [/^\/token$/, 200, () => ({ access_token: 'token', expires_in: 3600 })],
  [/\/proofs\/[^/]+\/verify$/, 201, () => ({ data: {} })],
  [/\/proofs$/, 201, (body) => ({ data: { id: recordOf('Verification', body) } })],
  [/\/verified-proofs\//, 200, () => ({ data: verified })],
  [/\/connections\/[^/]+$/, 200, () => ({ data: { state: 'request-received' } })],
  [/\/credentials\/offer$/, 201, (body) => ({ data: [{ statusCode: 201, data: { id: recordOf('Issuance', body) } }] })],
]

const server = createServer((request, response) => {
  let sent = ''
  request.setEncoding('utf8').on('data', (text: string) => {
    sent += text
  })
  request.on('end', () => {
    const [path = '', query = ''] = (request.url ?? '').split('?')
    const isList = request.method === 'GET' && path.endsWith('/proofs')
    const found = answers.find(([of]) => of.test(path))
    const [, status, body] = found ?? [null, 404, () => ({ message: 'not found' })]
    response
      .writeHead(isList ? 200 : status, { 'content-type': 'application/json' })
      .end(JSON.stringify(isList ? listProofs(query) : { statusCode: status, ...body(sent) }))
  })
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.(typeof address === 'object' ? address?.port : null)
})
process.on('disconnect', () => process.exit(0))
