/** One text that this browser keeps from visit to visit, or this tab for itself; null where there is none, or where it keeps nothing for us. */
export function stored(key: string, keptBy: 'browser' | 'tab' = 'browser') {
  const storage = () => (keptBy === 'tab' ? sessionStorage : localStorage)
  return {
    read: () => attempt(() => storage().getItem(key)),
    keep: (text: string) => attempt(() => storage().setItem(key, text)),
    forget: () => attempt(() => storage().removeItem(key)),
  }
}

/** What `act` answers; null where the browser does not let it. */
export function attempt<Result>(act: () => Result): Result | null {
  try {
    return act()
  } catch {
    return null // storage is off or full
  }
}
