import './admin.css'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { Console } from './console.tsx'

/** The operator's page, at `/admin` and below. */
export function AdminPage() {
  return (
    <SignedIn heading="Operator’s console">
      <Console />
    </SignedIn>
  )
}
