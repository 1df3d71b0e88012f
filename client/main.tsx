import './ui/tokens.css'
import './ui/base.css'
import './ui/controls.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { lazy, StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { Route, Switch } from 'wouter'
import { queryClient } from './query-client.ts'
import { ErrorBoundary, NotFoundPage } from './ui/error-pages.tsx'
import { guardHistory } from './ui/guard-history.ts'
import { guardTranslation } from './ui/guard-translation.ts'
import { PageLoading } from './ui/shell.tsx'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')

guardHistory()
guardTranslation()
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <Router />
    </QueryClientProvider>
  </StrictMode>,
)

const AdminPage = lazy(() => import('./admin/admin-page.tsx').then((file) => ({ default: file.AdminPage })))
const QaPage = lazy(() => import('./qa/qa-page.tsx').then((file) => ({ default: file.QaPage })))
const WalletPage = lazy(() => import('./wallet/wallet-page.tsx').then((file) => ({ default: file.WalletPage })))

/** Every page by its path. Each audience's folder is a chunk of its own, loaded when first opened. */
function Router() {
  return (
    <ErrorBoundary>
      <Suspense fallback={<PageLoading />}>
        <Switch>
          <Route path="/wallet" component={WalletPage} />
          <Route path="/admin/*?" component={AdminPage} />
          <Route path="/qa" component={QaPage} />
          <Route component={NotFoundPage} />
        </Switch>
      </Suspense>
    </ErrorBoundary>
  )
}
