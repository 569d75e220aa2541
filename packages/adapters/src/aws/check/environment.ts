// Words that a secret's name ends with.
const secretWords = /(?:^|_)(?:PASSWORD|PASSWD|PASSPHRASE|PWD|SECRET|SECRETS|TOKEN|CREDENTIAL|CREDENTIALS|KEY)$/
const openKeys = /(?:^|_)(?:PUBLIC|PARTITION|SORT|PRIMARY|FOREIGN)_KEY$/

/** What secrets look like, whatever they are called. */
const secretShapes: readonly (readonly [what: string, shape: RegExp])[] = [
  ["an access key of AWS", /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/],
  ["a private key", /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ["a JSON web token", /\beyJ[\w-]{5,}\.eyJ[\w-]{5,}\.[\w-]*/],
  ["a URL with a password", /:\/\/[^/\s:@]*:[^/\s@]+@/],
  ["a token of GitHub", /\b(?:gh[pousr]_\w{36,}|github_pat_\w{22,})/],
  ["a token of Slack", /\bxox[abprs]-[\w-]{10,}/],
  ["a live key of a payment service", /\b[rs]k_live_\w{16,}/],
]

/** Why a variable of an environment looks like a secret; undefined where it does not. Never tells the value. */
export function secretIn(name: string, value: string): string | undefined {
  // CloudFormation fills these in; what they say is not in the template.
  const written = value.replaceAll(/\{\{resolve:(?:secretsmanager|ssm):[^}]+\}\}/g, "")
  if (written === "") return undefined
  const shape = secretShapes.find(([, pattern]) => pattern.test(written))
  if (shape !== undefined) return `holds what looks like ${shape[0]}`
  const upper = name.replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2").toUpperCase()
  return secretWords.test(upper) && !openKeys.test(upper)
    ? "is named like a secret, and its value stands in the template"
    : undefined
}
