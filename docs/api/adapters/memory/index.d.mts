import { Backend } from "@stepwright/engine";
/**
 * A backend that lives in this process and ends with it: for tests, and for work that may be lost. It keeps every
 * promise of a backend but durability.
 */
export declare function memory(): Backend;