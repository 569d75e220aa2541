import { Backend, Client, Logger, QueueJob, Startable, TaskHostOptions, TaskQueues } from "@stepwright/engine";
import { ConnectionOptions } from "node:tls";
/** One Redis server. Each part of the queues connects for itself. */
interface RedisServer {
  /** Default: `localhost`. */
  readonly host?: string;
  /** Default: 6379. */
  readonly port?: number;
  readonly username?: string;
  readonly password?: string;
  /** Number of the database; default 0. */
  readonly db?: number;
  readonly tls?: ConnectionOptions;
}
/** Where the queues are. */
interface QueuePlace {
  readonly connection: RedisServer;
  /** What all keys begin with; default `{stepwright}`. One backend, one prefix: engines on two stores need two. */
  readonly prefix?: string;
}
/** How a process serves a queue. */
interface ServingOptions {
  /** Jobs that this process works on at once; default 10. */
  readonly concurrency?: number;
  /** How long a worker may be silent until its jobs are taken from it, in milliseconds; default 30,000. */
  readonly lockDuration?: number;
  /** How often jobs of silent workers are looked for, in milliseconds; default 30,000. */
  readonly stalledInterval?: number;
  /** How often a job is handed out again after its worker was lost; default 1. Then it fails as `Stepwright.WorkerLost`. */
  readonly maxStalledCount?: number;
}
/** How one queue is used. What is absent is left as it is in Redis. */
interface QueueOptions extends Omit<ServingOptions, "concurrency"> {
  /** Jobs that this engine's process works on at once, by its own handlers. Default: it serves none, and only sends. */
  readonly concurrency?: number;
  /** Jobs that all workers together work on at once. */
  readonly globalConcurrency?: number;
  /** Jobs that all workers together begin at most within `durationMs` milliseconds. */
  readonly rateLimit?: {
    readonly max: number;
    readonly durationMs: number;
  };
  /** 1 (first) to 2,097,152; jobs without one come before all that have one. A function is asked for each job. */
  readonly priority?: number | ((job: Pick<QueueJob, "task" | "request">) => number | undefined);
}
interface BullmqOptions extends QueuePlace {
  /** By the names that tasks were defined with; any other is used with the defaults. */
  readonly queues?: Readonly<Record<string, QueueOptions>>;
  /** How often jobs are looked for whose end no event told of, in milliseconds; default 5000. */
  readonly sweepEvery?: number;
}
/**
 * Task queues over BullMQ: for `startEngine` and `createWorker`. Needs `npm install bullmq ioredis`, and a Redis whose
 * `maxmemory-policy` is `noeviction`. `docs/queues.md` has the contract that any worker of BullMQ can serve.
 */
export declare function bullmq(options: BullmqOptions): TaskQueues;
interface ServeQueueOptions extends QueuePlace, ServingOptions, Pick<TaskHostOptions, "tasks" | "handlers" | "telemetry"> {
  /** As the tasks name it. */
  readonly queue: string;
  /**
   * The engine's, where this process can reach it: answers then go straight into the inbox. Stays the caller's. Default:
   * they are left in the jobs, for the engine's relay.
   */
  readonly backend?: Backend;
  /** Default: JSON lines on the standard error output. */
  readonly logger?: Logger;
}
/** A process's share of a queue. */
interface ServedQueue extends AsyncDisposable {
  /** Takes no more jobs and lets those in hand end, for up to `patienceMs` milliseconds; default 30,000. Idempotent. */
  close(options?: {
    readonly patienceMs?: number;
  }): Promise<void>;
}
/**
 * Serves a task queue by the handlers of this process, which needs no engine.
 * @throws {EngineError} `UNBOUND`: a task without a handler; `DUPLICATE_NAME`
 */
export declare function serveQueue(options: ServeQueueOptions): Promise<ServedQueue>;
/**
 * What becomes of ticks that nobody was there for: `skip`: nothing; `once`: the last of them is made good; `all`: each of
 * them is, the oldest first.
 */
type CatchUp = "skip" | "once" | "all";
interface ScheduleOptions {
  /** Begins the names of its executions: 1 to 60 letters, digits, `-` and `_`. Default: the workflow's name. */
  readonly name?: string;
  /** IANA name, as `Europe/Berlin`; default `UTC`. */
  readonly timezone?: string;
  /** Default `skip`. */
  readonly catchUp?: CatchUp;
}
/** Executions of one workflow that are started by the clock. */
interface Schedule {
  readonly name: string;
  readonly cron: string;
  readonly timezone: string;
  readonly catchUp: CatchUp;
  readonly workflow: Startable<unknown>;
  /** @param tick - Milliseconds since 1970. */
  readonly inputOf: (tick: number) => unknown;
}
/** A schedule that does not say yet what it starts. */
interface ScheduleBuilder {
  /** @param input - The same for each tick, or made from the time that the tick stands for. */
  start<I>(workflow: Startable<I>, input: NoInfer<I> | ((tick: Date) => NoInfer<I>)): Schedule;
}
/**
 * Declares a schedule.
 * @param cron - Five fields, or six that begin with seconds.
 */
export declare function schedule(cron: string, options?: ScheduleOptions): ScheduleBuilder;
interface StartSchedulesOptions extends QueuePlace {
  readonly schedules: readonly Schedule[];
  /** Starts the executions; an engine is one. */
  readonly client: Pick<Client, "start">;
  /** Default: JSON lines on the standard error output. */
  readonly logger?: Logger;
}
/** Schedules that are kept by this process, among others. */
interface StartedSchedules extends AsyncDisposable {
  /** Forgets a schedule that no process declares any more. */
  remove(name: string): Promise<void>;
  /** Idempotent. */
  close(): Promise<void>;
}
/**
 * Keeps schedules, by BullMQ's job schedulers, which only wake whoever starts the executions. Each tick starts one
 * execution, named after it, however many processes keep the schedule and however often the tick comes. A schedule that is
 * new begins now.
 * @throws {EngineError} `DUPLICATE_NAME`
 */
export declare function startSchedules(options: StartSchedulesOptions): Promise<StartedSchedules>;
export type { BullmqOptions, CatchUp, QueueOptions, QueuePlace, RedisServer, Schedule, ScheduleBuilder, ScheduleOptions, ServeQueueOptions, ServedQueue, ServingOptions, StartSchedulesOptions, StartedSchedules };