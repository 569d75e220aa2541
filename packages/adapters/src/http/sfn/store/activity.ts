/** What is stored of an activity. Times in milliseconds. */
export interface StoredActivity {
  readonly name: string
  readonly createdAt: number
  readonly tags: Readonly<Record<string, string>>
}
