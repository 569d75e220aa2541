import { readFileSync } from "node:fs"
import { resolve } from "node:path"

import type { AwsOptions } from "@stepwright/adapters/aws"
import { z } from "zod"

import { CliError } from "../errors.ts"
import { requireFile } from "../load/load-module.ts"
import { scanJson } from "../load/scan-json.ts"
import { showPath } from "../output/place.ts"

/** What a settings file says of how an app runs on AWS. */
export interface AwsSettings extends Omit<AwsOptions, "resources"> {
  /** Packages that functions have from a layer. */
  readonly external?: readonly string[]
  /** Functions trace by OpenTelemetry. */
  readonly telemetry?: boolean
}

/** The bounds of numbers are the template's to check. */
const schema = z.strictObject({
  runtime: z.enum(["nodejs22.x", "nodejs24.x"]).exactOptional(),
  architecture: z.enum(["arm64", "x86_64"]).exactOptional(),
  memory: z.number().exactOptional(),
  timeoutSeconds: z.number().exactOptional(),
  logLevel: z.enum(["ALL", "ERROR", "FATAL", "OFF"]).exactOptional(),
  logExecutionData: z.boolean().exactOptional(),
  tracing: z.boolean().exactOptional(),
  notSecrets: z.array(z.string()).exactOptional(),
  tags: z.record(z.string(), z.string()).exactOptional(),
  external: z.array(z.string()).exactOptional(),
  telemetry: z.boolean().exactOptional(),
})

/**
 * Reads a settings file.
 * @throws {CliError} FILE_NOT_FOUND, JSON_INVALID, SETTINGS_INVALID with everything that is wrong.
 */
export function readAwsSettings(file: string, cwd: string): AwsSettings {
  const path = resolve(cwd, file)
  const shown = showPath(path, cwd)
  requireFile(path, shown)
  const text = readFileSync(path, "utf8")
  const { error } = scanJson(text)
  if (error !== undefined)
    throw new CliError("JSON_INVALID", `${shown} is not JSON: ${error.message}`, { at: { file: path, ...error.at } })
  const { success, data, error: invalid } = schema.safeParse(JSON.parse(text))
  if (success) return data
  const wrong = invalid.issues.map(
    ({ path: at, message }) => `• ${at.length === 0 ? "" : `${at.join(".")}: `}${message}`,
  )
  throw new CliError("SETTINGS_INVALID", `${shown} holds what is no setting:\n${wrong.join("\n")}`, {
    at: { file: path },
  })
}
