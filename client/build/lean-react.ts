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

/** All that leads to what is left out, as it stands in our own code when JSX has become calls. */
const uses = [
  /jsxs?\("(?:select|option|link|style|script|title|meta|base|[a-z]+-[\w-]+)"/,
  /jsxs?\("form", \{[^}]*\baction:/,
  /jsxs?\(Fragment, \{[^}]*\bref:/,
  /\b(?:formAction|onSelect):/,
  /\b(?:ViewTransition|Activity|SuspenseList|useActionState|useOptimistic|useFormState|useFormStatus)\b(?=[^;\n]* from ['"]react)/,
  /\b(?:preload|preloadModule|preinit|preinitModule|preconnect|prefetchDNS|hydrateRoot|requestFormReset)\b(?=[^;\n]* from ['"]react-dom)/,
]

/** Stops the build where the wizard has something that needs what is left out: see decision 0030. */
function withoutUses(environmentName: string): Plugin {
  return {
    name: 'lean-react-uses',
    applyToEnvironment: ({ name }) => name === environmentName,
    transform: {
      filter: { id: /\/client\/.*\.tsx?$/ },
      handler(code) {
        const use = uses.flatMap((pattern) => pattern.exec(code)?.[0] ?? [])[0]
        if (use) this.error(`The wizard's React is without what ${use} needs: see client/build/lean-react.ts`)
      },
    },
  }
}

/**
 * Leaves out of React what the wizard has no use for, a fifth of it, before it is made small. A wizard that has a use for it
 * stops the build, and so does a React whose functions have other names.
 */
export function leanReact(environmentName: string): Plugin[] {
  return [withoutUses(environmentName), withoutFunctions(environmentName)]
}

function withoutFunctions(environmentName: string): Plugin {
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
