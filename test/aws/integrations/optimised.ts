import { aws, fmt, http, resource } from "@stepwright/dsl"

import { here } from "../kit/facts.ts"
import { calling, connection, each, type Integration, item, self, service, table, within, told } from "./integration.ts"

function onItem(action: string, args: object): Integration {
  const name = `dynamodb:${action}`
  const asked = `dynamodb:${action.charAt(0).toUpperCase()}${action.slice(1)}`
  return {
    title: name,
    workflow: service(name, { TableName: resource("orders"), ...args }),
    answers: { OrdersTableName: "Orders" },
    calls: each(asked, table("Orders")),
    neighbours: [...each(asked, table("Orders-archive")), ...each(asked, `${table("Orders")}/index/by-date`)],
  }
}

/** Optimised integrations that answer at once. */
export const optimised: readonly Integration[] = [
  {
    title: "lambda:invoke of a function by name",
    workflow: calling((w) => w.run(aws.lambda.invoke({ FunctionName: "price" }))),
    calls: each("lambda:InvokeFunction", `${here("lambda")}function:price`),
    neighbours: [
      ...each("lambda:InvokeFunction", `${here("lambda")}function:price-list`),
      ...each("lambda:InvokeFunction", `${here("lambda")}function:price:3`),
    ],
  },
  {
    title: "lambda:invoke of a qualified function",
    workflow: calling((w) => w.run(aws.lambda.invoke({ FunctionName: resource("price"), Qualifier: "live" }))),
    answers: { PriceFunctionName: "Price" },
    calls: each("lambda:InvokeFunction", `${here("lambda")}function:Price:live`),
    neighbours: [
      ...each("lambda:InvokeFunction", `${here("lambda")}function:Price`),
      ...each("lambda:InvokeFunction", `${here("lambda")}function:Price:next`),
    ],
  },
  {
    title: "lambda:invoke by ARN",
    workflow: calling((w) =>
      w.run(aws.lambda.invoke({ FunctionName: "arn:aws:lambda:us-east-1:444455556666:function:theirs" })),
    ),
    calls: each("lambda:InvokeFunction", "arn:aws:lambda:us-east-1:444455556666:function:theirs"),
    neighbours: each("lambda:InvokeFunction", `${here("lambda")}function:theirs`),
  },
  onItem("getItem", { Key: item }),
  onItem("putItem", { Item: item }),
  onItem("updateItem", { Key: item, UpdateExpression: "SET a = :a" }),
  onItem("deleteItem", { Key: item }),
  {
    title: "sqs:sendMessage by a parameter",
    workflow: calling((w) => w.run(aws.sqs.sendMessage({ QueueUrl: resource("work"), MessageBody: "go" }))),
    answers: { WorkQueueUrl: "https://sqs.eu-west-1.amazonaws.com/111122223333/Work" },
    calls: each("sqs:SendMessage", `${here("sqs")}Work`),
    neighbours: [
      ...each("sqs:SendMessage", `${here("sqs")}Work-2`),
      ...each("sqs:ReceiveMessage", `${here("sqs")}Work`),
    ],
  },
  {
    title: "sqs:sendMessage by a URL",
    workflow: calling((w) =>
      w.run(
        aws.sqs.sendMessage({
          QueueUrl: "https://sqs.us-east-1.amazonaws.com/444455556666/theirs.fifo",
          MessageBody: "go",
        }),
      ),
    ),
    calls: each("sqs:SendMessage", "arn:aws:sqs:us-east-1:444455556666:theirs.fifo"),
    neighbours: each("sqs:SendMessage", `${here("sqs")}theirs.fifo`),
  },
  {
    title: "sns:publish to a topic",
    workflow: calling((w) => w.run(aws.sns.publish({ TopicArn: resource("news"), Message: "go" }))),
    answers: { NewsTopicArn: `${here("sns")}News` },
    calls: each("sns:Publish", `${here("sns")}News`),
    neighbours: [...each("sns:Publish", `${here("sns")}News-2`), ...each("sns:Publish", "+15550100")],
  },
  {
    title: "sns:publish to a telephone",
    workflow: calling((w, { name }) => w.run(aws.sns.publish({ PhoneNumber: name, Message: "go" }))),
    calls: within("sns:Publish", "+15550100"),
    neighbours: each("sns:Publish", `${here("sns")}News`),
  },
  {
    title: "events:putEvents",
    workflow: calling((w) =>
      w.run(
        aws.events.putEvents({
          Entries: [
            { Detail: {}, DetailType: "a", Source: "s" },
            { Detail: {}, DetailType: "a", Source: "s", EventBusName: "orders" },
          ],
        }),
      ),
    ),
    calls: [
      ...each("events:PutEvents", `${here("events")}event-bus/default`),
      ...each("events:PutEvents", `${here("events")}event-bus/orders`),
    ],
    neighbours: each("events:PutEvents", `${here("events")}event-bus/orders-2`),
  },
  {
    title: "states:startExecution",
    workflow: service("states:startExecution", { StateMachineArn: `${here("states")}stateMachine:child:live` }),
    calls: each("states:StartExecution", `${here("states")}stateMachine:child`),
    neighbours: [
      ...each("states:StartExecution", `${here("states")}stateMachine:child-2`),
      ...each("states:StopExecution", `${here("states")}execution:child:one`),
    ],
  },
  {
    title: "states:startExecution.sync:2",
    workflow: service("states:startExecution", { StateMachineArn: resource("child"), Input: {} }, ".sync:2"),
    answers: { ChildStateMachineArn: `${here("states")}stateMachine:child` },
    calls: [
      ...each("states:StartExecution", `${here("states")}stateMachine:child`),
      ...within("states:DescribeExecution states:StopExecution", `${here("states")}execution:child:one`),
      ...told("StepFunctionsGetEventsForStepFunctionsExecutionRule"),
    ],
    neighbours: [
      ...each("states:DescribeExecution states:StopExecution", `${here("states")}execution:child-2:one`),
      ...each("events:PutRule", `${here("events")}rule/mine`),
    ],
  },
  {
    title: "http:invoke of a constant endpoint",
    workflow: calling((w) =>
      w.run(http.request({ method: "GET", url: "https://crm.example/v1/people", connection: resource("crm") })),
    ),
    answers: { CrmConnectionArn: connection },
    calls: [
      ...each("states:InvokeHTTPEndpoint", self, {
        "states:HTTPMethod": "GET",
        "states:HTTPEndpoint": "https://crm.example/v1/people",
      }),
      ...each("events:RetrieveConnectionCredentials", connection),
      ...within(
        "secretsmanager:GetSecretValue secretsmanager:DescribeSecret",
        `${here("secretsmanager")}secret:events!connection/crm/1-a`,
      ),
    ],
    neighbours: [
      ...each("states:InvokeHTTPEndpoint", self, {
        "states:HTTPMethod": "DELETE",
        "states:HTTPEndpoint": "https://crm.example/v1/people",
      }),
      ...each("states:InvokeHTTPEndpoint", self, {
        "states:HTTPMethod": "GET",
        "states:HTTPEndpoint": "https://crm.example/v1/people/7",
      }),
      ...each("states:InvokeHTTPEndpoint", `${self}-2`, {
        "states:HTTPMethod": "GET",
        "states:HTTPEndpoint": "https://crm.example/v1/people",
      }),
      ...each("events:RetrieveConnectionCredentials", connection.replace("crm", "crm2")),
      ...each("secretsmanager:GetSecretValue", `${here("secretsmanager")}secret:events!connection/crm2/1-a`),
    ],
  },
  {
    title: "http:invoke of an endpoint whose end is known at run time",
    workflow: calling((w, { id }) =>
      w.run(http.request({ method: "POST", url: fmt`https://crm.example/v1/people/${id}`, connection, body: {} })),
    ),
    calls: [
      ...within("states:InvokeHTTPEndpoint", self, {
        "states:HTTPMethod": "POST",
        "states:HTTPEndpoint": "https://crm.example/v1/people/7",
      }),
      ...each("events:RetrieveConnectionCredentials", connection),
      ...within(
        "secretsmanager:GetSecretValue secretsmanager:DescribeSecret",
        `${here("secretsmanager")}secret:events!connection/crm/1-a`,
      ),
    ],
    neighbours: [
      ...each("states:InvokeHTTPEndpoint", self, {
        "states:HTTPMethod": "POST",
        "states:HTTPEndpoint": "https://crm.example/v1/orders/7",
      }),
      ...each("states:InvokeHTTPEndpoint", self, {
        "states:HTTPMethod": "GET",
        "states:HTTPEndpoint": "https://crm.example/v1/people/7",
      }),
      ...each("states:InvokeHTTPEndpoint", `${self}-2`, {
        "states:HTTPMethod": "POST",
        "states:HTTPEndpoint": "https://crm.example/v1/people/7",
      }),
      ...each("events:RetrieveConnectionCredentials", connection.replace("crm", "crm2")),
      ...each("secretsmanager:GetSecretValue", `${here("secretsmanager")}secret:events!connection/crm2/1-a`),
    ],
  },
]
