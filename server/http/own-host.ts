import type { Logger } from 'pino'

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/
const everyMs = 60_000
const longestName = 255
/** Spellings of our own names that are kept as they were read. */
const spellingsKept = 100

export interface OwnHostOptions {
  readonly publicUrl: string
  /** That this server listens at. */
  readonly port: number
  readonly log: Logger
}

/**
 * Whether a request names this server: by its public name, in any spelling (capitals, a full stop at the end, the usual port
 * said), or by a loopback name with the port that is listened at; where the public name is a loopback name itself, by any of
 * them. This guards against DNS rebinding. What a proxy says that the host was is not believed.
 */
export function createOwnHost({ publicUrl, port, log }: OwnHostOptions) {
  const ours = spelt(new URL(publicUrl))
  const isLocal = loopback.test(ours.hostname)
  let saidAtMs = Number.NEGATIVE_INFINITY
  let unsaid = 0
  /** The operator's mistake, or a stranger's try: a line a minute with both names is enough for either. */
  const tell = (asked: string) => {
    if (performance.now() - saidAtMs < everyMs) {
      unsaid++
      return
    }
    saidAtMs = performance.now()
    log.warn({ asked: asked.slice(0, longestName), expected: ours.host, unsaid }, 'host is not the one of PUBLIC_URL')
    unsaid = 0
  }
  const isOurs = (host: URL) =>
    host.host === ours.host || (loopback.test(host.hostname) && (isLocal || Number(host.port || 80) === port))
  const read = new Map<string, URL>()
  const find = (asked: string): URL | null => {
    const known = read.get(asked)
    if (known) return known
    const host = parse(`${ours.protocol}//${asked}`)
    if (!host || !isOurs(host)) return null
    if (read.size < spellingsKept) read.set(asked, host)
    return host
  }
  return {
    /** The host that a request's `Host` names, or null where that is none of this server's. */
    find,
    /** The same, and noted where it is none. */
    of(asked = ''): URL | null {
      const host = find(asked)
      if (!host) tell(asked)
      return host
    },
    /** Whether a page of this `origin` is one of this server's, where the request itself was to `host`. */
    isOrigin(origin: string, host: URL): boolean {
      const url = parse(origin)
      if (url === null) return false
      if (url.protocol === ours.protocol && url.host === ours.host) return !isLocal || url.host === host.host
      return url.protocol === 'http:' && loopback.test(url.hostname) && url.host === host.host
    },
  }
}

export type OwnHost = ReturnType<typeof createOwnHost>

function parse(text: string): URL | null {
  return URL.canParse(text) ? spelt(new URL(text)) : null
}

/** In one spelling: URL has capitals and the scheme's own port done already. */
function spelt(url: URL): URL {
  url.hostname = url.hostname.replace(/(?<=[^.])\.$/, '')
  if (url.port === '80' || url.port === '443') url.port = '' // whichever of the two a proxy that ends TLS was asked at
  return url
}
