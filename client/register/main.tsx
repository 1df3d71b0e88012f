import '../ui/tokens.css'
import '../ui/base.css'
import '../ui/controls.css'
import { StrictMode, useEffect } from 'react'
import { createRoot } from 'react-dom/client'
import { ErrorBoundary } from '../ui/error-pages.tsx'
import { guardTranslation } from '../ui/guard-translation.ts'
import { speak } from '../ui/messages.ts'
import { Register } from './register.tsx'

const root = document.getElementById('root')
if (!root) throw new Error('register.html has no #root')

guardTranslation()
speak().then(
  () => show(root),
  () => tellNotLoaded(root),
)

function show(here: HTMLElement) {
  createRoot(here).render(
    <StrictMode>
      <ErrorBoundary>
        <Arrival />
      </ErrorBoundary>
    </StrictMode>,
  )
}

/** Who arrives by a link hears which step this is, as after each further one. */
function Arrival() {
  useEffect(() => {
    if (document.activeElement === document.body) document.querySelector('h1')?.focus({ preventScroll: true })
  }, [])
  return <Register />
}

/** The words did not come: what the page says where its code does not. */
function tellNotLoaded(here: HTMLElement) {
  const told = document.getElementById('not-loaded')
  if (told instanceof HTMLTemplateElement) here.replaceChildren(told.content)
}
