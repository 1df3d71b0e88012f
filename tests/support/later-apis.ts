import data from '@mdn/browser-compat-data' with { type: 'json' }
import type { CompatStatement, Identifier } from '@mdn/browser-compat-data'

/** The oldest browsers that the pages promise to work in: all of spring 2023, on desks and on phones. */
const promised = [
  ['chrome', 111],
  ['chrome_android', 111],
  ['firefox', 114],
  ['firefox_android', 114],
  ['safari', 16.4],
  ['safari_ios', 16.4],
] as const

const builtins = data.javascript.builtins ?? {}
const entriesOf = ({ __compat, ...types }: Identifier): [string, Identifier][] => Object.entries(types)

/** What a script can name: globals, members of classes (`AbortSignal.any`), and members of instances (`.toSorted`). */
interface Names {
  readonly globals: Set<string>
  readonly statics: Set<string>
  readonly members: Set<string>
  /** All of them with whose they are: `URLPattern`, `AbortSignal.any`, `Array.toSorted`. */
  readonly paths: Set<string>
}

const createNames = (): Names => ({ globals: new Set(), statics: new Set(), members: new Set(), paths: new Set() })

/** What some later browser has and one that is promised has not, leaving out members that another interface has had all along. */
export function readLaterApis(): Names {
  const [later, early] = [createNames(), createNames()]
  for (const [name, type] of [data.api, builtins, builtins.Intl ?? {}].flatMap(entriesOf)) {
    place(type).globals.add(name)
    place(type).paths.add(name)
    for (const [member, about] of entriesOf(type)) {
      if (member === name || /_event$|^@@|[^\w$]/.test(member)) continue
      const isGlobal = name === 'Window' || name === 'WorkerGlobalScope'
      if (isGlobal) place(about).globals.add(member)
      // Only the browser's own interfaces are told apart: of JavaScript's, a member may be of the class or of its instances.
      const word = member.replace(/_static$/, '')
      place(about).paths.add(isGlobal ? word : `${name}.${word}`)
      if (word !== member || name in builtins) place(about).statics.add(`${name}.${word}`)
      if (word === member) place(about).members.add(word)
    }
  }
  for (const [of, had] of [
    [later.globals, early.globals],
    [later.members, early.members],
    [later.paths, early.paths],
  ] as const)
    for (const name of had) of.delete(name)
  return later

  function place({ __compat }: Identifier): Names {
    return !__compat || isPromised(__compat) ? early : later
  }
}

function isPromised({ support }: CompatStatement): boolean {
  return promised.every(([browser, version]) => {
    const said = support[browser]
    const statements = said === undefined ? [] : Array.isArray(said) ? said : [said]
    return statements.some(({ version_added: added, version_removed: removed, flags }) => {
      if (flags || typeof added !== 'string' || (typeof removed === 'string' && Number(removed) <= version))
        return false
      return Number.parseFloat(added.replace('≤', '')) <= version
    })
  })
}

/** Which of these APIs a script names, each as `AbortSignal.any`, `.toSorted`, `URLPattern`, in order. */
export function findApis(script: string, { globals, statics, members }: Names): string[] {
  const found = new Set<string>()
  for (const [path] of script.matchAll(/\b[A-Z]\w*\??\.[a-zA-Z]\w*/g)) {
    const name = path.replace('?', '')
    if (statics.has(name)) found.add(name)
  }
  for (const [, name = ''] of script.matchAll(/(?<!\.|\b[A-Z]\w*)\??\.([a-zA-Z]\w*)(?:\?\.)?\(/g))
    if (members.has(name)) found.add(`.${name}`)
  for (const [, name = ''] of script.matchAll(/(?<![\w$.'"`-])([a-zA-Z]\w*)(?![\w$'"`]|\s*:|\s*=[^=])/g))
    if (globals.has(name)) found.add(name)
  return [...found].sort()
}

/**
 * To be run in a page before anything of it runs: takes away what `paths` name, as far as the browser has it. What is bolted to
 * its place stays.
 */
export function takeAway(paths: readonly string[]): void {
  const here: object = globalThis
  for (const path of paths) {
    const [name = '', member] = path.split('.')
    if (member === undefined) {
      Reflect.deleteProperty(here, name)
      Reflect.deleteProperty(Reflect.getPrototypeOf(here) ?? {}, name)
      continue
    }
    const owner: unknown = Reflect.get(here, name)
    if (typeof owner !== 'function' && (typeof owner !== 'object' || owner === null)) continue
    Reflect.deleteProperty(owner, member)
    const instances: unknown = Reflect.get(owner, 'prototype')
    if (typeof instances === 'object' && instances !== null) Reflect.deleteProperty(instances, member)
  }
}
