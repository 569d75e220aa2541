// A program of the CDK, as its command runs it.
import { StepwrightApp } from "@stepwright/adapters/cdk"
import { App, Stack } from "aws-cdk-lib"

import { sell } from "./shop.ts"

new StepwrightApp(new Stack(new App(), "Shop"), "Orders", {
  workflows: [sell],
  handlers: new URL("shop.ts", import.meta.url),
})
