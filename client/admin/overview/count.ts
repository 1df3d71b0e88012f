const format = new Intl.NumberFormat('en-GB')

/** A count with its thousands apart. */
export function count(value: number): string {
  return format.format(value)
}
