/** What a kind of list is called and what its services and statuses are called: names of the standard, or of a scheme. */
export interface TrustListScheme {
  /** LoTEType. */
  readonly type: string
  /** ServiceTypeIdentifier by what is asked for. */
  readonly services: {
    readonly credential: readonly string[]
    readonly status: readonly string[]
  }
  /** ServiceStatus values that mean that a service holds; empty for a list whose services carry no status. */
  readonly granted: readonly string[]
}

const etsi = 'http://uri.etsi.org/19602'

function scheme(type: string, service: string, granted: readonly string[] = []): TrustListScheme {
  return Object.freeze({
    type: `${etsi}/LoTEType/${type}`,
    services: Object.freeze({
      credential: Object.freeze([`${etsi}/SvcType/${service}/Issuance`]),
      status: Object.freeze([`${etsi}/SvcType/${service}/Revocation`]),
    }),
    granted: Object.freeze([...granted]),
  })
}

/** The lists of the EU (TS 119 602 annexes D to H), by what their entities provide. */
export const euLists: Readonly<Record<'pid' | 'wallet' | 'wrpac' | 'wrprc' | 'pubEaa', TrustListScheme>> =
  /* @__PURE__ */ Object.freeze({
    pid: scheme('EUPIDProvidersList', 'PID'),
    wallet: scheme('EUWalletProvidersList', 'WalletSolution'),
    wrpac: scheme('EUWRPACProvidersList', 'WRPAC'),
    wrprc: scheme('EUWRPRCProvidersList', 'WRPRC'),
    pubEaa: scheme('EUPubEAAProvidersList', 'PubEAA', [`${etsi}/PubEAAProvidersList/SvcStatus/notified`]),
  })

/** ServiceStatus values of a list of degree-awarding institutions. */
export const degreeServiceStatuses: Readonly<Record<'granted' | 'withdrawn', string>> = /* @__PURE__ */ Object.freeze({
  granted: 'urn:hashikake:lote:service-status:granted',
  withdrawn: 'urn:hashikake:lote:service-status:withdrawn',
})

/**
 * A list of degree-awarding institutions in the same shape, with awarding powers and school codes in its extensions. No
 * authority publishes one yet: these names are this project's own, for trials.
 */
export const degreeAwardingInstitutions: TrustListScheme = /* @__PURE__ */ Object.freeze({
  type: 'urn:hashikake:lote:type:degree-awarding-institutions',
  services: Object.freeze({
    credential: Object.freeze(['urn:hashikake:lote:service:degree-issuance']),
    status: Object.freeze(['urn:hashikake:lote:service:degree-status']),
  }),
  granted: Object.freeze([degreeServiceStatuses.granted]),
})
