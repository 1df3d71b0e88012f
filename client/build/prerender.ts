import { type Plugin, runnerImport } from 'vite'

/** Where in the build the server finds what it puts into the wizard's page. */
const fileName = '.vite/first-frames.json'

/** What is rendered here is markup alone. */
const withoutStyles: Plugin = {
  name: 'without-styles',
  enforce: 'pre',
  resolveId: { filter: { id: /\.css$/ }, handler: () => '\0no-style' },
  load: { filter: { id: /^\0no-style$/ }, handler: () => '' },
}

/** Makes the first frames of the wizard beside its code, so that a phone can show them before it has any of that. */
export function prerender(environmentName: string): Plugin {
  return {
    name: 'prerender',
    applyToEnvironment: ({ name }) => name === environmentName,
    async generateBundle() {
      const { module } = await runnerImport<{ readonly firstFrames: object }>(
        new URL('./first-frames.tsx', import.meta.url).pathname,
        { configFile: false, mode: 'production', logLevel: 'warn', plugins: [withoutStyles] },
      )
      this.emitFile({ type: 'asset', fileName, source: JSON.stringify(module.firstFrames) })
    },
  }
}
