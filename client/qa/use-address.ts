import { useCallback } from 'react'
import { useLocation, useSearch } from 'wouter'
import { clientIpOf, type QaAddress, readAddress } from './address.ts'

export type ChangeAddress = (change: Partial<QaAddress>, options?: { replace?: boolean }) => void

/** The page's address and what changes it. A new session or mode is a step in the browser's history, an entry is not. */
export function useAddress(): [QaAddress, ChangeAddress] {
  const address = readAddress(useSearch())
  const [, navigate] = useLocation()
  const change = useCallback<ChangeAddress>(
    (part, options = {}) => navigate(clientIpOf({ ...readAddress(window.location.search), ...part }), options),
    [navigate],
  )
  return [address, change]
}
