/**
 * Whether a request's `Accept` asks for a page rather than for JSON: it names `text/html` and rates it above JSON, or no
 * lower than what only a wildcard takes. A sender that does not care gets JSON, since wallets are such senders.
 */
export function prefersHtml(accept: string | undefined): boolean {
  const ranges = (accept ?? '').split(',').map(readRange)
  const qualityOf = (...names: readonly string[]) =>
    ranges.reduce((most, { name, quality }) => (names.includes(name) ? Math.max(most, quality) : most), -1)
  const page = qualityOf('text/html', 'application/xhtml+xml', 'text/*')
  if (page <= 0) return false
  const json = qualityOf('application/json')
  return json === -1 ? page >= qualityOf('application/*', '*/*') : page > json
}

function readRange(text: string): { readonly name: string; readonly quality: number } {
  const [name = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase())
  const quality = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1)
  return { name, quality: Number.isNaN(quality) ? 0 : quality }
}
