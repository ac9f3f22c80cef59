import type { KeyUsage } from './extensions.ts'
import { oid } from './object-identifier.ts'
import type { TolerableRule } from './tolerances.ts'

/** What a use asks of a path beyond RFC 5280 §6.1, as data. */
export interface CertificateProfile {
  readonly name: string
  /** How many certificates a path may have, the anchor not counted. */
  readonly maximumLength: number
  /** Whether the chain that is sent may hold the anchor, which the verifier has anyway. */
  readonly anchorInChain: 'ignored' | 'refused'
  /** Whether a leaf right below an anchor needs nothing of what was sent besides it. */
  readonly restOfChain?: 'ignored'
  /** Whether the leaf itself may be what the verifier trusts. */
  readonly anchorAsLeaf: 'accepted' | 'refused'
  /** Whether a leaf may have signed itself. */
  readonly selfSignedLeaf: 'accepted' | 'refused'
  readonly leaf: LeafRules
  /** What is asked of the anchor; `maximumLength` says whether there may be authorities below it, which are asked the same. */
  readonly anchor?: AnchorRules
  /** Attributes of the subject that the leaf shares with all above it, where both have them; the first must be there in all. */
  readonly sharedAttributes?: readonly string[]
  /** Whether each issuer's name, that of a revocation list too, is written byte for byte as the subject above. */
  readonly exactNames?: true
  /** Whether keys of other kinds (RSA, ML-DSA), and so their signatures, are refused. */
  readonly ellipticCurvesOnly?: true
  /** Extensions that no certificate may have for which there are rules. */
  readonly forbiddenExtensions?: readonly string[]
  readonly revocationLists?: RevocationListRules
  /** Rules that may be broken: {@link tolerating}. */
  readonly tolerates?: readonly TolerableRule[]
}

export interface LeafRules {
  /** All of these, where the certificate names any; with `exactly` they must be named, in a critical extension, and no others. */
  readonly keyUsage: readonly KeyUsage[]
  readonly exactKeyUsage?: true
  /** One of these must be named. */
  readonly extendedKeyUsage?: readonly string[]
  readonly criticalExtendedKeyUsage?: true
  /** Whether a leaf that is an authority is refused. */
  readonly notAuthority?: true
  /** Whether the leaf is an authority, of which all is asked that is asked of one above. */
  readonly authority?: true
  readonly requiredExtensions?: readonly string[]
  readonly requiredAttributes?: readonly string[]
  readonly maximumDays?: number
}

export interface AnchorRules {
  readonly keyUsage: readonly KeyUsage[]
  /** Exactly these basic constraints. */
  readonly pathLength: number
  readonly selfIssued: true
  readonly requiredExtensions?: readonly string[]
  /** Of an authority that another certified: one below the anchor. */
  readonly requiredBelow?: readonly string[]
  readonly requiredAttributes?: readonly string[]
  readonly maximumDays: number
}

/** What is asked of revocation lists, where they are asked. */
export interface RevocationListRules {
  /** Whether they have a number, and the identifier of their issuer's key. */
  readonly numberAndAuthority: true
  readonly maximumDays: number
}

/** ISO/IEC 18013-5 Annex B: what no certificate of an mdoc has. */
const forbiddenInMdoc: readonly string[] = [
  oid.policyMappings,
  oid.nameConstraints,
  oid.policyConstraints,
  oid.inhibitAnyPolicy,
  oid.freshestCrl,
]

/** ISO/IEC 18013-5 B.1.1: of its own, and of ISO/IEC 23220-4 for documents of any type. */
const documentSigning = ['1.0.18013.5.1.2', '1.0.23220.4.1.2']
const readerAuthentication = ['1.0.18013.5.1.6', '1.0.23220.4.1.6']
/** ISO/IEC 18013-5 B.2 */
const issuingAuthorityLists: RevocationListRules = { numberAndAuthority: true, maximumDays: 90 }
/** What certificates below an authority have; B.1.5 leaves the contact to readers. */
const requiredInReader = [oid.authorityKeyIdentifier, oid.subjectKeyIdentifier, oid.crlDistributionPoints]
const requiredInMdoc = [...requiredInReader, oid.issuerAltName]
/** ISO/IEC 18013-5 B.1.2, and B.1.3 for an authority's new key that its old one certified. Twenty years have 7,305 days. */
const issuingAuthority: AnchorRules = {
  keyUsage: ['keyCertSign', 'cRLSign'],
  pathLength: 0,
  selfIssued: true,
  requiredExtensions: [oid.subjectKeyIdentifier, oid.issuerAltName],
  requiredBelow: requiredInMdoc,
  requiredAttributes: [oid.commonName],
  maximumDays: 7_305,
}
/** Token Status List, section "Extended Key Usage Extension": id-kp-oauthStatusSigning. */
const statusSigning = '1.3.6.1.5.5.7.3.30'

