/**
 * An object identifier's content as dotted numbers (X.690 §8.19).
 *
 * @throws {RangeError} for one that is cut off, padded, or has an arc beyond 2^32
 */
export function readObjectIdentifier(content: Uint8Array): string {
  let text = ''
  let arc = 0
  let isBetween = true
  for (let i = 0; i < content.length; i++) {
    const byte = content[i] as number
    if (isBetween && byte === 0x80) throw new RangeError('Not DER: a padded arc')
    arc = arc * 128 + (byte & 0x7f)
    if (arc > 0xffffffff) throw new RangeError('An arc beyond 2^32')
    isBetween = byte < 0x80
    if (!isBetween) continue
    // The first two arcs are one number.
    const root = Math.min(Math.floor(arc / 40), 2)
    text = text === '' ? `${root}.${arc - root * 40}` : `${text}.${arc}`
    arc = 0
  }
  if (text === '' || !isBetween) throw new RangeError('Not DER: an identifier that is cut off')
  return text
}

/** Identifiers of RFC 5280, RFC 5480, RFC 8017 and RFC 8410 that certificates are read by. */
export const oid = {
  commonName: '2.5.4.3',
  countryName: '2.5.4.6',
  stateOrProvinceName: '2.5.4.8',
  organizationName: '2.5.4.10',
  organizationIdentifier: '2.5.4.97',
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  issuerAltName: '2.5.29.18',
  basicConstraints: '2.5.29.19',
  crlNumber: '2.5.29.20',
  reasonCode: '2.5.29.21',
  invalidityDate: '2.5.29.24',
  deltaCrlIndicator: '2.5.29.27',
  issuingDistributionPoint: '2.5.29.28',
  nameConstraints: '2.5.29.30',
  crlDistributionPoints: '2.5.29.31',
  certificatePolicies: '2.5.29.32',
  policyMappings: '2.5.29.33',
  authorityKeyIdentifier: '2.5.29.35',
  policyConstraints: '2.5.29.36',
  extendedKeyUsage: '2.5.29.37',
  freshestCrl: '2.5.29.46',
  inhibitAnyPolicy: '2.5.29.54',
} as const
