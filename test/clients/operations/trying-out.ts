import * as sfn from "@aws-sdk/client-sfn"
import { describe, expect, it } from "vitest"

import type { Open } from "../backends.ts"
import { fails } from "../expecting.ts"
import { machineOf, pass } from "../machines.ts"
import { shop } from "../shop.ts"

export function tryingOutTests(open: Open): void {
  describe("trying things out", () => {
    it("validates definitions and tests states", async () => {
      await using api = await shop(open)
      const { client } = api
      const validate = (definition: string, more: Partial<sfn.ValidateStateMachineDefinitionInput> = {}) =>
        client.send(new sfn.ValidateStateMachineDefinitionCommand({ definition, ...more }))
      expect(await validate(pass)).toMatchObject({ result: "OK", diagnostics: [], truncated: false })
      const bad = machineOf({ A: { Type: "Pass", Next: "C" }, B: { Type: "Nothing" } })
      const { result, diagnostics = [] } = await validate(bad)
      expect([result, diagnostics.length > 1]).toEqual(["FAIL", true])
      expect(await validate(bad, { maxResults: 1 })).toMatchObject({ truncated: true })
      await fails(validate(pass, { maxResults: 101 }), sfn.ValidationException)
      const test = (more: Partial<sfn.TestStateInput>) =>
        client.send(
          new sfn.TestStateCommand({
            definition: '{"Type":"Pass","Result":{"b":2},"ResultPath":"$.r","Next":"N"}',
            ...more,
          }),
        )
      expect(await test({ input: '{"a":1}', inspectionLevel: "DEBUG" })).toMatchObject({
        status: "SUCCEEDED",
        output: '{"a":1,"r":{"b":2}}',
        nextState: "N",
        inspectionData: { input: '{"a":1}' },
      })
      await fails(test({ definition: "{}" }), sfn.InvalidDefinition)
      await fails(test({ input: "{" }), sfn.InvalidExecutionInput)
      await fails(test({ roleArn: "role" }), sfn.InvalidArn)
      await fails(test({ stateName: "x" }), sfn.SFNServiceException)
    })
  })
}
