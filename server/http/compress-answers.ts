import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { MiddlewareHandler } from 'hono'
import { acceptedEncodings, type Encoding } from './accepted-encodings.ts'

/** A smaller answer is one packet anyway. */
const fromBytes = 1024
/** A tenth of the time of the best, and nearly as small. */
const brotliQuality = 4
const compressible = /^(application\/json|text\/plain)\b/

const brotli = promisify(brotliCompress)
const compress = {
  br: (bytes: Uint8Array) => brotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: brotliQuality } }),
  gzip: promisify(gzip),
} satisfies Record<Encoding, unknown>

/**
 * Compresses JSON and text of more than a kilobyte, off the main thread, in the shortest way that the caller takes.
 * Streams are left alone: what is collected to be compressed arrives late or never.
 */
export const compressAnswers: MiddlewareHandler = async (c, next) => {
  await next()
  const { res } = c
  const isWhole = res.body !== null && !res.headers.has('Content-Encoding')
  if (!isWhole || c.req.method === 'HEAD' || !compressible.test(res.headers.get('Content-Type') ?? '')) return
  res.headers.append('Vary', 'Accept-Encoding')
  const accepted = acceptedEncodings(c.req.header('accept-encoding'))
  const encoding = (['br', 'gzip'] as const).find(accepted)
  if (!encoding) return
  const bytes = new Uint8Array(await res.arrayBuffer())
  const isWorthIt = bytes.length > fromBytes
  c.res = new Response(isWorthIt ? new Uint8Array(await compress[encoding](bytes)) : bytes, res)
  c.res.headers.delete('Content-Length')
  if (isWorthIt) c.res.headers.set('Content-Encoding', encoding)
}
