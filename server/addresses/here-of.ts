import type { Env } from '../env.ts'

/** This process's own address, as it calls itself. */
export function hereOf({ host, port }: Pick<Env, 'host' | 'port'>): string {
  return `http://${reachableHost(host)}:${port}`
}

/** How this process reaches itself where it listens on every address. */
function reachableHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}
