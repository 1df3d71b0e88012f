/** Enough that two processes seldom take the same. */
const shardCount = 64

/**
 * Numbers for transactions that run at once, none given out twice at a time by this process: where they write to the same
 * count, each has a row of its own and none waits for another's commit.
 */
export function createShards(concurrency: number) {
  const free =
    concurrency === 1 ? [] : Array.from({ length: shardCount }, (_, shard) => shard).sort(() => Math.random() - 0.5)
  return {
    take: (): number => free.pop() ?? 0,
    giveBack: (shard: number): void => {
      if (concurrency > 1) free.push(shard)
    },
  }
}
