import type { RunTask } from "../core/index.ts"

/**
 * What a job's answer is to its state: `invoke`: what `lambda:invoke` would respond with around it; `answer`: the answer
 * itself, awaited by the state's token; `call`: nothing, for the author's code handed the token on. Of a resource, which
 * knows nothing of envelopes: `payload`: what `lambda:invoke` would respond with around the output; `output`: the output.
 */
export type JobForm = "invoke" | "answer" | "call" | "payload" | "output"

/**
 * A job's id: `<execution's name>.<attempt>.<form>.<token>`. The token makes it unique to this attempt of this start of the
 * execution, and lets whoever hears of the job's end answer it without knowing the execution.
 */
export function jobId(execution: string, order: RunTask, form: JobForm, token: string): string {
  return `${execution.replaceAll(":", "-").slice(0, 80)}.${order.retryCount + 1}.${form}.${token}`
}

/** What a job's id tells; undefined for one that is none of ours. */
export function readJobId(id: string): { readonly form: JobForm; readonly token: string } | undefined {
  const match = /\.(invoke|answer|call|payload|output)\.([\w-]{14}\.\d{1,10}\.\d{1,10}\.[\w-]{22})$/.exec(id)
  const [, form, token] = match ?? []
  return form === undefined || token === undefined ? undefined : { form: form as JobForm, token } // one of these
}
