/**
 * The same items, the last one again up to the next power of two: statements are kept by their text, and a list of every
 * length would have one of its own.
 */
export function padded<Item>(items: readonly Item[]): readonly Item[] {
  const last = items.at(-1)
  if (last === undefined) return items
  const length = 2 ** Math.ceil(Math.log2(items.length))
  return [...items, ...Array.from({ length: length - items.length }, () => last)]
}
