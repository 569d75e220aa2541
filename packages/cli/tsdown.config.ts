import { defineConfig } from "tsdown"

export default defineConfig({
  entry: ["src/index.ts", "src/main.ts", "src/testing/index.ts"],
  platform: "node",
  fixedExtension: true,
  dts: true,
  publint: true,
  attw: { profile: "esm-only" },
  inputOptions: { resolve: { conditionNames: ["node", "import", "default"] } },
})
