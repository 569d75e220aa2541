import { defineConfig } from "tsdown"

export default defineConfig({
  entry: [
    "src/index.ts",
    "src/asl/index.ts",
    "src/check/index.ts",
    "src/compile/index.ts",
    "src/handler/index.ts",
    "src/import/index.ts",
    "src/inspect/index.ts",
    "src/testing/index.ts",
  ],
  platform: "node",
  fixedExtension: true,
  dts: true,
  publint: true,
  attw: { profile: "esm-only" },
  inputOptions: { resolve: { conditionNames: ["node", "import", "default"] } },
})
