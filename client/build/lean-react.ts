import type { Plugin } from 'vite'

/** What react-dom calls whoever renders, and what then does nothing, since the wizard has none of what it looks for. */
const idle = [
  // view transitions
  'commitEnterViewTransitions',
  'commitExitViewTransitions',
  'commitDeletedPairViewTransitions',
  'commitNestedViewTransitions',
  'restorePairedViewTransitions',
  'restoreEnterOrExitViewTransitions',
  'measureNestedViewTransitions',
  // style sheets and images that a page waits for
  'accumulateSuspenseyCommitOnFiber',
  'waitForCommitToBeReady',
  // handles of fragments, events of selected text, actions of forms
  'commitNewChildToFragmentInstances',
  // where in the code an error came from: the browser tells too
  'describeNativeComponentFrame',
  'constructSelectEvent',
  'extractEvents$1',
]

/** What react-dom comes to only where a page has what the wizard has not. */
const unused = [
  // view transitions
  'startViewTransition',
  'commitAppearingPairViewTransitions',
  'applyViewTransitionToHostInstancesRecursive',
  'applyViewTransitionName',
  'restoreViewTransitionName',
  'restoreViewTransitionOnHostInstances',
  'measureViewTransitionHostInstancesRecursive',
  'createMeasurement',
  'scheduleViewTransitionEvent',
  // style sheets, scripts and images as components
  'getResource',
  'acquireResource',
  'preload',
  'preinitStyle',
  'preinitScript',
  'preloadModule',
  'preinitModuleScript',
  'preconnectAs',
  'preloadStylesheet',
  'insertStylesheet',
  'insertStylesheetIntoRoot',
  'suspendResource',
  'estimateBandwidth',
  'createHoistableInstance',
  'getHydratableHoistableCache',
  'preloadResourceAndSuspendIfNeeded',
  // parts of a page that come from a server later
  'updateDehydratedSuspenseComponent',
  'updateActivityComponent',
  'clearHydrationBoundary',
  'attemptExplicitHydrationTarget',
  'queueIfContinuousEvent',
  'accumulateOrCreateContinuousQueuedReplayableEvent',
  'hideOrUnhideDehydratedBoundary',
  // pages that React finds made: the wizard makes its own
  'prepareToHydrateHostInstance',
  'canHydrateInstance',
  'canHydrateTextInstance',
  'canHydrateHydrationBoundary',
  // lists that are revealed in order
  'updateSuspenseListComponent',
  'cutOffTailIfNeeded',
  'initSuspenseListRenderState',
  // actions of forms, lists to choose from, elements of one's own
  'startHostTransition',
  'mountActionState',
  'updateActionStateImpl',
  'rerenderActionState',
  'dispatchActionState',
  'runActionStateAction',
  'setPropOnCustomElement',
  'updateOptions',
  // handles of fragments
  'commitNewChildToFragmentInstance',
  'deleteChildFromFragmentInstance',
  'validateDocumentPositionWithFiberTree',
]

/** Methods that only view transitions and those handles have. */
const handle = /^(FragmentInstance|ViewTransitionPseudoElement)\.prototype\./

const bodies = new Map([
  ...idle.map((name) => [name, '{return null}'] as const),
  ...unused.map((name) => [name, `{throw Error("Left out of React: ${name}")}`] as const),
])

/**
 * Leaves out of React what the wizard has no use for, a fifth of it, before it is made small. What is come to after all throws
 * its name, in whichever test comes there; a React whose functions have other names stops the build.
 */
export function leanReact(environmentName: string): Plugin {
  return {
    name: 'lean-react',
    applyToEnvironment: ({ name }) => name === environmentName,
    transform: {
      filter: { id: /react-dom-client\.production\.js$/ },
      handler(code) {
        const missing = new Set(bodies.keys())
        let left = code
        for (const node of this.parse(code).body.toReversed()) {
          const name = node.type === 'FunctionDeclaration' ? (node.id?.name ?? '') : ''
          const body = bodies.get(name)
          if (node.type === 'FunctionDeclaration' && node.body && body !== undefined) {
            missing.delete(name)
            left = left.slice(0, node.body.start) + body + left.slice(node.body.end)
          } else if (handle.test(code.slice(node.start, node.start + 60)))
            left = left.slice(0, node.start) + left.slice(node.end)
        }
        if (missing.size > 0) this.error(`react-dom has no ${[...missing].join(', ')}: see client/build/lean-react.ts`)
        return { code: left, map: null }
      },
    },
  }
}
