/** Counts what happens in the last `windowMs`, together with every other process on the database. */
export interface Allowance {
  /**
   * Takes up to `wanted` of the `limit` that `key` has in any `windowMs`; answers how many there were, and the
   * seconds until there is one more where that was fewer.
   *
   * @throws AppError `DATABASE_UNAVAILABLE`
   */
  take(key: string, wanted: number, at: Date, rule: AllowanceRule): Promise<Granted>
}

export interface AllowanceRule {
  readonly limit: number
  readonly windowMs: number
}

export interface Granted {
  readonly granted: number
  /** 0 where all was granted. */
  readonly retryAfterSeconds: number
}
