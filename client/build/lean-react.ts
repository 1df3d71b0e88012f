import type { Plugin } from 'vite'

/** What of react-dom no page of the wizard ever comes to, by what it is for. */
const leftOut = {
  'view transitions, which nothing here asks for': [
    'startViewTransition',
    'commitEnterViewTransitions',
    'commitExitViewTransitions',
    'commitDeletedPairViewTransitions',
    'commitNestedViewTransitions',
    'commitAppearingPairViewTransitions',
    'applyViewTransitionToHostInstancesRecursive',
    'applyViewTransitionName',
    'restoreViewTransitionName',
    'restorePairedViewTransitions',
    'restoreEnterOrExitViewTransitions',
    'restoreViewTransitionOnHostInstances',
    'measureViewTransitionHostInstancesRecursive',
    'measureNestedViewTransitions',
    'createMeasurement',
    'scheduleViewTransitionEvent',
  ],
  'style sheets, scripts and images as components': [
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
    'waitForCommitToBeReady',
    'estimateBandwidth',
    'accumulateSuspenseyCommitOnFiber',
    'createHoistableInstance',
    'getHydratableHoistableCache',
    'preloadResourceAndSuspendIfNeeded',
    'preloadInstanceAndSuspendIfNeeded',
  ],
  'parts of a page that come from the server later': [
    'updateDehydratedSuspenseComponent',
    'updateActivityComponent',
    'clearHydrationBoundary',
    'attemptExplicitHydrationTarget',
    'queueIfContinuousEvent',
    'accumulateOrCreateContinuousQueuedReplayableEvent',
    'hideOrUnhideDehydratedBoundary',
  ],
  'lists that are revealed in order': [
    'updateSuspenseListComponent',
    'cutOffTailIfNeeded',
    'initSuspenseListRenderState',
  ],
  'actions of forms, choices, elements of one’s own': [
    'extractEvents$1',
    'startHostTransition',
    'mountActionState',
    'updateActionStateImpl',
    'rerenderActionState',
    'dispatchActionState',
    'runActionStateAction',
    'setPropOnCustomElement',
    'constructSelectEvent',
    'updateOptions',
  ],
  'handles of fragments': [
    'commitNewChildToFragmentInstance',
    'commitNewChildToFragmentInstances',
    'deleteChildFromFragmentInstance',
    'validateDocumentPositionWithFiberTree',
  ],
} as const

/** Methods that only those handles have. */
const handle = /^(FragmentInstance|ViewTransitionPseudoElement)\.prototype\./
const body = '{throw Error("React has this no longer: see client/build/lean-react.ts")}'

interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/**
 * Leaves out of React what the wizard never comes to, a fifth of it, before it is made small: what is left out throws where it
 * is come to after all, in every test that comes there. Another React has other names, and stops the build.
 */
export function leanReact(environmentName: string): Plugin {
  return {
    name: 'lean-react',
    applyToEnvironment: ({ name }) => name === environmentName,
    transform: {
      filter: { id: /react-dom-client\.production\.js$/ },
      handler(code) {
        const names = new Set<string>(Object.values(leftOut).flat())
        const edits: Edit[] = []
        for (const node of this.parse(code).body) {
          if (node.type === 'FunctionDeclaration' && node.id && node.body && names.delete(node.id.name))
            edits.push({ ...node.body, text: body })
          if (node.type === 'ExpressionStatement' && handle.test(code.slice(node.start, node.start + 60)))
            edits.push({ ...node, text: '' })
        }
        if (names.size > 0) this.error(`react-dom has no ${[...names].join(', ')}: look at client/build/lean-react.ts`)
        return {
          code: edits.reduceRight((left, { start, end, text }) => left.slice(0, start) + text + left.slice(end), code),
          map: null,
        }
      },
    },
  }
}
