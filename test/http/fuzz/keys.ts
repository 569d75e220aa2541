/** What the server under fuzz is asked with. */
export const accessKeyId = "AKIDFUZZ"
export const secretAccessKey = "a secret that no answer may show"
export const token = "a-token-that-no-answer-may-show-either"
export const region = "us-east-1"
export const account = "123456789012"
