import { stored } from '../../ui/stored.ts'

/** The lists that have filters to keep. */
export type FilteredList = 'events' | 'sessions'

/** More are not kept: the oldest gives way. */
const most = 12

/** The filters of a list that this browser keeps, the newest first. */
export function savedFilters(list: FilteredList): string[] {
  const lines = storeOf(list).read() ?? ''
  return lines.split('\n').filter((q) => q !== '')
}

/** Keeps a filter, or forgets it. Answers those that are kept then. */
export function saveFilter(list: FilteredList, q: string, isKept: boolean): string[] {
  const others = savedFilters(list).filter((one) => one !== q)
  const next = isKept ? [q, ...others].slice(0, most) : others
  storeOf(list).keep(next.join('\n'))
  return next
}

function storeOf(list: FilteredList) {
  return stored(`nelfund.console.filters.${list}`)
}
