import type { Transaction } from './transaction.ts'

/**
 * A transaction that is asked for by its name, so that another thread can run it: what it is told and what it answers is data
 * that a structured clone keeps (https://developer.mozilla.org/docs/Web/API/Web_Workers_API/Structured_clone_algorithm). It
 * may be run again from the start, as any transaction.
 */
export interface Job<Input, Output> {
  readonly name: string
  run(tx: Transaction, input: Input): Promise<Output>
}
