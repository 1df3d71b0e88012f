/** How a body can be sent, the shortest first. */
export type Encoding = 'br' | 'gzip'

/** Which encodings the browser takes; a quality of 0 refuses one (RFC 9110, 12.5.3). */
export function acceptedEncodings(header = ''): (encoding: Encoding) => boolean {
  const qualities = new Map(
    header.split(',').map((part) => {
      const [name = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase())
      const quality = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1)
      return [name, quality] as const
    }),
  )
  return (encoding) => (qualities.get(encoding) ?? qualities.get('*') ?? 0) > 0
}
