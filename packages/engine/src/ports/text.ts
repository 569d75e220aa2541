/**
 * A text for a backend to keep: a string, or what writes itself as one when it is asked (`String(text)`), the same each
 * time. A backend that keeps it in this process may leave it unwritten until somebody reads it.
 */
export type Text = string | { toString(): string }
