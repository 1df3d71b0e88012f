import { type IncomingHttpHeaders, type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'

export interface HttpRequest {
  readonly method: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
  readonly signal: AbortSignal
}

export interface HttpAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** Null where it is longer than was allowed, and then the rest of it was not read. */
  readonly text: string | null
}

/** Nobody answered, or not to the end. Its cause is what the system says, or the reason of who aborted. */
export class ExchangeError extends Error {
  /** Whether anything had gone out: otherwise nothing can have come of it. */
  readonly wasSent: boolean

  constructor(wasSent: boolean, cause: unknown) {
    super('no answer', { cause })
    this.name = 'ExchangeError'
    this.wasSent = wasSent
  }
}

/**
 * One request over Node's own client, which costs a quarter of what `fetch` does: its connections are kept, redirects are answers, and what
 * NODE_USE_ENV_PROXY and NODE_EXTRA_CA_CERTS say holds. The answer's body is text of at most `maxBytes`, unpacked.
 *
 * @throws ExchangeError
 */
export async function exchangeHttp(asked: HttpRequest, maxBytes: number): Promise<HttpAnswer> {
  const { status, headers, body } = await exchangeBytes(asked, maxBytes)
  return { status, headers, text: body && (await unpack(body, headers['content-encoding'], maxBytes)) }
}

function exchangeBytes({ method, url, headers, body, signal }: HttpRequest, maxBytes: number) {
  return new Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer | null }>((resolve, reject) => {
    const isSecure = url.protocol === 'https:'
    let wasSent = false
    const fail = (error: unknown) => reject(new ExchangeError(wasSent, signal.aborted ? signal.reason : error))
    const read = (answer: IncomingMessage) => {
      const chunks: Buffer[] = []
      let bytes = 0
      const end = (whole: Buffer | null) =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: whole })
      answer.on('error', fail)
      answer.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        bytes += chunk.length
        if (bytes <= maxBytes) return
        end(null)
        answer.destroy()
      })
      answer.on('end', () => end(Buffer.concat(chunks, bytes)))
    }
    const sent = { 'accept-encoding': 'identity', ...headers }
    const request = (isSecure ? requestHttps : requestHttp)(url, { method, headers: sent, signal }, read)
    request.on('error', fail)
    request.on('socket', (socket) => {
      if (!socket.connecting) wasSent = true
      else
        socket.once(isSecure ? 'secureConnect' : 'connect', () => {
          wasSent = true
        })
    })
    request.end(body)
  })
}

const unpackers = new Map([
  ['gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
])

/** Some gateways pack what nobody asked them to pack; others name an encoding that is none. @throws ExchangeError */
async function unpack(body: Buffer, encoding = '', maxBytes: number): Promise<string | null> {
  const unpacker = unpackers.get(encoding.toLowerCase())
  if (!unpacker) return body.toString('utf8')
  try {
    return (await unpacker(body, { maxOutputLength: maxBytes })).toString('utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') return null
    throw new ExchangeError(true, error)
  }
}
