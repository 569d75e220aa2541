import { App, Stack } from "aws-cdk-lib"
import { StepwrightApp } from "@stepwright/adapters/cdk"
import { placeOrder } from "@stepwright/example-orders/workflow"

const app = new App({ analyticsReporting: false, outdir: process.argv[2] ?? "cdk.out" })
const stack = new Stack(app, "Shop")
new StepwrightApp(stack, "Orders", { workflows: [placeOrder], handlers: new URL(import.meta.resolve("@stepwright/example-orders/handlers")) })
app.synth()
