import { availableParallelism, tmpdir } from "node:os"
import { join } from "node:path"

import { defineConfig } from "vitest/config"

// The source condition lets every workspace import the others from `src`, with no build step.
const conditions = ["@stepwright/source", "node", "import", "default"]

const tests = ["packages/*/src/**/*.test.ts", "examples/**/*.test.ts", "test/**/*.test.ts", "bench/**/*.test.ts"]
// What needs a Redis says so in its name or its folder's: the others run without one.
const withRedis = ["**/*{redis,bullmq}*.test.ts", "**/{redis,bullmq}/**/*.test.ts"]
const never = ["**/node_modules/**", "**/dist/**"]

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Vitest leaves one processor idle by default; tests wait for processes, stores and timers often enough.
    maxWorkers: availableParallelism(),
    // Processes that tests start take what they share from here, compiled and with its types stripped.
    env: { NODE_COMPILE_CACHE: join(tmpdir(), "node-compile-cache") },
    projects: [
      {
        extends: true,
        test: {
          name: "all but redis",
          include: tests,
          exclude: [...never, ...withRedis],
          typecheck: {
            enabled: true,
            include: ["packages/*/src/**/*.test-d.ts"],
            tsconfig: "./tsconfig.json",
          },
        },
      },
      {
        extends: true,
        test: {
          name: "redis",
          include: withRedis,
          exclude: never,
          globalSetup: "test/kit/redis/global-setup.ts",
        },
      },
    ],
  },
})
