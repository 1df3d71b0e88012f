import { readFileSync } from 'node:fs'

/** Where the operating system does not say. */
const usualDescriptors = 4096
/** For all that is not a connection of a client: the database, calls to the platform, files. */
const ownAtMost = 256
/** For webhooks, and whatever watches this server. */
const reservedAtMost = 512

/** How many files and connections this process may have open at once (`RLIMIT_NOFILE`), as it runs now. */
export function readDescriptorLimit(): number {
  try {
    const limits = readFileSync('/proc/self/limits', 'utf8')
    return Number(/^Max open files +(\d+)/m.exec(limits)?.[1] ?? usualDescriptors)
  } catch {
    return usualDescriptors
  }
}

export interface ConnectionCaps {
  /** Of all clients together. */
  readonly all: number
  /** Beyond this many, new ones are for webhooks and health alone. */
  readonly ordinary: number
}

/** How many connections fit into that many descriptors. */
export function toConnectionCaps(descriptors: number): ConnectionCaps {
  const all = descriptors - Math.min(ownAtMost, Math.ceil(descriptors / 4))
  return { all, ordinary: all - Math.min(reservedAtMost, Math.ceil(all / 8)) }
}
