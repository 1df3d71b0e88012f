import react from '@vitejs/plugin-react'
import { defineConfig, type EnvironmentOptions, type Plugin } from 'vite'
import { leanReact } from './client/build/lean-react.ts'
import { prerender } from './client/build/prerender.ts'
import { listPacked, packedPackages } from './server/build/pack-packages.ts'

/** Nothing here uses WebSockets, yet tRPC's link for them would stay in the bundle, for a static property that is set by a call. */
const withoutWebSockets: Plugin = {
  name: 'without-websockets',
  transform: {
    filter: { id: /@trpc\/client\/dist\/wsLink/ },
    handler: (code) => code.replace(/^_defineProperty.WsConnection, "connectCount", 0.;$/m, '/* @__PURE__ */ $&'),
  },
}

/** A build of its own, which tells in a manifest of its own which files it has made. */
function ofStudents(input: string): EnvironmentOptions {
  const manifest = `.vite/${input.split('/').at(-1)}.json`
  return {
    consumer: 'client',
    build: {
      outDir: '../dist/client',
      emptyOutDir: false,
      manifest,
      rolldownOptions: { input, checks: { pluginTimings: false } },
    },
  }
}

export default defineConfig({
  root: 'client',
  plugins: [react(), withoutWebSockets, leanReact('wizard'), prerender('wizard'), listPacked('packages')],
  // wouter brings it along for Reacts that have no such hook of their own.
  resolve: { alias: { 'use-sync-external-store/shim/index.js': 'react' } },
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    target: ['chrome111', 'edge111', 'firefox114', 'safari16.4', 'ios16.4'], // as the README promises: all of spring 2023
    // The pages' security policy allows no inline script and no data: address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The server reads in it which files a console's page needs, and has the browser fetch them at once.
    manifest: true,
  },
  // The student's pages share no file with the consoles, nor with each other: a phone loads nothing that others need alone.
  environments: {
    wizard: ofStudents('client/register.html'),
    intro: ofStudents('client/register/intro.ts'),
    packages: packedPackages(),
  },
  builder: {
    async buildApp({ build, environments }) {
      for (const name of ['client', 'wizard', 'intro', 'packages']) {
        const environment = environments[name]
        if (environment) await build(environment)
      }
    },
  },
})
