import { defineConfig } from "tsdown"

export default defineConfig({
  entry: { index: "src/index.ts", bundle: "src/bundle/index.ts" },
  platform: "neutral",
  fixedExtension: true,
  dts: true,
  publint: true,
  attw: { profile: "esm-only" },
  inputOptions: { resolve: { conditionNames: ["node", "import", "default"] } },
})
