import { stored } from '../ui/stored.ts'

/** That this browser was signed in when it was here last: then what the page will need is asked for before that is known again. */
export const wasSignedIn = stored('nelfund.console.was-signed-in')
