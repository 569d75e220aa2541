import { describe, expect, it } from "vitest"

import { keyRing } from "./key-ring.ts"

const secretAccessKey = "0123456789abcdef"
const token = "0123456789abcdef0123456789abcdef"

describe("a ring of keys", () => {
  it("knows several keys and tokens of a user at once, whose secrets stand in it or in the environment", () => {
    const ring = keyRing(
      {
        keys: [
          { user: "app", accessKeyId: "AKIDOLD", secretAccessKey },
          { user: "app", accessKeyId: "AKIDNEW", secretAccessKey: { env: "APP_SECRET" } },
          { accessKeyId: "AKIDLONE", secretAccessKey },
          { user: "browser", token },
        ],
      },
      { APP_SECRET: "fedcba9876543210" },
    )
    expect(["AKIDOLD", "AKIDNEW", "AKIDLONE", "AKIDGONE"].map((id) => ring.keyOf(id)?.user)).toEqual([
      "app",
      "app",
      "AKIDLONE",
      undefined,
    ])
    expect([ring.userOf(token), ring.userOf(token.slice(1)), ring.userOf("")]).toEqual([
      "browser",
      undefined,
      undefined,
    ])
  })

  it("is refused with all that is wrong in it, and tells no secret", () => {
    const told = problemOf({
      keys: [
        { accessKeyId: "no id", secretAccessKey: "too-short" },
        { user: "a/b", token: "a token of words that is long enough, too" },
        { accessKeyId: "AKIDAPP", secretAccessKey, sessionToken: 7 },
      ],
    })
    expect(told).toMatch(
      /keys\[0\]\.accessKeyId: .*keys\[0\]\.secretAccessKey: .*keys\[1\]\.user: .*keys\[1\]\.token: /,
    )
    expect(told).toMatch(/keys\[2\]\.sessionToken: /)
    expect(told).not.toMatch(/too-short|a token of words/)
  })

  it("is refused where a variable is not set, and where an id is named twice", () => {
    const told = problemOf({
      keys: [
        { accessKeyId: "AKIDAPP", secretAccessKey: { env: "APP_SECRET" } },
        { accessKeyId: "AKIDAPP", secretAccessKey },
      ],
    })
    expect(told).toContain(
      "keys[0].secretAccessKey: the variable APP_SECRET does not hold at least 16 printable characters.",
    )
    expect(told).toContain("keys[1]: AKIDAPP is named twice.")
  })

  it.each([[{ keys: [] }], [{}], [[]], ["AKID"], [null]])("is not %j", (value) => {
    expect(problemOf(value)).toContain("The keys cannot be used.")
  })
})

function problemOf(value: unknown): string {
  try {
    keyRing(value, {})
  } catch (error) {
    expect(error).toMatchObject({ code: "KEYS_INVALID" })
    return error instanceof Error ? error.message : ""
  }
  return "it was taken"
}
