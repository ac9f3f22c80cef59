import type { Figure } from './figure.ts'

/** What a part says while it runs. */
export interface Report {
  figure(figure: Figure): void
  note(text: string): void
  progress(text: string): void
}
