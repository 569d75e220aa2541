import type { DeadLetterDescription } from "@stepwright/engine"

import { CliError } from "../errors.ts"
import type { Host } from "../host.ts"
import { loadProgram } from "../load/load-program.ts"
import { letterLines, letterRows } from "../output/letters.ts"
import { paintFor } from "../output/paint.ts"
import { type CommonOptions, writeJson } from "../output/report.ts"
import { retryLetters, type RetryManyOptions } from "./many.ts"
import { type StoreOptions, withClient, withEngine } from "../run/open-store.ts"

export interface LetterOptions extends CommonOptions, StoreOptions {}

export interface ListLettersOptions extends LetterOptions {
  readonly status: "open" | "retried" | "dropped" | "all"
  readonly execution?: string
  readonly limit: string
  readonly cursor?: string
}

export interface RetryOptions extends RetryManyOptions {}

export interface DropOptions extends LetterOptions {
  readonly reason: string
}

/** `stepwright dlq list` */
export async function listLetters(options: ListLettersOptions, host: Host): Promise<number> {
  const { status, execution, cursor } = options
  const page = await withClient(options, host, ({ deadLetters }) =>
    deadLetters.list({
      status: statuses[status],
      limit: wholeNumber("--limit", options.limit),
      ...(execution === undefined ? {} : { execution }),
      ...(cursor === undefined ? {} : { cursor }),
    }),
  )
  if (options.json === true) writeJson({ ok: true, ...page }, host)
  else host.stdout.write(letterRows(page, paintFor(host.stdout, host.env), host.stdout.columns))
  return 0
}

/** `stepwright dlq show` */
export async function showLetter(id: string, options: LetterOptions, host: Host): Promise<number> {
  return show(await withClient(options, host, ({ deadLetters }) => deadLetters.get(id)), options, host)
}

/** `stepwright dlq retry` */
export async function retry(args: readonly string[], options: RetryOptions, host: Host): Promise<number> {
  const [first = "", second, ...rest] = args
  const oneLetter = options.where === undefined
  if (rest.length > 0 || (second === undefined) === oneLetter) {
    throw new CliError("USAGE", "dlq retry takes ID FILE, or FILE with --where NAME=VALUE.")
  }
  if (oneLetter && options.dryRun === true) throw new CliError("USAGE", "--dry-run goes with --where.")
  return oneLetter ? await retryLetter(first, second ?? "", options, host) : await retryLetters(first, options, host)
}

async function retryLetter(id: string, file: string, options: RetryOptions, host: Host): Promise<number> {
  const program = await loadProgram(file, { handlers: options.handlers }, host.cwd)
  const letter = await withEngine(program, options, host, ({ deadLetters }) => deadLetters.retry(id))
  show(letter, options, host)
  return letter.status === "RETRIED" ? 0 : 1
}

/** `stepwright dlq drop` */
export async function dropLetter(id: string, options: DropOptions, host: Host): Promise<number> {
  const { reason } = options
  return show(await withClient(options, host, ({ deadLetters }) => deadLetters.drop(id, { reason })), options, host)
}

function show(letter: DeadLetterDescription, options: CommonOptions, host: Host): number {
  if (options.json === true) writeJson({ ok: true, letter }, host)
  else host.stdout.write(letterLines(letter, paintFor(host.stdout, host.env)))
  return 0
}

const statuses = { open: "OPEN", retried: "RETRIED", dropped: "DROPPED", all: "ALL" } as const

function wholeNumber(option: string, text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text)
  throw new CliError("USAGE", `${option} is not a whole number: ${text}`)
}
