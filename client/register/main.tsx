import '../ui/tokens.css'
import '../ui/base.css'
import '../ui/controls.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ErrorBoundary } from '../ui/error-pages.tsx'
import { guardTranslation } from '../ui/guard-translation.ts'
import { speak } from '../ui/messages.ts'
import { Register } from './register.tsx'

const root = document.getElementById('root')
if (!root) throw new Error('register.html has no #root')

guardTranslation()
await speak()
createRoot(root).render(
  <StrictMode>
    <ErrorBoundary>
      <Register />
    </ErrorBoundary>
  </StrictMode>,
)
