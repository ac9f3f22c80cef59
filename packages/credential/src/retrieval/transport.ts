/** One request, to one host, without redirects. */
export interface TransportRequest {
  /** In the spelling of the URL standard, without its fragment. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /**
   * To be called with each address that the host's name leads to, before anything is sent; the connection goes to one of those.
   *
   * @throws {Refusal} which ends the request
   */
  readonly checkAddress: (address: string) => void
  readonly signal: AbortSignal
}

export interface TransportResponse {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Undefined where there is none. */
  readonly body: AsyncIterable<Uint8Array> | undefined
  /** Ends the connection, whatever is still to come. */
  close(): void
}

/** How bytes come from a host. Every rule about what may be asked and taken is the guard's. */
export interface Transport {
  /** @throws whatever went wrong; it is told as a host that could not be reached */
  request(request: TransportRequest): Promise<TransportResponse>
}
