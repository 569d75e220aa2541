import { defineConfig } from "tsdown"

export default defineConfig({
  entry: ["src/main.ts"],
  platform: "node",
  dts: true,
  publint: true,
  attw: { profile: "esm-only" },
  inputOptions: { resolve: { conditionNames: ["node", "import", "default"] } },
})
