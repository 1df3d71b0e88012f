import { useState } from 'react'
import { Link } from 'wouter'
import { eventsUrl, sessionsUrl } from '../console-urls.ts'
import { type FilteredList, savedFilters, saveFilter } from './saved-filters.ts'

/** As many as the bar has room for; the finder has them all. */
const mostShown = 3

/** The filters that this browser keeps, each a way back to it; and whether the one that holds now is one of them. */
export function SavedFiltersBar({ list, q }: { list: FilteredList; q: string }) {
  const [saved, setSaved] = useState(() => savedFilters(list))
  const isSaved = saved.includes(q)
  const urlOf = list === 'events' ? eventsUrl : sessionsUrl
  return (
    <>
      {saved
        .filter((one) => one !== q)
        .slice(0, mostShown)
        .map((one) => (
          <Link key={one} className="quick quick-less quick-saved" href={urlOf(one)} title={one}>
            {one}
          </Link>
        ))}
      {q !== '' && (
        <button
          type="button"
          className="quick quick-less"
          aria-pressed={isSaved}
          onClick={() => setSaved(saveFilter(list, q, !isSaved))}
        >
          {isSaved ? 'Forget filter' : 'Save filter'}
        </button>
      )}
    </>
  )
}
