import { readFileSync } from "node:fs"

import { defineConfig } from "tsdown"

/** Lua scripts go into the code, so that a bundle of it has them. */
const luaInCode = {
  name: "lua-in-code",
  transform(code: string, id: string): string | undefined {
    if (!/[\\/]redis[\\/]lua-source\.ts$/.test(id)) return undefined
    const folder = new URL("src/redis/lua/", import.meta.url)
    return code.replace(/luaFile\("([a-z]+)"\)/g, (_, name: string) =>
      JSON.stringify(readFileSync(new URL(`${name}.lua`, folder), "utf8")),
    )
  },
}

export default defineConfig({
  entry: {
    "aws/build/index": "src/aws/build/index.ts",
    "aws/bundle/bundle-process": "src/aws/bundle/bundle-process.ts",
    "aws/bundle/index": "src/aws/bundle/index.ts",
    "aws/index": "src/aws/index.ts",
    "bindings/index": "src/bindings/index.ts",
    "bullmq/index": "src/bullmq/index.ts",
    "cdk/index": "src/cdk/index.ts",
    "encryption/index": "src/encryption/index.ts",
    "files/index": "src/files/index.ts",
    "http/index": "src/http/index.ts",
    "lambda/index": "src/lambda/index.ts",
    "memory/index": "src/memory/index.ts",
    "offload/index": "src/offload/index.ts",
    "otel-node/index": "src/otel-node/index.ts",
    "otel/index": "src/otel/index.ts",
    "redis/index": "src/redis/index.ts",
    "redis/renewal-thread": "src/redis/renewal-thread.ts",
    "s3/index": "src/s3/index.ts",
    "sfn-client/index": "src/sfn-client/index.ts",
    "sqlite/index": "src/sqlite/index.ts",
    "threads/index": "src/threads/index.ts",
    "threads/thread": "src/threads/thread.ts",
  },
  plugins: [luaInCode],
  // It starts a process whose file lies beside it, so it must stay where it is.
  deps: { neverBundle: ["@stepwright/adapters/aws/bundle"] },
  platform: "node",
  fixedExtension: true,
  dts: true,
  publint: true,
  attw: { profile: "esm-only" },
  inputOptions: { resolve: { conditionNames: ["node", "import", "default"] } },
})
