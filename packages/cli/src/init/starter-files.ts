import { testTemplate, workflowTemplate } from "./workflow-template.ts"

/** A file of the starter, relative to its folder. */
export interface StarterFile {
  readonly path: string
  readonly text: string
}

/**
 * All files of a new project.
 * @param name - the package's name.
 * @param version - of Stepwright; the project takes this release and compatible ones.
 */
export function starterFiles(name: string, version: string): readonly StarterFile[] {
  return [
    { path: "package.json", text: json(manifest(name, version)) },
    { path: "tsconfig.json", text: json(compilerOptions) },
    { path: "workflow.ts", text: workflowTemplate },
    { path: "workflow.test.ts", text: testTemplate },
    { path: "input.json", text: json({ customer: "ada", sku: "book", quantity: 1, total: 40 }) },
    { path: ".gitignore", text: "node_modules\ndist\n*.db\n*.db-*\n" },
    { path: "README.md", text: readme(name) },
  ]
}

/** A package name made from a folder's: lower case, with only what npm allows. */
export function packageName(folder: string): string {
  const name = folder
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, "-")
    .replace(/^[._-]+/, "")
    .replace(/-+$/, "")
  return name === "" || name === "stepwright" ? "my-workflows" : name.slice(0, 214)
}

function manifest(name: string, version: string): object {
  return {
    name,
    version: "0.0.0",
    private: true,
    type: "module",
    scripts: {
      start: "stepwright run workflow.ts --input input.json",
      test: "node --test",
      check: "stepwright check workflow.ts && tsc",
      build: "stepwright build workflow.ts --out dist",
      graph: "stepwright graph workflow.ts --out workflow.svg",
    },
    dependencies: { "@stepwright/dsl": `^${version}`, stepwright: `^${version}`, zod: "^4.6.7" },
    devDependencies: { "@types/node": "^24.0.0", typescript: ">=5.9" },
    engines: { node: ">=22.18" },
  }
}

const compilerOptions = {
  compilerOptions: {
    target: "es2024",
    module: "nodenext",
    types: ["node"],
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    verbatimModuleSyntax: true,
    erasableSyntaxOnly: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    noEmit: true,
  },
}

function readme(name: string): string {
  return `# ${name}

A [Stepwright](https://www.npmjs.com/package/stepwright) workflow: written in TypeScript, run here, or compiled to Amazon States Language for AWS Step Functions.

\`\`\`sh
npm install
npm start          # runs the workflow with input.json
npm test           # runs the tests, with time skipped
npm run check      # finds what is wrong, without running anything
npm run graph      # draws workflow.svg
npm run build      # writes dist/place-order.asl.json and its bindings
\`\`\`

\`workflow.ts\` holds the tasks and the workflow. Raise \`total\` in \`input.json\` above 1000 and run it again: the card is declined, the stock is released, and the workflow fails with \`Card.Declined\`.

To keep an execution over restarts, give it a file and a name:

\`\`\`sh
npx stepwright run workflow.ts --input input.json --db orders.db --name order-1
\`\`\`
`
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
