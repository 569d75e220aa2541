import { execFile } from "node:child_process"
import { devNull } from "node:os"
import { promisify } from "node:util"

import * as sfn from "@aws-sdk/client-sfn"
import { beforeAll, expect, it } from "vitest"

import { awsCliEnvironment } from "../kit/aws-cli.ts"
import type { Open } from "./backends.ts"
import { fails, home, until } from "./expecting.ts"
import { callback, roleArn } from "./machines.ts"
import { shop } from "./shop.ts"

const run = promisify(execFile)

/** What people do with a state machine, by the AWS CLI: each line is a process of its own. */
export function cliSession(open: Open): void {
  let cli: Readonly<Record<string, string>> = {}
  // It may have to be installed first.
  beforeAll(async () => {
    cli = await awsCliEnvironment()
  }, 900_000)

  it("the AWS CLI creates, starts, redrives, answers, looks, validates and deletes", { timeout: 300_000 }, async () => {
    const tokens: string[] = []
    await using api = await shop(open, {
      "sqs:sendMessage": (input) => void tokens.push((input as { readonly MessageBody: string }).MessageBody),
    })
    const env = {
      ...process.env,
      ...cli,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_CONFIG_FILE: devNull,
      AWS_SHARED_CREDENTIALS_FILE: devNull,
      AWS_PAGER: "",
      NO_PROXY: "127.0.0.1",
    }
    /** Answers what it printed as JSON; nothing where it printed nothing. */
    const aws = async (...args: readonly string[]): Promise<Readonly<Record<string, unknown>>> => {
      const place = ["--endpoint-url", api.endpoint, "--region", "us-east-1", "--output", "json"]
      const { stdout } = await run("aws", ["stepfunctions", ...args, ...place], { env })
      return stdout === "" ? {} : (JSON.parse(stdout) as Readonly<Record<string, unknown>>) // of these calls an object
    }
    const token = async (): Promise<string> =>
      await until(
        () => Promise.resolve(tokens.shift() ?? ""),
        (found) => found !== "",
      )
    const machine = `${home}:stateMachine:orders`
    const of = ["--state-machine-arn", machine]

    const made = ["--definition", callback, "--role-arn", roleArn, "--publish", "--tags", "key=team,value=blue"]
    expect(await aws("create-state-machine", "--name", "orders", ...made)).toMatchObject({
      stateMachineArn: machine,
      stateMachineVersionArn: `${machine}:1`,
    })

    const executionArn = `${home}:execution:orders:one`
    const ofIt = ["--execution-arn", executionArn]
    expect(await aws("start-execution", ...of, "--name", "one", "--input", '{"a":1}')).toMatchObject({ executionArn })
    await api.client.send(new sfn.SendTaskFailureCommand({ taskToken: await token(), error: "No" }))
    expect(await api.ended(executionArn)).toMatchObject({ status: "FAILED" })
    // As a word of its own a token that begins with a dash would be taken for an option.
    expect(await aws("redrive-execution", ...ofIt)).toHaveProperty("redriveDate")
    expect(await aws("send-task-success", `--task-token=${await token()}`, "--task-output", '{"b":2}')).toEqual({})
    await api.ended(executionArn)
    expect(await aws("describe-execution", ...ofIt)).toMatchObject({
      status: "SUCCEEDED",
      input: '{"a":1}',
      output: '{"b":2}',
      redriveCount: 1,
    })
    const { events } = await aws("get-execution-history", ...ofIt)
    const types = (events as readonly { readonly type: string }[]).map(({ type }) => type)
    expect(types).toEqual([
      "ExecutionStarted",
      "TaskStateEntered",
      "TaskScheduled",
      "TaskStarted",
      "TaskSubmitted",
      "TaskFailed",
      "ExecutionFailed",
      "ExecutionRedriven",
      "TaskScheduled",
      "TaskStarted",
      "TaskSubmitted",
      "TaskSucceeded",
      "TaskStateExited",
      "ExecutionSucceeded",
    ])

    const { tags } = await aws("list-tags-for-resource", "--resource-arn", machine)
    expect(tags).toEqual([{ key: "team", value: "blue" }])
    const { stateMachineVersions } = await aws("list-state-machine-versions", ...of)
    expect(stateMachineVersions).toMatchObject([{ stateMachineVersionArn: `${machine}:1` }])
    expect(await aws("validate-state-machine-definition", "--definition", '{"StartAt":"B","States":{}}')).toMatchObject(
      {
        result: "FAIL",
      },
    )
    expect(await aws("delete-state-machine", ...of)).toEqual({})
    const gone = api.client.send(new sfn.DescribeStateMachineCommand({ stateMachineArn: machine }))
    await fails(gone, sfn.StateMachineDoesNotExist)
  })
}
