/** What the server under fuzz has before it is asked, each with an execution that is called `run`. */
export const machines: Readonly<Record<string, object>> = {
  passes: { StartAt: "A", States: { A: { Type: "Pass", End: true } } },
  waits: { StartAt: "A", States: { A: { Type: "Wait", Seconds: 1, End: true } } },
  fails: { StartAt: "A", States: { A: { Type: "Fail", Error: "E", Cause: "C" } } },
  adds: {
    QueryLanguage: "JSONata",
    StartAt: "A",
    States: { A: { Type: "Pass", Output: "{% $states.input.x + 1 %}", End: true } },
  },
}
