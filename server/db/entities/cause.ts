/** How a version of a session came about. `reconciler`: the platform was asked, since a webhook had been missed. `renewal`: someone asked again. */
export type Cause = 'created' | 'webhook' | 'reconciler' | 'expiry' | 'cancel' | 'renewal'
