import { ResourceHandler, ResourceQueue } from "@stepwright/engine";
/** A text, or the variable of the environment that holds it. */
type BoundText = string | {
  readonly env: string;
};
/** An export of a module: `./handlers.ts#charge`, the path relative to the binding file. It is a `ResourceHandler`. */
interface HandlerBinding {
  readonly handler: string;
}
/** An HTTP endpoint: it is sent the input as JSON, and answers the output. */
interface HttpBinding {
  readonly http: {
    readonly url: BoundText;
    /** Default `POST`. */
    readonly method?: "POST" | "PUT" | "PATCH";
    /** How long the whole answer may take; at most 300, default 60. */
    readonly timeoutSeconds?: number;
    readonly headers?: Readonly<Record<string, BoundText>>;
    /** Error names by status: `404`, or `5xx`. Default `Http.StatusCode.404`. */
    readonly errors?: Readonly<Record<string, string>>;
  };
}
/** A task queue, as of `@stepwright/adapters/bullmq`. `task` is the job's name; default: the resource's own. */
interface QueueBinding {
  readonly queue: string;
  readonly task?: string;
}
/** The AWS service itself, by its SDK. */
interface AwsBinding {
  readonly aws: {
    /** Default: as the SDK finds it, in the environment or its files. */
    readonly region?: string;
    /** Default: the service's. */
    readonly endpoint?: string;
  };
}
/** What serves a resource. */
type Binding = HandlerBinding | HttpBinding | QueueBinding | AwsBinding;
/** A binding file. */
interface BindingsDocument {
  /** By a function's or activity's ARN or name, by a `Resource` as it stands in a definition, or by a pattern with `*`. */
  readonly resources: Readonly<Record<string, Binding>>;
}
/** Runs a module and answers what it exports. */
type LoadModule = (path: string) => Promise<Readonly<Record<string, unknown>>>;
/** What a binding file does not say itself. */
interface OpenBindingsOptions {
  /** The folder that modules are relative to; default: the current one. */
  readonly base?: string;
  /** Where the variables are looked for that it names. Default: the environment. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Runs a module. Default: `import`. */
  readonly load?: LoadModule;
}
/** What a worker is given as `resources`. */
type BoundResources = Readonly<Record<string, ResourceHandler | ResourceQueue>>;
/**
 * Reads bindings, and makes what serves each resource: modules are loaded, variables looked up, SDKs looked for.
 * @param value - {@link BindingsDocument}, from outside: everything is checked.
 * @throws {EngineError} `BINDINGS_INVALID` with every problem. Never tells what a variable holds.
 */
export declare function openBindings(value: unknown, options?: OpenBindingsOptions): Promise<BoundResources>;
export type { AwsBinding, Binding, BindingsDocument, BoundResources, BoundText, HandlerBinding, HttpBinding, LoadModule, OpenBindingsOptions, QueueBinding };