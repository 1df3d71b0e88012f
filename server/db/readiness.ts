export interface Readiness {
  /** Whether the database can be read and written. */
  isReady(): Promise<boolean>
  /** Something could not be read or written: the next question is not answered from memory. */
  doubt(): void
}

/** A probe that takes longer is a database that does not answer. */
const withinMs = 3_000
const goodForMs = 2_000
const badForMs = 250

/** Asks `probe`, which writes, at most every few seconds, for whoever asks. */
export function createReadiness(probe: () => Promise<unknown>): Readiness {
  let known: Promise<boolean> | undefined
  let untilMs = Number.POSITIVE_INFINITY
  const ask = () => {
    untilMs = Number.POSITIVE_INFINITY
    const asked = within(probe()).then((ready) => {
      if (known === asked) untilMs = performance.now() + (ready ? goodForMs : badForMs)
      return ready
    })
    return asked
  }
  return {
    isReady() {
      if (!known || performance.now() >= untilMs) known = ask()
      return known
    },
    doubt() {
      untilMs = Math.min(untilMs, performance.now())
    },
  }
}

function within(probed: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), withinMs)
    const answer = (ready: boolean) => {
      clearTimeout(timer)
      resolve(ready)
    }
    probed.then(
      () => answer(true),
      () => answer(false),
    )
  })
}
