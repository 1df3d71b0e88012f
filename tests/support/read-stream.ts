/** Reads what a subscription writes, without any client library; resolves when it has ended, rejects where it was cut or refused. */
export async function readStream(url: string, init: RequestInit, onData: (data: unknown) => void): Promise<void> {
  const response = await fetch(url, { ...init, headers: { ...init.headers, Accept: 'text/event-stream' } })
  if (!response.ok) throw new Error(`The stream was answered ${response.status}`)
  let buffer = ''
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const frames = `${buffer}${chunk}`.split('\n\n')
    buffer = frames.pop() ?? ''
    for (const frame of frames) {
      const lines = frame.split('\n').filter((line) => line !== '')
      const data = lines.find((line) => line.startsWith('data: '))
      if (data && !lines.some((line) => line.startsWith('event: '))) onData(JSON.parse(data.slice('data: '.length)))
    }
  }
}
