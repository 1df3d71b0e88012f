/**
 * Where the browser refuses to change the address of a page in place, as Safari does after a hundred changes in a short time, the
 * page at the new address is loaded instead: each of them stands for itself.
 */
export function guardHistory(): void {
  for (const method of ['pushState', 'replaceState'] as const) {
    const usual = history[method].bind(history)
    history[method] = (state, unused, url) => {
      try {
        usual(state, unused, url)
      } catch {
        if (url !== undefined && url !== null && new URL(url, location.href).href !== location.href)
          location[method === 'pushState' ? 'assign' : 'replace'](url)
      }
    }
  }
}
