import { CelEngine, type StandardDiagnostic } from "@aws/cloudformation-validate"
import type { Template } from "@stepwright/adapters/aws"

import { here } from "./facts.ts"

/** No faults: that another name would be another resource, and that an ARN is constant, which is the one answered here. */
const noFault = ["I9001", "W9002"]

let engine: InstanceType<typeof CelEngine> | undefined

/** What AWS's own validator of templates finds, but for what is no fault: `F3012 SomeFunction Properties.Code: …`. */
export function diagnosed(template: Template): readonly string[] {
  engine ??= new CelEngine()
  const text = new TextEncoder().encode(JSON.stringify(template, null, 1))
  const file = { path: "template.json", readBytes: () => text }
  const { diagnostics } = engine.validateStandard(file, {
    exclude: { ids: noFault },
    // It looks at what a condition guards with the parameter's default, which the condition excludes.
    parameterOverrides: {
      EncryptionKeyArn: `${here("kms")}key/0f9d2b5e-1111-4222-8333-444455556666`,
      AlarmEmail: "people@shop.example",
    },
  })
  return diagnostics.map(show)
}

function show({ ruleId, entity, propertyPath, message }: StandardDiagnostic): string {
  return [ruleId, entity?.logicalId, propertyPath, message].filter((part) => part !== undefined).join(" ")
}
