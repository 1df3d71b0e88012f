import { registerHooks } from 'node:module'

/** Loaded before a process's own code: whenever its parent sends a message, answers with the address of every module it has loaded. */
const loaded: string[] = []
registerHooks({
  load(url, context, next) {
    loaded.push(url)
    return next(url, context)
  },
})
process.on('message', () => process.send?.(loaded))
process.channel?.unref()
