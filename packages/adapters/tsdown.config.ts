import { defineConfig } from "tsdown"

export default defineConfig({
  entry: {
    "encryption/index": "src/encryption/index.ts",
    "files/index": "src/files/index.ts",
    "memory/index": "src/memory/index.ts",
    "offload/index": "src/offload/index.ts",
    "s3/index": "src/s3/index.ts",
    "sqlite/index": "src/sqlite/index.ts",
  },
  platform: "node",
  fixedExtension: true,
  dts: true,
  publint: true,
  attw: { profile: "esm-only" },
  inputOptions: { resolve: { conditionNames: ["node", "import", "default"] } },
})
