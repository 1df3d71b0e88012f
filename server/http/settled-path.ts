import { getPath } from 'hono/utils/url'

/** What other programs are told to ask for, by people who type it. */
const typedByPeople = /^\/+(api|healthz|readyz|metrics)(\/|$)/

/** A request's path for the routes; see `settlePath`. */
export function settledPathOf(request: Request): string {
  return settlePath(getPath(request))
}

/** One address, however many slashes were put between its words and at its end; other paths stay as they are. */
export function settlePath(path: string): string {
  if (!path.endsWith('/') && !path.includes('//')) return path
  return typedByPeople.test(path) ? path.replaceAll(/\/{2,}/g, '/').replace(/\/$/, '') : path
}
