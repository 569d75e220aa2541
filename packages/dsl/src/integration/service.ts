import type { Input } from "../expr/expr.ts"
import { lift } from "../expr/lift.ts"
import { positionHere } from "../scope/source-position.ts"
import { misuse } from "../scope/tracing.ts"
import { type Call, makeCall } from "../task/call.ts"
import { type Shape, unknownShape } from "../tree/index.ts"

/** How a service is called. */
export interface ServiceOptions {
  /** Runs a job to its end: `.sync`, or `.sync:2` where the service has it. */
  readonly suffix?: ".sync" | ".sync:2"
}

/** A job: called it is started; `.sync` waits for its end and gives its description. */
export interface Job<A, O> {
  (args: Input<A>): Call<O, A>
  sync<R = unknown>(args: Input<A>): Call<R, A>
}

/**
 * A call of a service by what follows `arn:aws:states:::`, as `ecs:runTask`.
 * @param args - as the service's API reference names them, in PascalCase.
 */
export function service<O = unknown>(action: string, args: unknown, options: ServiceOptions = {}): Call<O> {
  return serviceCall(action, args, unknownShape, options)
}

/** A service's action with what is known of its result. */
export function serviceCall<O, A = unknown>(
  action: string,
  args: unknown,
  shape: Shape,
  { suffix }: ServiceOptions = {},
): Call<O, A> {
  if (!/^(?:aws-sdk:)?[a-z][a-z0-9-]*:[a-z]\w*$/i.test(action)) {
    misuse("SERVICE_INVALID", `${JSON.stringify(action)} is not a service's action.`)
  }
  return makeCall({
    name: action
      .replace(/^aws-sdk:/, "")
      .replaceAll(/[^\w.-]/g, ".")
      .slice(0, 80),
    shape,
    data: {
      kind: "service",
      service: action,
      arguments: lift(args),
      ...(suffix === undefined ? {} : { suffix }),
      at: positionHere(),
    },
  })
}

/** A job that a service runs. */
export function job<A, O>(action: string): Job<A, O> {
  const start = (args: Input<A>): Call<O, A> => serviceCall(action, args, unknownShape)
  return Object.assign(start, {
    sync: <R = unknown>(args: Input<A>): Call<R, A> => serviceCall(action, args, unknownShape, { suffix: ".sync" }),
  })
}