export type CertificateProfileName =
  | 'generic'
  | 'haip'
  | 'iso-mdoc-document-signer'
  | 'iso-mdoc-iaca'
  | 'iso-mdoc-reader'
  | 'eaa-provider'
  | 'status-signer'

const rows: Record<CertificateProfileName, CertificateProfile> = {
  /** RFC 5280 alone. */
  generic: {
    name: 'generic',
    maximumLength: 10,
    anchorInChain: 'ignored',
    anchorAsLeaf: 'accepted',
    selfSignedLeaf: 'accepted',
    leaf: { keyUsage: ['digitalSignature'] },
  },
  /** HAIP 1.0 §6.1.1: the leaf is not self-signed, and the anchor is not in `x5c`. */
  haip: {
    name: 'haip',
    maximumLength: 10,
    anchorInChain: 'refused',
    anchorAsLeaf: 'refused',
    selfSignedLeaf: 'refused',
    leaf: { keyUsage: ['digitalSignature'] },
  },
  /** ISO/IEC 18013-5 B.1.4: who signs documents. With `maximumLength: 2` also under an authority's new key (B.1.3). */
  'iso-mdoc-document-signer': {
    name: 'iso-mdoc-document-signer',
    maximumLength: 1,
    anchorInChain: 'ignored',
    // B.1.1, note 1: whoever has the authority need not read beyond the first.
    restOfChain: 'ignored',
    anchorAsLeaf: 'refused',
    selfSignedLeaf: 'refused',
    leaf: {
      keyUsage: ['digitalSignature'],
      exactKeyUsage: true,
      extendedKeyUsage: documentSigning,
      criticalExtendedKeyUsage: true,
      notAuthority: true,
      requiredExtensions: requiredInMdoc,
      requiredAttributes: [oid.commonName],
      maximumDays: 457,
    },
    anchor: issuingAuthority,
    revocationLists: issuingAuthorityLists,
    sharedAttributes: [oid.countryName, oid.stateOrProvinceName],
    exactNames: true,
    ellipticCurvesOnly: true,
    forbiddenExtensions: forbiddenInMdoc,
  },
  /** ISO/IEC 18013-5 B.1.2, B.1.3: the authority itself, as it is pinned, or its new key below the one that is pinned. */
  'iso-mdoc-iaca': {
    name: 'iso-mdoc-iaca',
    maximumLength: 1,
    anchorInChain: 'ignored',
    anchorAsLeaf: 'accepted',
    selfSignedLeaf: 'accepted',
    leaf: { keyUsage: ['keyCertSign', 'cRLSign'], exactKeyUsage: true, authority: true },
    anchor: issuingAuthority,
    revocationLists: issuingAuthorityLists,
    sharedAttributes: [oid.countryName, oid.stateOrProvinceName],
    exactNames: true,
    ellipticCurvesOnly: true,
    forbiddenExtensions: forbiddenInMdoc,
  },
  /** ISO/IEC 18013-5 B.1.5: who asks for documents. Of the authorities above readers the standard says nothing. */
  'iso-mdoc-reader': {
    name: 'iso-mdoc-reader',
    maximumLength: 5,
    anchorInChain: 'ignored',
    anchorAsLeaf: 'refused',
    selfSignedLeaf: 'refused',
    leaf: {
      keyUsage: ['digitalSignature'],
      exactKeyUsage: true,
      extendedKeyUsage: readerAuthentication,
      criticalExtendedKeyUsage: true,
      notAuthority: true,
      requiredExtensions: requiredInReader,
      requiredAttributes: [oid.commonName],
      maximumDays: 1_187,
    },
    exactNames: true,
    ellipticCurvesOnly: true,
    forbiddenExtensions: forbiddenInMdoc,
  },
  /** ETSI TS 119 412-6: who seals attestations. */
  'eaa-provider': {
    name: 'eaa-provider',
    maximumLength: 10,
    anchorInChain: 'ignored',
    anchorAsLeaf: 'accepted',
    selfSignedLeaf: 'refused',
    leaf: {
      keyUsage: ['digitalSignature'],
      exactKeyUsage: true,
      requiredExtensions: [oid.subjectKeyIdentifier, oid.certificatePolicies],
    },
  },
  /** Token Status List: who signs lists for others. */
  'status-signer': {
    name: 'status-signer',
    maximumLength: 10,
    anchorInChain: 'ignored',
    anchorAsLeaf: 'accepted',
    selfSignedLeaf: 'accepted',
    leaf: { keyUsage: ['digitalSignature'], extendedKeyUsage: [statusSigning] },
  },
}

/** The profiles by name; a caller may also write one of its own. */
export const certificateProfiles: Readonly<Record<CertificateProfileName, CertificateProfile>> =
  /* @__PURE__ */ Object.freeze(
    /* @__PURE__ */ Object.fromEntries(
      /* @__PURE__ */ Object.entries(rows).map(([name, profile]) => [name, Object.freeze(profile)]),
    ) as typeof rows,
  )
