import type { Round } from '../figures.ts'
import type { Sizes } from '../sizes.ts'

/** What is measured, and how large. */
export interface Subject {
  /** Of the checkout whose server is measured. */
  readonly root: string
  /** Whether it is this checkout: what needs its code is measured of it alone. */
  readonly isOwn: boolean
  readonly sizes: Sizes
}

/** A row of the table. */
export interface BenchRow {
  /** Its name after `--only`. */
  readonly name: string
  readonly what: string
  /** Whether it belongs to the half with that database, or takes a while of its own. */
  readonly part: 'sqlite' | 'postgres' | 'large'
  /** Whether one round is enough, since it takes minutes. */
  readonly isLong?: boolean
  /** One round, on a server and a database of its own. */
  measure(subject: Subject): Promise<Round>
}
