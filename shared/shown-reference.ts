import type { Reference } from './reference.ts'

/** As people read it, in two threes: `K7M-4XQ`. */
export function toShownReference(reference: Reference): string {
  return `${reference.slice(0, 3)}-${reference.slice(3)}`
}
