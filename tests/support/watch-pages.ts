import type { BrowserContext, ConsoleMessage } from '@playwright/test'

/** What a browser writes where a request found no network or no server. */
export const cutOff = /^Failed to load resource: net::ERR_/

/** What a browser writes where a server answered with an error. */
export const refused = /^Failed to load resource: the server responded with a status of \d+/

/**
 * Everything that pages of `context` should not have done, as it comes: errors and warnings in the console but those
 * that match `expected`, uncaught exceptions, what the security policy refused (the browser writes it to the
 * console), and requests to another host than `origin`'s.
 */
export function watchPages(context: BrowserContext, origin: string, expected: RegExp | null): readonly string[] {
  const complaints: string[] = []
  const { hostname } = new URL(origin)
  const isComplaint = (message: ConsoleMessage) =>
    ['error', 'warning'].includes(message.type()) && !expected?.test(message.text())

  context.on('console', (message) => {
    if (isComplaint(message)) complaints.push(`${message.type()}: ${message.text()} (${message.location().url})`)
  })
  context.on('weberror', (error) => complaints.push(`uncaught: ${error.error().message}`))
  context.on('request', (request) => {
    const url = new URL(request.url())
    if (url.protocol.startsWith('http') && url.hostname !== hostname) complaints.push(`to another host: ${url}`)
  })
  return complaints
}
