/** Where resources say that they are: what their ARNs begin with, before what kind they are. */
type Home = `arn:aws:states:${string}:${string}`;
/** An execution's name, from its id: the ARN's part before the start's where each start has one. */
declare function executionNameOf(id: string): string;
export { executionNameOf as n, Home as t };