import { defineConfig } from "tsdown"

export default defineConfig({
  entry: ["src/main.ts"],
  platform: "node",
  fixedExtension: true,
  dts: true,
  publint: true,
  attw: { profile: "esm-only" },
  inputOptions: { resolve: { conditionNames: ["node", "import", "default"] } },
})
