/** How much each row does. */
export interface Sizes {
  readonly rounds: number
  /** Whole registrations a throughput is measured over. */
  readonly sessions: number
  readonly watchers: number
  readonly perSecond: number
  readonly seconds: number
  /** Watchers whose memory is weighed, and who are cut; fewer where the system allows fewer open files. */
  readonly manyWatchers: number
  /** How long watchers have been gone when what is left of them is weighed. */
  readonly goneSeconds: number
  readonly starts: number
  /** Stored sessions and events of the large half. */
  readonly past: readonly number[]
}

export const fullSizes: Sizes = {
  rounds: 3,
  sessions: 4000,
  watchers: 2000,
  perSecond: 1000,
  seconds: 10,
  manyWatchers: 20_000,
  goneSeconds: 60,
  starts: 7,
  past: [10_000, 100_000, 1_000_000],
}

/** For a smoke test. */
export const quickSizes: Sizes = {
  rounds: 1,
  sessions: 400,
  watchers: 200,
  perSecond: 200,
  seconds: 2,
  manyWatchers: 1000,
  goneSeconds: 5,
  starts: 2,
  past: [10_000],
}
