import { createHash } from 'node:crypto'
import { extname } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Context } from 'hono'
import { acceptedEncodings, type Encoding } from './accepted-encodings.ts'

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=UTF-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}
const compressedAlready = /^(image\/(png|webp|x-icon)|font\/)/
/** A smaller answer is one packet anyway. */
const compressFromBytes = 1024
/** Nearly as small as the best, in a tenth of a second for everything. */
const brotliQuality = 5

/** A file that is answered out of memory, in whichever way the browser takes it. */
export interface ReadyFile {
  readonly contentType: string
  readonly cacheControl: string
  readonly etag: string
  readonly plain: Uint8Array<ArrayBuffer>
  /** The shortest first; none where that would not be shorter. */
  readonly compressed: readonly (readonly [Encoding, Uint8Array<ArrayBuffer>])[]
}

/** Compresses `content` once, so that no request ever does. `name` says what it is. */
export function toReadyFile(name: string, content: Buffer, cacheControl: string): ReadyFile {
  const contentType = contentTypes[extname(name)] ?? 'application/octet-stream'
  const digest = createHash('sha256').update(content).digest('base64url').slice(0, 22)
  const isWorthIt = content.length >= compressFromBytes && !compressedAlready.test(contentType)
  const params = { [constants.BROTLI_PARAM_QUALITY]: brotliQuality, [constants.BROTLI_PARAM_SIZE_HINT]: content.length }
  return {
    contentType,
    cacheControl,
    etag: `W/"${digest}"`, // weak: the same for each encoding
    plain: new Uint8Array(content),
    compressed: isWorthIt
      ? [
          ['br', new Uint8Array(brotliCompressSync(content, { params }))],
          ['gzip', new Uint8Array(gzipSync(content))],
        ]
      : [],
  }
}

/** Answers with the file, or with 304 where the browser has it. */
export function answerFile(c: Context, file: ReadyFile, status: 200 | 404 = 200): Response {
  c.header('Cache-Control', file.cacheControl)
  c.header('ETag', file.etag)
  if (file.compressed.length > 0) c.header('Vary', 'Accept-Encoding', { append: true })
  if (status === 200 && isKnown(c.req.header('if-none-match'), file.etag)) return c.body(null, 304)
  const accepted = acceptedEncodings(c.req.header('accept-encoding'))
  const [encoding, bytes] = file.compressed.find(([name]) => accepted(name)) ?? [undefined, file.plain]
  if (encoding) c.header('Content-Encoding', encoding)
  return c.body(bytes, status, { 'Content-Type': file.contentType, 'Content-Length': String(bytes.length) })
}

function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  return ifNoneMatch?.split(',').some((known) => known.trim().replace(/^W\//, '') === etag.slice(2)) ?? false
}
