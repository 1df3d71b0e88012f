import { createHash } from 'node:crypto'
import { extname } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
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
const toBrotli = promisify(brotliCompress)
const toGzip = promisify(gzip)

/** A file that is answered out of memory, in whichever way the browser takes it. */
export interface ReadyFile {
  readonly contentType: string
  readonly cacheControl: string
  readonly etag: string
  readonly plain: Uint8Array<ArrayBuffer>
  /** Compressed once, when first asked for; absent where that is not worth it. */
  readonly compressed: (() => Promise<Compressed>) | undefined
}

/** The shortest first. */
type Compressed = readonly (readonly [Encoding, Uint8Array<ArrayBuffer>])[]

/** `name` says what it is. */
export function toReadyFile(name: string, content: Buffer, cacheControl: string): ReadyFile {
  const contentType = contentTypes[extname(name)] ?? 'application/octet-stream'
  const plain = new Uint8Array(content)
  const digest = createHash('sha256').update(plain).digest('base64url').slice(0, 22)
  const isWorthIt = content.length >= compressFromBytes && !compressedAlready.test(contentType)
  let compressed: Promise<Compressed> | undefined
  return {
    contentType,
    cacheControl,
    etag: `W/"${digest}"`, // weak: the same for each encoding
    plain,
    compressed: isWorthIt
      ? () => {
          compressed ??= compress(plain)
          return compressed
        }
      : undefined,
  }
}

async function compress(content: Uint8Array): Promise<Compressed> {
  const params = { [constants.BROTLI_PARAM_QUALITY]: brotliQuality, [constants.BROTLI_PARAM_SIZE_HINT]: content.length }
  return [
    ['br', new Uint8Array(await toBrotli(content, { params }))],
    ['gzip', new Uint8Array(await toGzip(content))],
  ]
}

/** Answers with the file, or with 304 where the browser has it. */
export async function answerFile(c: Context, file: ReadyFile, status: 200 | 404 = 200): Promise<Response> {
  c.header('Cache-Control', file.cacheControl)
  c.header('ETag', file.etag)
  if (file.compressed) c.header('Vary', 'Accept-Encoding', { append: true })
  if (status === 200 && isKnown(c.req.header('if-none-match'), file.etag)) return c.body(null, 304)
  const accepted = acceptedEncodings(c.req.header('accept-encoding'))
  const compressed = (await file.compressed?.()) ?? []
  const [encoding, bytes] = compressed.find(([name]) => accepted(name)) ?? [undefined, file.plain]
  if (encoding) c.header('Content-Encoding', encoding)
  return c.body(bytes, status, { 'Content-Type': file.contentType, 'Content-Length': String(bytes.length) })
}

function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  return ifNoneMatch?.split(',').some((known) => known.trim().replace(/^W\//, '') === etag.slice(2)) ?? false
}
