import { type MouseEvent, type ReactNode, useSyncExternalStore } from 'react'

const moved = new EventTarget()

/** Where this page is: its path, and what stands after the question mark. Renders again when that changes. */
export function useAddress(): { readonly path: string; readonly search: string } {
  const address = useSyncExternalStore(onMove, () => location.pathname + location.search)
  const [path = '', search = ''] = address.split(/\?(.*)/s)
  return { path, search }
}

function onMove(tell: () => void): () => void {
  window.addEventListener('popstate', tell)
  moved.addEventListener('moved', tell)
  return () => {
    window.removeEventListener('popstate', tell)
    moved.removeEventListener('moved', tell)
  }
}

/** The first page: the server's own, which is loaded. */
const intro = '/register/intro'

/**
 * Goes to another address of the wizard without loading it, but for the first page. Where the browser refuses that, as Safari does after a hundred
 * changes in a short time, it is loaded instead: each page stands for itself.
 */
export function navigate(url: string, how: 'push' | 'replace' = 'push'): void {
  const load = () => location[how === 'push' ? 'assign' : 'replace'](url)
  try {
    if (url === intro) load()
    else history[`${how}State`](null, '', url)
  } catch {
    load()
  }
  moved.dispatchEvent(new Event('moved'))
}

/** A link to another address of the wizard. */
export function Link({ href, className, children }: { href: string; className: string; children: ReactNode }) {
  const follow = (event: MouseEvent) => {
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return
    event.preventDefault()
    navigate(href)
  }
  return (
    <a href={href} className={className} onClick={follow}>
      {children}
    </a>
  )
}
