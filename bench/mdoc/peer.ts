import type { Cryptography } from './contexts.ts'
import { days, elements } from './credential.ts'

/** A peer, doing with the bench's mdoc what the library does with it. */
export interface Peer {
  issue(): Promise<Uint8Array>
  /** @param issued - as the peer itself issued it */
  present(issued: Uint8Array): Promise<Uint8Array>
  verify(presentation: Uint8Array): Promise<unknown>
}

export const validity = (): { readonly signed: Date; readonly validFrom: Date; readonly validUntil: Date } => {
  // Whole seconds: ISO/IEC 18013-5 has no others.
  const signed = new Date(Math.floor(Date.now() / 1000) * 1000)
  return { signed, validFrom: signed, validUntil: new Date(signed.getTime() + 300 * 86_400_000) }
}

/** @param members - the elements, their days as the peer has them */
export function elementsWith(toDay: (day: string) => unknown, members: object = elements): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(members).map(([name, value]) => [name, days.some((one) => one === name) ? toDay(value) : value]),
  )
}

export function namesOf(using: Cryptography, certificate: Uint8Array, field: string): readonly string[] {
  const { countries, states } = using.describe(certificate)
  return field === 'C' ? countries : field === 'ST' ? states : []
}

export function unused(): never {
  throw new Error('The bench has no MACs')
}
