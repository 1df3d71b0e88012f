/**
 * Several statements of one transaction at once. Where one fails, waits for the others before it throws: what they go on
 * to do must not fall into the transaction that the connection serves next.
 */
export async function settleAll<Tasks extends readonly unknown[]>(tasks: readonly [...Tasks]) {
  await Promise.allSettled(tasks)
  return Promise.all(tasks)
}
