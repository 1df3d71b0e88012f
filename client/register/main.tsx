import '../ui/tokens.css'
import '../ui/base.css'
import '../ui/controls.css'
import { StrictMode, useEffect } from 'react'
import { createRoot } from 'react-dom/client'
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
  const onUncaughtError = (error: unknown) => {
    tellNotLoaded(here)
    reportError(error)
  }
  createRoot(here, { onUncaughtError }).render(
    <StrictMode>
      <Arrival root={here} />
    </StrictMode>,
  )
}

/** The page that stood here before its code came is alive now: what was pressed in it is pressed. */
function Arrival({ root }: { root: HTMLElement }) {
  useEffect(() => {
    const { pressed } = root.dataset
    delete root.dataset.pressed
    const buttons = pressed ? [...root.querySelectorAll<HTMLElement>('button, a[href^="?"]')] : []
    buttons.find(({ textContent }) => textContent === pressed)?.click()
  }, [root])
  return <Register />
}

/** The words did not come, or nothing can be shown: what the page says where its code does not come. */
function tellNotLoaded(here: HTMLElement) {
  const told = document.getElementById('not-loaded')
  if (told instanceof HTMLTemplateElement) here.replaceChildren(told.content.cloneNode(true))
}
