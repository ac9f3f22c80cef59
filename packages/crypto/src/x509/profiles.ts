import type { KeyUsage } from './extensions.ts'
import { oid } from './object-identifier.ts'

/** What a use asks of a path beyond RFC 5280 §6.1, as data. */
export interface CertificateProfile {
  readonly name: string
  /** How many certificates a path may have, the anchor not counted. */
  readonly maximumLength: number
  /** Whether the chain that is sent may hold the anchor, which the verifier has anyway. */
  readonly anchorInChain: 'ignored' | 'refused'
  /** Whether the leaf itself may be what the verifier trusts. */
  readonly anchorAsLeaf: 'accepted' | 'refused'
  /** Whether a leaf may have signed itself. */
  readonly selfSignedLeaf: 'accepted' | 'refused'
  readonly leaf: LeafRules
  readonly anchor?: AnchorRules
  /** Attributes of the subject that leaf and anchor share, where the anchor has them; the first must be there in both. */
  readonly sharedAttributes?: readonly string[]
  /** Whether a leaf whose keys are of RSA, or its signature, is refused. */
  readonly ellipticCurvesOnly?: true
  /** Extensions that nobody may have. */
  readonly forbiddenExtensions?: readonly string[]
}

export interface LeafRules {
  /** All of these, where the certificate names any; with `exactly` they must be named, in a critical extension, and no others. */
  readonly keyUsage: readonly KeyUsage[]
  readonly exactKeyUsage?: true
  /** One of these must be named. */
  readonly extendedKeyUsage?: readonly string[]
  readonly criticalExtendedKeyUsage?: true
  readonly requiredExtensions?: readonly string[]
  readonly maximumDays?: number
}

export interface AnchorRules {
  readonly keyUsage: readonly KeyUsage[]
  /** Exactly these basic constraints. */
  readonly pathLength: number
  readonly selfIssued: true
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

const documentSigner = '1.0.18013.5.1.2'
const documentSignerPhotoId = '1.0.23220.4.1.2'
/** Token Status List, section "Extended Key Usage Extension": id-kp-oauthStatusSigning. */
const statusSigning = '1.3.6.1.5.5.7.3.30'

export type CertificateProfileName =
  | 'generic'
  | 'haip'
  | 'iso-mdoc-document-signer'
  | 'iso-mdoc-iaca'
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
  /** ISO/IEC 18013-5 Annex B, table "mdoc document signer certificate". */
  'iso-mdoc-document-signer': {
    name: 'iso-mdoc-document-signer',
    maximumLength: 1,
    anchorInChain: 'ignored',
    anchorAsLeaf: 'refused',
    selfSignedLeaf: 'refused',
    leaf: {
      keyUsage: ['digitalSignature'],
      exactKeyUsage: true,
      extendedKeyUsage: [documentSigner, documentSignerPhotoId],
      criticalExtendedKeyUsage: true,
      requiredExtensions: [
        oid.authorityKeyIdentifier,
        oid.subjectKeyIdentifier,
        oid.issuerAltName,
        oid.crlDistributionPoints,
      ],
      maximumDays: 457,
    },
    anchor: { keyUsage: ['keyCertSign', 'cRLSign'], pathLength: 0, selfIssued: true, maximumDays: 20 * 366 },
    sharedAttributes: [oid.countryName, oid.stateOrProvinceName],
    ellipticCurvesOnly: true,
    forbiddenExtensions: forbiddenInMdoc,
  },
  /** ISO/IEC 18013-5 Annex B: the authority itself, as it is pinned. */
  'iso-mdoc-iaca': {
    name: 'iso-mdoc-iaca',
    maximumLength: 1,
    anchorInChain: 'ignored',
    anchorAsLeaf: 'accepted',
    selfSignedLeaf: 'accepted',
    leaf: { keyUsage: ['keyCertSign', 'cRLSign'], exactKeyUsage: true, requiredExtensions: [oid.subjectKeyIdentifier] },
    anchor: { keyUsage: ['keyCertSign', 'cRLSign'], pathLength: 0, selfIssued: true, maximumDays: 20 * 366 },
    sharedAttributes: [oid.countryName],
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
