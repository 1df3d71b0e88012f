import { useQuery } from '@tanstack/react-query'
import { Timestamp } from '../../timeline/timestamp.tsx'
import { trpc } from '../../trpc.ts'

const askEveryMs = 15_000

const words = {
  credentials:
    'refuses this server’s credentials. Check CLIENT_ID, CLIENT_SECRET and CONFIRMD_AUTH_URL, then restart it.',
  unreachable: 'cannot be reached. Check the network, CONFIRMD_AUTH_URL and CONFIRMD_API_URL.',
  failing: 'is failing. Its own operators have to mend that.',
}

/** What is wrong with the platform, and what to do about it. */
export function troubleText({ kind }: { readonly kind: keyof typeof words }): string {
  return words[kind]
}

/** Says why no student can register now, where the platform is the reason; nothing otherwise. */
export function PlatformBanner() {
  const { data } = useQuery(trpc.admin.platform.health.queryOptions(undefined, { refetchInterval: askEveryMs }))
  if (!data?.trouble) return null
  const { since, answer } = data.trouble
  return (
    <p className="banner" role="alert">
      <span>{`No student can register: the platform at ${data.host} ${troubleText(data.trouble)} (${answer}, since `}</span>
      <Timestamp at={since} />
      <span>)</span>
    </p>
  )
}
