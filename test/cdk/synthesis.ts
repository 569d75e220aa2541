import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import type { Template } from "@stepwright/adapters/aws"
import { StepwrightApp, type StepwrightAppProps } from "@stepwright/adapters/cdk"
import { App, Stack } from "aws-cdk-lib"

/** What a stack with one app comes to. */
export interface Synthesis extends Disposable {
  readonly app: StepwrightApp
  readonly template: Template
  /** Every file of the assembly, by its path in it. */
  readonly files: ReadonlyMap<string, Buffer>
  readonly messages: readonly string[]
  /** The logical id in the stack of what has this one in the plain template. */
  readonly idOf: (id: string) => string
}

/** What a test makes beside the app, or changes of it. */
type More = (app: StepwrightApp, stack: Stack) => void

/** Synthesises a stack `Shop` with an app `Orders`, as `cdk synth` does. */
export function synthesised(
  props: StepwrightAppProps | ((stack: Stack) => StepwrightAppProps),
  more: More = () => {},
): Synthesis {
  const outdir = mkdtempSync(join(tmpdir(), "stepwright-cdk-"))
  const cdk = new App({ analyticsReporting: false, outdir })
  const stack = new Stack(cdk, "Shop")
  const app = new StepwrightApp(stack, "Orders", typeof props === "function" ? props(stack) : props)
  more(app, stack)
  const assembly = cdk.synth()
  const { messages, template } = assembly.getStackByName("Shop")
  return {
    app,
    template: template as Template, // as CloudFormation takes it
    files: filesIn(outdir),
    messages: messages.map(({ entry }) => JSON.stringify(entry.data)),
    idOf: (id) => String(stack.resolve(app.resource(id).logicalId)),
    [Symbol.dispose]: () => rmSync(outdir, { recursive: true, force: true }),
  }
}

function filesIn(folder: string): ReadonlyMap<string, Buffer> {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).toSorted()
  const files = paths.filter((path) => statSync(join(folder, path)).isFile())
  return new Map(files.map((path) => [path, readFileSync(join(folder, path))]))
}
