import type { HandlerPlace } from "./bundle-request.ts"

/** What the entry calls the module of its handler: not by its path, which says where the project lies. */
export const handlerModule = "stepwright:handler"

/** The module that a function's bundle begins with: it imports one handler and nothing else. */
export function entrySource({ exportPath, heartbeatSeconds }: HandlerPlace, telemetry: boolean): string {
  const [name = "default", ...members] = exportPath
  const beats = heartbeatSeconds !== undefined
  const options = [
    ...(beats ? [`answers: tokenAnswers({ heartbeatSeconds: ${heartbeatSeconds} })`] : []),
    ...(telemetry ? ["telemetry: openTelemetry()"] : []),
  ]
  return [
    `import { lambdaHandler${beats ? ", tokenAnswers" : ""} } from "@stepwright/adapters/lambda"`,
    ...(telemetry ? [`import { openTelemetry } from "@stepwright/adapters/otel"`] : []),
    `import { ${JSON.stringify(name)} as found } from "${handlerModule}"`,
    `export const handler = lambdaHandler(found${members.map((member) => `[${JSON.stringify(member)}]`).join("")}, { ${options.join(", ")} })`,
    "",
  ].join("\n")
}
