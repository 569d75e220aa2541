import type { ImportDeclaration } from "acorn"

import type { Edit } from "./edits.ts"

/** Whether a module is zod. */
export function isZod(source: unknown): boolean {
  return typeof source === "string" && /^zod(\/|$)/.test(source)
}

/** Whether an import takes all of zod under one name: `{ z }`, `* as z`, `z`. */
export function isNamespace(specifier: ImportDeclaration["specifiers"][number]): boolean {
  if (specifier.type !== "ImportSpecifier") return true
  return specifier.imported.type === "Identifier" && ["z", "default"].includes(specifier.imported.name)
}

/** `import { z, ZodError } from "zod"` as `import * as z from "zod"; import { ZodError } from "zod"`. */
export function zodImport({ start, end, source, specifiers }: ImportDeclaration): readonly Edit[] {
  const all = specifiers.filter(isNamespace)
  if (!isZod(source.value) || all.every(({ type }) => type === "ImportNamespaceSpecifier")) return []
  const others = specifiers
    .filter((specifier) => !all.includes(specifier))
    .map((specifier) => {
      const imported = specifier.type === "ImportSpecifier" ? specifier.imported : specifier.local
      const name = imported.type === "Identifier" ? imported.name : String(imported.value)
      return `${name} as ${specifier.local.name}`
    })
  const from = JSON.stringify(source.value)
  const imports = [
    ...all.map(({ local }) => `import * as ${local.name} from ${from}`),
    ...(others.length === 0 ? [] : [`import { ${others.join(", ")} } from ${from}`]),
  ]
  return [{ start, end, text: `${imports.join(";")};` }]
}
