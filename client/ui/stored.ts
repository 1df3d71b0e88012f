/** One text that this browser keeps from visit to visit; null where there is none, or where it keeps nothing for us. */
export function stored(key: string) {
  return {
    read: () => attempt(() => localStorage.getItem(key)),
    keep: (text: string) => attempt(() => localStorage.setItem(key, text)),
    forget: () => attempt(() => localStorage.removeItem(key)),
  }
}

function attempt<Result>(act: () => Result): Result | null {
  try {
    return act()
  } catch {
    return null // storage is off or full
  }
}
