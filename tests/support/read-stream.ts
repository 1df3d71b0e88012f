/** Reads what a subscription writes, without any client library; resolves when it has ended, rejects where it was cut or refused. */
export async function readStream(url: string, init: RequestInit, onData: (data: unknown) => void): Promise<void> {
  const response = await fetch(url, { ...init, headers: { ...init.headers, Accept: 'text/event-stream' } })
  if (!response.ok) throw new Error(`The stream was answered ${response.status}`)
  await readFrames(response.body?.pipeThrough(new TextDecoderStream()) ?? [], onData)
}

/** The data of each frame that is no event of tRPC's own, until the text ends. */
export async function readFrames(
  text: AsyncIterable<string> | Iterable<string>,
  onData: (data: unknown) => void,
): Promise<void> {
  let buffer = ''
  for await (const chunk of text) {
    const frames = `${buffer}${chunk}`.split('\n\n')
    buffer = frames.pop() ?? ''
    for (const frame of frames) {
      const lines = frame.split('\n').filter((line) => line !== '')
      const data = lines.find((line) => line.startsWith('data: '))
      if (data && !lines.some((line) => line.startsWith('event: '))) onData(JSON.parse(data.slice('data: '.length)))
    }
  }
}
