import { useRef, useState } from 'react'

interface CallState<Input, Output> {
  /** What was asked for last. */
  readonly input: Input | undefined
  readonly output: Output | undefined
  readonly isPending: boolean
  /** Null where it did not fail. */
  readonly error: unknown
}

/**
 * Something that is asked of the server when the student wants it, and how the last time went. `onDone` hears of every answer,
 * also of one that came after the page had gone on; `onEnd` of every end.
 */
export function useCall<Input, Output>(
  run: (input: Input) => Promise<Output>,
  { onDone, onEnd }: { onDone?: (output: Output) => void; onEnd?: () => void },
) {
  const none: CallState<Input, Output> = { input: undefined, output: undefined, isPending: false, error: null }
  const [state, setState] = useState(none)
  const latest = useRef(0)

  async function call(input: Input) {
    const number = ++latest.current
    const tell = (end: Partial<CallState<Input, Output>>) => {
      if (number === latest.current) setState({ ...none, input, ...end })
    }
    tell({ isPending: true })
    try {
      const output = await run(input)
      onDone?.(output)
      tell({ output })
    } catch (error) {
      tell({ error })
    }
    onEnd?.()
  }

  return {
    ...state,
    call: (input: Input) => void call(input),
    reset() {
      latest.current++
      setState(none)
    },
  }
}
