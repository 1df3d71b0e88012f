import { constants, fstatSync, openSync, writeSync } from 'node:fs'
import { Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { isatty } from 'node:tty'

/** Where lines go, in order. Never throws and never waits: what nobody reads is lost, and counted. */
export interface LogOutput {
  readonly isTerminal: boolean
  write(line: string): void
  /** Resolves when everything has been handed over, nobody can take it any more, or `withinMs` is over. */
  drained(withinMs: number): Promise<void>
}

interface LineWriter {
  /** Bytes that the reader has not taken yet. */
  waiting(): number
  write(text: string): void
}

/** Lines at level `info` and below: a process that dies at once may take the last of them with it. */
const mayWait = /^\{"level":[123]0,/
/** What a reader may be behind by. */
const maxWaitingBytes = 256 * 1024
/** A reader that has gone may come back, where the pipe has a name. */
const reopenAfterMs = 5_000
const retryAfterMs = 50
const pollEveryMs = 10

/**
 * Writes to the descriptor `fd` of this process (1 or 2). A pipe's reader that is slow or has gone never holds the
 * process up, as Node's own `process.stdout` would. Where there is room again, a line says how many are missing.
 */
export function openLogOutput(fd: 1 | 2): LogOutput {
  let lost = 0
  let writer: LineWriter | undefined
  let reopenAtMs = 0
  const ready = () => {
    if (writer || performance.now() < reopenAtMs) return writer
    writer = openWriter(fd, gone, tellLost)
    return writer
  }
  const gone = (unwritten: number) => {
    lost += unwritten
    writer = undefined
    reopenAtMs = performance.now() + reopenAfterMs
  }
  const tellLost = () => {
    if (lost === 0 || !writer) return
    const line = JSON.stringify({ level: 40, time: Date.now(), pid: process.pid, lost, msg: `log lines lost: ${lost}` })
    lost = 0
    writer.write(`${line}\n`)
  }
  return {
    isTerminal: isatty(fd),
    write(line) {
      const open = ready()
      if (!open || open.waiting() > maxWaitingBytes) {
        lost++
        return
      }
      if (open.waiting() === 0) tellLost()
      else if (lost > 0) {
        lost++ // what is missing is said where it is missing
        return
      }
      writer?.write(line)
    },
    async drained(withinMs) {
      const untilMs = performance.now() + withinMs
      while (writer && writer.waiting() > 0 && performance.now() < untilMs) await delay(pollEveryMs)
    },
  }
}

/** Tells `gone`, with how many lines were in hand, when nobody can read any more, and `room` whenever all has been taken. */
function openWriter(fd: number, gone: (unwritten: number) => void, room: () => void): LineWriter | undefined {
  try {
    const kind = fstatSync(fd)
    if (kind.isFile()) return createFileWriter(fd, gone, room)
    const own = openOwn(fd)
    if (kind.isFIFO() || kind.isSocket()) return createSocketWriter(own ?? fd, gone, room)
    return createFileWriter(own ?? fd, gone, room)
  } catch {
    gone(0)
    return undefined
  }
}

/** The same pipe or terminal opened anew, where the system lets us: not to wait is then our own mode, and not that of everybody who shares it. */
function openOwn(fd: number): number | undefined {
  try {
    return openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY)
  } catch {
    return undefined
  }
}

function createSocketWriter(fd: number, gone: (unwritten: number) => void, room: () => void): LineWriter {
  const socket = new Socket({ fd, readable: false, writable: true })
  let unwritten = 0
  const done = () => {
    unwritten--
  }
  socket.on('error', () => undefined)
  socket.once('close', () => gone(unwritten))
  socket.on('drain', room)
  let isGathering = false
  const flush = () => {
    isGathering = false
    socket.uncork()
  }
  return {
    waiting: () => socket.writableLength,
    write(text) {
      if (!isGathering && mayWait.test(text)) {
        isGathering = true
        socket.cork()
        setImmediate(flush) // the lines of one turn go out in one call of the operating system
      }
      unwritten++
      socket.write(text, (error) => (error ? undefined : done()))
      if (isGathering && !mayWait.test(text)) flush()
    },
  }
}

/** Files and terminals. What does not go out at once, because a terminal is held, is tried again. */
function createFileWriter(fd: number, gone: (unwritten: number) => void, room: () => void): LineWriter {
  let rest: Buffer[] = []
  let bytes = 0
  let timer: NodeJS.Timeout | undefined
  const flush = () => {
    timer = undefined
    try {
      for (let next = rest[0]; next; next = rest[0]) {
        const written = writeSync(fd, next)
        bytes -= written
        if (written < next.length) rest[0] = next.subarray(written)
        else rest.shift()
      }
      return true
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') {
        timer = setTimeout(() => flush() && room(), retryAfterMs).unref()
        return false
      }
      const unwritten = rest.length
      rest = []
      bytes = 0
      gone(unwritten)
      return false
    }
  }
  return {
    waiting: () => bytes,
    write(text) {
      const next = Buffer.from(text)
      rest.push(next)
      bytes += next.length
      if (!timer) flush()
    },
  }
}
