import { f as StateMachineDefinition, m as StateType } from "../document.mjs";
import { n as JsonObject, t as Json } from "../json.mjs";
import { t as HistoryEvent } from "../history-event.mjs";
/** A state, or where the machine begins and ends. */
interface GraphNode {
  /** `s0`, `s1`, … by the order in which the definition names its states; `start` and `finish`. */
  readonly id: string;
  /** The state's name; empty for the two that are no states. */
  readonly name: string;
  readonly type: StateType | "Start" | "End";
  /** The group that it stands in; absent at the root. */
  readonly group?: string;
}
/** A Parallel or Map state with what is inside it, or one of its branches. */
interface GraphGroup {
  /** That of the state, for a Parallel or Map; `s3_0` for its first branch. */
  readonly id: string;
  readonly kind: "parallel" | "map" | "branch";
  readonly name: string;
  readonly group?: string;
}
/** One way from a state to another. */
interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: "start" | "next" | "choice" | "default" | "catch" | "end";
  /** The condition, or the errors that are caught. */
  readonly label?: string;
}
/**
 * A definition as nodes and edges. A Parallel or Map state is a node (its edges lead to and from it) and a group of the
 * same id (what is inside it).
 */
interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly groups: readonly GraphGroup[];
  readonly edges: readonly GraphEdge[];
}
/** The graph of a checked definition: the same definition gives the same ids and the same order. */
export declare function toGraph(definition: StateMachineDefinition): Graph;
/** What states are for, by their names: a plan's `notes`. A state that is not named is drawn by its kind alone. */
type StateNotes = Readonly<Record<string, StateNote>>;
interface StateNote {
  /** `step`, `compensation`, `deadLetter`, `pivot`, … */
  readonly role: string;
  /** The step in the workflow that it does, or undoes. */
  readonly step?: string;
}
/** How a state stands out in a drawing. */
type Highlight = "active" | "succeeded" | "failed" | "aborted";
/** How a diagram is drawn. */
interface MermaidOptions {
  readonly title?: string;
  /** By state name: a state of a running or ended execution. */
  readonly highlight?: Readonly<Record<string, Highlight>>;
  /** Of the plan: compensations, dead letters and the pivot are told from the other states. */
  readonly notes?: StateNotes;
  /** Default `TD`, from top to bottom. */
  readonly direction?: "TD" | "LR";
}
/** A Mermaid flowchart of a checked definition, Parallel and Map states as subgraphs. Deterministic; ends with a newline. */
export declare function toMermaid(definition: StateMachineDefinition, options?: MermaidOptions): string;
/** An event as GetExecutionHistory answers it. */
interface ApiHistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  /** Seconds since 1970, as AWS's JSON protocol writes times. */
  readonly timestamp: number;
  readonly type: string;
  /** `stateEnteredEventDetails`, `taskScheduledEventDetails`, … */
  readonly [details: string]: JsonObject | number | string;
}
/** What is left out. */
interface HistoryApiOptions {
  /** `includeExecutionData` of GetExecutionHistory: false leaves out inputs, outputs and variables. Default true. */
  readonly includeExecutionData?: boolean;
}
/** Our flat events as AWS's API answers them: details nested under the name of their kind, JSON values as text. */
export declare function historyToApi(events: readonly HistoryEvent[], { includeExecutionData }?: HistoryApiOptions): readonly ApiHistoryEvent[];
/** How a stretch of time ended. */
type SpanStatus = "RUNNING" | "SUCCEEDED" | "CAUGHT" | "FAILED" | "TIMED_OUT" | "ABORTED";
/** A stretch of time in an execution: a state, an attempt of a task, a branch of a Parallel, an iteration of a Map. */
interface TimelineSpan {
  readonly kind: "state" | "attempt" | "branch" | "iteration";
  /** The state's name; `#2` for a second attempt; `[0]` for a first branch or iteration. */
  readonly name: string;
  /** `Task`, `Map`, …; of states only. */
  readonly stateType?: string;
  /** What the state is for, and the step that it does or undoes, where the plan's notes say so. */
  readonly role?: string;
  readonly step?: string;
  /** Milliseconds since 1970. */
  readonly startMs: number;
  /** Absent while it runs. */
  readonly endMs?: number;
  /** `CAUGHT`: it failed, and a catcher took over. */
  readonly status: SpanStatus;
  /** How often a Task, Parallel or Map was tried; 1 for other states, 0 for one that is not begun. */
  readonly attempts: number;
  readonly error?: string;
  /** The event that began it. */
  readonly eventId: number;
  readonly children: readonly TimelineSpan[];
}
/** How a timeline is made. */
interface TimelineOptions {
  /** Of the plan that was run: they tell steps, compensations, dead letters and the pivot. */
  readonly notes?: StateNotes;
}
/** The spans of an execution, in the order in which they began. A Map's distributed iterations have histories of their own. */
export declare function timelineOf(events: readonly HistoryEvent[], options?: TimelineOptions): readonly TimelineSpan[];
/** How a timeline is drawn. */
interface DrawTimelineOptions {
  /** Columns of the terminal, from 40. Default 80. */
  readonly width?: number;
  /** ANSI colours. Default false. */
  readonly color?: boolean;
  /** Draws what still runs up to this instant, in milliseconds since 1970. Default: the last instant of the spans. */
  readonly nowMs?: number;
}
/**
 * A timeline for a terminal: a line for each span, its name, a bar, how long it took, and how it ended. Where the plan's
 * notes tell what states are for, a saga's way back is gathered under `compensating`, and signs stand before pivots (◆),
 * compensations (↩) and dead letters (✉). Names are cut to a third of the width. Every line ends with a newline; without spans the text is empty.
 */
export declare function drawTimeline(spans: readonly TimelineSpan[], options?: DrawTimelineOptions): string;
/**
 * A value as people may be shown it: what its JSON Schema marks `secret: true` reads `[secret]`, whatever it is. Where
 * the schema has alternatives, what is secret in any of them is secret.
 */
export declare function redact(value: Json, schema: JsonObject): Json;
export type { ApiHistoryEvent, DrawTimelineOptions, Graph, GraphEdge, GraphGroup, GraphNode, Highlight, HistoryApiOptions, MermaidOptions, SpanStatus, StateNotes, TimelineOptions, TimelineSpan };