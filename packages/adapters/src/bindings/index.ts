// What serves the resources of state machines that were written for AWS: a binding file, read and made to handlers.
export type {
  AwsBinding,
  Binding,
  BindingsDocument,
  BoundText,
  HandlerBinding,
  HttpBinding,
  QueueBinding,
} from "./binding.ts"
export type { LoadModule } from "./module-export.ts"
export { type BoundResources, openBindings, type OpenBindingsOptions } from "./open-bindings.ts"
