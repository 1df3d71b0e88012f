import { lazy, Suspense } from 'react'
import { Redirect, Route, Switch } from 'wouter'
import { ErrorBoundary } from './ui/error-boundary.tsx'
import { NotFoundPage } from './ui/not-found-page.tsx'
import { PageLoading } from './ui/page-loading.tsx'

const AdminPage = lazy(() => import('./admin/admin-page.tsx').then((file) => ({ default: file.AdminPage })))
const QaPage = lazy(() => import('./qa/qa-page.tsx').then((file) => ({ default: file.QaPage })))
const Register = lazy(() => import('./register/register.tsx').then((file) => ({ default: file.Register })))
const WalletPage = lazy(() => import('./wallet/wallet-page.tsx').then((file) => ({ default: file.WalletPage })))

/** Every page by its address. Each audience's folder is a chunk of its own, loaded when first opened. */
export function Router() {
  return (
    <ErrorBoundary>
      <Suspense fallback={<PageLoading />}>
        <Switch>
          <Route path="/">
            <Redirect to="/register/intro" replace />
          </Route>
          <Route path="/register/:page" component={Register} />
          <Route path="/wallet" component={WalletPage} />
          <Route path="/admin/*?" component={AdminPage} />
          <Route path="/qa" component={QaPage} />
          <Route component={NotFoundPage} />
        </Switch>
      </Suspense>
    </ErrorBoundary>
  )
}
