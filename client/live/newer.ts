/**
 * Which of two views of one session to keep: the one with the higher version, and the old one where
 * they are equal. An answer, a refetch and the stream can overtake each other on the way here.
 */
export function newer(old: unknown, next: unknown): unknown {
  return versionOf(old) >= versionOf(next) ? old : next
}

function versionOf(view: unknown): number {
  return typeof view === 'object' && view !== null && 'version' in view && typeof view.version === 'number'
    ? view.version
    : 0
}
