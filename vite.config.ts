import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const libraries =
  /node_modules\/(react|react-dom|scheduler|wouter|regexparam|@tanstack\/(query-core|react-query)|@trpc\/(client|server))\//
const ownParts = /client\/(live|ui|server\.ts|query-client\.ts|page-settings\.ts)/
/** The code that draws QR codes is the student's alone; what tells operators of failures and parts of the libraries are the consoles' alone. */
const notShared = /client\/ui\/qr|failure-text|with-selector|nfiniteQuery|ueriesObserver|useQueries/

/** Whether the student's pages need it and other pages do too. */
const isShared = (id: string) => (libraries.test(id) || ownParts.test(id)) && !notShared.test(id)

/** Nothing here uses WebSockets, yet tRPC's link for them would stay in the bundle, for a static property that is set by a call. */
const withoutWebSockets: Plugin = {
  name: 'without-websockets',
  transform: {
    filter: { id: /@trpc\/client\/dist\/wsLink/ },
    handler: (code) => code.replace(/^_defineProperty.WsConnection, "connectCount", 0.;$/m, '/* @__PURE__ */ $&'),
  },
}

export default defineConfig({
  root: 'client',
  plugins: [react(), withoutWebSockets],
  // wouter brings it along for Reacts that have no such hook of their own.
  resolve: { alias: { 'use-sync-external-store/shim/index.js': 'react' } },
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    target: ['chrome111', 'edge111', 'firefox114', 'safari16.4', 'ios16.4'], // as the README promises: all of spring 2023
    // The pages' security policy allows no inline script and no data: address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // One file of what every page shares instead of six: small pieces compress badly, and each is a request.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'shared', test: isShared }] } } },
    // The server reads in it which files a console's page needs, and has the browser fetch them at once.
    manifest: true,
  },
})
