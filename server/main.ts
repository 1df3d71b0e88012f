import './quick-start.js'

await import('./start.ts')
