import { createHash } from 'node:crypto'

/** A checksum of a set of rows, whatever their order: 64 bits of each row's SHA-256, added up. */
export function createChecksum() {
  let count = 0
  let sum = 0n
  return {
    add(row: readonly unknown[]): void {
      count++
      sum = BigInt.asUintN(64, sum + createHash('sha256').update(JSON.stringify(row)).digest().readBigUInt64BE())
    },
    count: () => count,
    digest: () => sum.toString(16).padStart(16, '0'),
  }
}
