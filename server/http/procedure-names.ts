/** The procedures that a request for `/trpc/one,another` calls. */
export function procedureNames(path: string): string[] {
  try {
    return decodeURIComponent(path.slice(path.lastIndexOf('/') + 1)).split(',')
  } catch {
    return []
  }
}
