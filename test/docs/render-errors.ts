import { awsCodes } from "@stepwright/adapters/aws"
import { bundleCodes } from "@stepwright/adapters/aws/bundle"
import { cdkCodes } from "@stepwright/adapters/cdk"
import { definitionCodes } from "@stepwright/dsl"
import { engineCodes } from "@stepwright/engine"
import { compileCodes } from "@stepwright/engine/compile"
import { cliCodes } from "stepwright"

/** What a registry says of a code. */
interface CodeText {
  readonly summary: string
  readonly hint: string
}

/** Every registry of stable error codes, by the package that raises them. */
export const registries: Readonly<Record<string, Readonly<Record<string, CodeText>>>> = {
  "`@stepwright/dsl`: while a workflow is defined": definitionCodes,
  "`@stepwright/engine/compile`: while a workflow is compiled": compileCodes,
  "`@stepwright/engine`: while workflows run": engineCodes,
  "`stepwright`: on the command line": cliCodes,
  "`@stepwright/adapters/aws`: while a deployment to AWS is made": awsCodes,
  "`@stepwright/adapters/aws/bundle`: while tasks are bundled": bundleCodes,
  "`@stepwright/adapters/cdk`: while a construct is made": cdkCodes,
}

/** The text of `docs/errors.md`. */
export function renderErrors(): string {
  const sections = Object.entries(registries).map(([title, codes]) => {
    const rows = Object.entries(codes).map(
      ([code, text]) => `| \`${code}\` | ${cell(text.summary)} | ${cell(text.hint)} |`,
    )
    return [`## ${title}`, "", "| code | what is wrong | what to do |", "|---|---|---|", ...rows.toSorted(), ""].join(
      "\n",
    )
  })
  return [
    "# Errors",
    "",
    "Every error that Stepwright raises carries a stable code. The wording may change; the code does not.",
    "Written by `npm run errors` from the registries in the code.",
    "",
    "A workflow's own failures (`States.Timeout`, `Card.Declined`, …) are not listed here: they are data of an execution, matched by Retry and Catch as the Amazon States Language says.",
    "",
    ...sections,
  ].join("\n")
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ")
}
