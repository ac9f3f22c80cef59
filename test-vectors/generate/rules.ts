import { mdocRules } from './mdoc/rules.ts'
import { statusRules } from './status/rules.ts'
import type { Suite } from './suite.ts'
import { trustRules } from './trust/rules.ts'
import { vcRules } from './vc/rules.ts'
import { pathRules } from './x509/rules.ts'

/** `must`: the standard says so. `policy`: the verifier decides. `hardening`: our choice, beyond the standard. */
export type Kind = 'must' | 'policy' | 'hardening'

export interface Rule {
  readonly id: string
  readonly clause: string
  readonly kind: Kind
  readonly operations: readonly string[]
  readonly rule: string
  /** Rules whose cases are cases of this one too. */
  readonly see?: readonly string[]
}

const verify = ['verify']
const read = ['verify', 'receive']
const issue = ['issue']
const present = ['present']

const rule = (
  id: string,
  clause: string,
  kind: Kind,
  operations: readonly string[],
  text: string,
  see?: readonly string[],
): Rule => ({
  id,
  clause,
  kind,
  operations,
  rule: text,
  ...(see === undefined ? {} : { see }),
})

const sdJwtRules: readonly Rule[] = [
  rule(
    'R1',
    'RFC 9901 §4',
    'must',
    read,
    'An SD-JWT is a JWT, a tilde after it and after each Disclosure; a bare JWT is none.',
  ),
  rule(
    'R2',
    'RFC 9901 §4, §7.2',
    'must',
    ['verify', 'receive', 'present'],
    'Where an SD-JWT is expected, one with a Key Binding JWT is refused; a holder never takes one from its issuer.',
  ),
  rule('R3', 'RFC 9901 §4', 'must', verify, 'Where key binding is expected, the last component is a Key Binding JWT.'),
  rule(
    'R4',
    'RFC 9901 §4, RFC 4648 §3.5',
    'must',
    read,
    'Every part is base64url: no padding, no white space, no empty Disclosure, one spelling for one value.',
  ),
  rule(
    'R5',
    'RFC 7515 §4, §7.1',
    'must',
    read,
    'The issuer’s JWT has three parts; header and payload are JSON objects in UTF-8, no name twice.',
  ),
  rule(
    'R6',
    'RFC 9901 §7.1-2a',
    'must',
    read,
    'The algorithm is named, is on the verifier’s list, is asymmetric, and is the key’s; it is never none.',
  ),
  rule(
    'R7',
    'RFC 9901 §7.1-2b, RFC 7515 §4.1.11',
    'must',
    read,
    'The issuer’s signature holds; a critical extension that is not understood is refused, b64 false too.',
  ),
  rule(
    'R8',
    'RFC 9901 §7.1-2c',
    'must',
    read,
    'The key belongs to the issuer that the credential names, and that issuer is trusted.',
  ),
  rule('R9', 'RFC 9901 §7.1-2d', 'must', read, 'The hash in _sd_alg is known and secure; sha-256 where none is named.'),
  rule('R10', 'RFC 9901 §4.1.1', 'must', read, '_sd_alg stands at the top level of the payload and nowhere else.'),
  rule(
    'R11',
    'RFC 9901 §4.1-7',
    'must',
    read,
    '_sd and the ellipsis serve digests alone: an array of strings, and one string alone in its object.',
  ),
  rule('R12', 'RFC 9901 §4.2', 'must', read, 'A Disclosure is a JSON array of two or three elements, in UTF-8.'),
  rule('R13', 'RFC 9901 §4.2.1, §4.2.2', 'must', read, 'Salt and name of a Disclosure are strings.'),
  rule('R14', 'RFC 9901 §7.1-3c.ii.1', 'must', read, 'A digest in _sd stands for a Disclosure of three elements.'),
  rule('R15', 'RFC 9901 §7.1-3c.ii.2', 'must', read, 'A disclosed claim is named neither _sd nor with an ellipsis.'),
  rule(
    'R16',
    'RFC 9901 §7.1-3c.ii.3',
    'must',
    read,
    'A disclosed claim never takes a name that stands at its level already.',
  ),
  rule('R17', 'RFC 9901 §7.1-3c.iii.1', 'must', read, 'A digest in an array stands for a Disclosure of two elements.'),
  rule(
    'R18',
    'RFC 9901 §7.1-4',
    'must',
    read,
    'No digest occurs twice, wherever: payload, arrays, disclosed values, decoys.',
  ),
  rule('R19', 'RFC 9901 §7.1-5', 'must', read, 'Every Disclosure that is sent is referenced, and is sent once.'),
  rule(
    'R20',
    'RFC 9901 §4.2.3',
    'must',
    read,
    'A digest is taken over the characters of the Disclosure as sent and is base64url of the hash’s length.',
  ),
  rule(
    'R21',
    'RFC 9901 §7.1',
    'must',
    read,
    'The result is exactly the Processed SD-JWT Payload: what is disclosed in its place, nothing of the digests left.',
  ),
  rule(
    'R22',
    'the limits of a verifier',
    'hardening',
    read,
    'Depth, number and size are bounded, and a bound gives a code; odd names are own members.',
  ),
  rule(
    'R23',
    'RFC 9901 §7.1-6',
    'must',
    read,
    'exp, nbf and aud hold on the processed payload, also where they were disclosed.',
  ),
  rule('R24', 'RFC 7519 §2, §4.1', 'must', read, 'Times are NumericDates, audiences are strings.'),
  rule(
    'R25',
    'RFC 9901 §7.1-6, §9.7',
    'policy',
    verify,
    'A claim that the policy requires is there, whoever could have withheld it.',
  ),
  rule(
    'R26',
    'RFC 9901 §7.3-1, §7.3-2',
    'must',
    verify,
    'Whether key binding is required is the verifier’s word; required and absent is refused.',
  ),
  rule(
    'R27',
    'RFC 9901 §7.3-5a',
    'must',
    ['verify', 'present'],
    'The holder’s key comes by value from cnf in the signed payload, and is a usable key.',
  ),
  rule(
    'R28',
    'RFC 9901 §7.3-5b',
    'must',
    verify,
    'The algorithm of the Key Binding JWT is on the list and is the key’s.',
  ),
  rule('R29', 'RFC 9901 §7.3-5c', 'must', ['verify', 'present'], 'The Key Binding JWT is signed by the holder’s key.'),
  rule('R30', 'RFC 9901 §7.3-5d', 'must', verify, 'The typ of the Key Binding JWT is kb+jwt.'),
  rule('R31', 'RFC 9901 §7.3-5e', 'must', verify, 'Its iat is a time within the verifier’s window.'),
  rule('R32', 'RFC 9901 §7.3-5f', 'must', verify, 'Its nonce and aud are strings and those of the challenge.'),
  rule(
    'R33',
    'RFC 9901 §4.3.1, §7.3-5g',
    'must',
    ['verify', 'present'],
    'Its sd_hash is over exactly what is presented, by the credential’s hash.',
  ),
  rule('R34', 'RFC 9901 §7.3-5h', 'must', verify, 'The Key Binding JWT is a valid JWT in all other respects.'),
  rule(
    'R35',
    'RFC 9901 §7.3-5',
    'must',
    verify,
    'A Key Binding JWT fits one presentation, and its nonce is used once.',
  ),
  rule(
    'R36',
    'RFC 9901 §8.1',
    'must',
    ['verify', 'present'],
    'In JSON, the Key Binding JWT is kb_jwt in the unprotected header; expected and absent is refused.',
  ),
  rule('R37', 'RFC 9901 §8.3', 'must', read, 'disclosures and kb_jwt stand in the first signature’s header alone.'),
  rule(
    'R38',
    'RFC 7515 §7.2, RFC 9901 §8.1',
    'must',
    read,
    'The JSON serialisation has its members once, of their types, in one of its two forms, no parameter in both headers.',
  ),
  rule(
    'R39',
    'RFC 7515 §5.2, RFC 9901 §8.1',
    'policy',
    verify,
    'So many of several signatures hold as the verifier demands; sd_hash is over the first.',
  ),
  rule('R40', 'RFC 9901 §8', 'must', read, 'The rules 6 to 35 hold alike in JSON.'),
  rule('R41', 'RFC 9901 §4.1', 'must', issue, 'An issuer writes no claim with a reserved name.'),
  rule('R42', 'RFC 9901 §9.3', 'must', issue, 'Salts are fresh, of 128 bits or more.'),
  rule('R43', 'RFC 9901 §4.1', 'must', issue, 'An issuer writes no digest twice.'),
  rule(
    'R44',
    'RFC 9901 §9.1',
    'must',
    issue,
    'An issuer signs with an asymmetric algorithm that fits its key, never with none.',
  ),
  rule('R45', 'RFC 9901 §9.4', 'hardening', issue, 'The hash is as strong as the signature.'),
  rule(
    'R46',
    'RFC 9901 §4.2.4',
    'must',
    issue,
    'What is marked is concealed and nothing else; the order of digests and decoys tells nothing.',
  ),
  rule('R47', 'RFC 9901 §7.2', 'must', present, 'A holder sends only Disclosures that were issued, each once.'),
  rule('R48', 'RFC 9901 §7.2', 'must', present, 'With a Disclosure go those in which it lies.'),
  rule('R49', 'RFC 9901 §7.2', 'must', present, 'Nothing that was not selected is sent.'),
]

const sdJwtVcRules: readonly Rule[] = [
  rule('V1', 'SD-JWT VC §2.2.1', 'must', read, 'typ is dc+sd-jwt; the name of old drafts only where it is allowed.'),
  rule('V2', 'SD-JWT VC §2.2.2.1', 'must', ['verify', 'issue'], 'vct is a string that is not empty.'),
  rule(
    'V3',
    'SD-JWT VC §2.2.2.2',
    'must',
    ['verify', 'issue'],
    'aka_vcts is an array of strings, not empty, without vct itself.',
  ),
  rule(
    'V4',
    'SD-JWT VC §2.2.2.3',
    'must',
    ['verify', 'issue'],
    'iss, nbf, exp, cnf, vct, its integrity, aka_vcts and status stay open, with all that they hold.',
  ),
  rule(
    'V5',
    'SD-JWT VC §2.2.2.5',
    'must',
    ['verify', 'issue'],
    'Where nothing is disclosable there is neither _sd nor a Disclosure.',
  ),
  rule(
    'V6',
    'SD-JWT VC §2.4, §2.5',
    'must',
    read,
    'The key is found by a mechanism of the verifier’s choice, never by one of the sender’s.',
  ),
  rule(
    'V7',
    'SD-JWT VC §2.5, HAIP 1.0 §6.1.1',
    'must',
    ['verify', 'issue'],
    'A certificate chain ends at a configured anchor and is bound to the issuer; the HAIP profile demands one.',
  ),
  rule('V8', 'SD-JWT VC §4', 'must', verify, 'Issuer metadata is found at its address and says of itself who it is.'),
  rule(
    'V9',
    'SD-JWT VC §3, §7.1',
    'must',
    ['retrieve'],
    'What is retrieved comes by https, from public addresses, within bounds, at every hop.',
  ),
  rule(
    'V10',
    'SD-JWT VC §2.4',
    'must',
    verify,
    'Key binding is verified with cnf alone, and nothing is fetched for it.',
  ),
  rule(
    'V11',
    'SD-JWT VC §2.2.2.3, Token Status List §6.2',
    'must',
    ['verify', 'issue'],
    'status is an object with a reference in it; it is asked last.',
  ),
  rule('V12', 'SD-JWT VC §5.3', 'must', verify, 'A metadata document names the vct by which it was asked.'),
  rule(
    'V13',
    'SD-JWT VC §6',
    'must',
    ['verify', 'issue'],
    'An integrity is well formed, of a known hash, and fits; the strongest of several counts.',
  ),
  rule(
    'V14',
    'SD-JWT VC §5.2 to §5.6',
    'must',
    ['verify', 'typeMetadata'],
    'Type metadata has its members, of their types.',
  ),
  rule('V15', 'SD-JWT VC §7.4', 'must', verify, 'extends never turns in a circle and ends within a bound.'),
  rule('V16', 'SD-JWT VC §5.7', 'must', verify, 'Metadata that the policy requires is there, whole.'),
  rule(
    'V17',
    'SD-JWT VC §5.6.5',
    'must',
    ['verify', 'typeMetadata'],
    'An extending type never loosens what it extends.',
  ),
  rule('V18', 'SD-JWT VC §5.6', 'must', verify, 'A claim path that meets a wrong type fails.'),
  rule('V19', 'SD-JWT VC §5.6', 'must', verify, 'A claim is disclosable as the type says.'),
  rule('V20', 'SD-JWT VC §5.6', 'must', ['receive'], 'A mandatory claim is in the complete payload.'),
  rule('V21', 'SD-JWT VC §5.6', 'must', verify, 'A mandatory claim that is merely withheld is no fault.'),
  rule(
    'V22',
    'SD-JWT VC §7.7',
    'must',
    verify,
    'An issuer speaks for the types that it is trusted for, whatever they extend.',
  ),
  rule('V23', 'SD-JWT VC §5.5.1', 'must', ['typeMetadata'], 'A rendering holds no script and nothing from elsewhere.'),
  rule('V24', 'SD-JWT VC §2.4', 'policy', verify, 'A status other than valid is refused.', ['T17']),
]

const attacks: readonly Rule[] = [
  rule('A1', 'RFC 7515 §3.6', 'must', read, 'alg none in any spelling.', ['R6', 'R28']),
  rule('A2', 'RFC 8725 §3.1', 'must', ['verify', 'jwk'], 'One algorithm’s key used with another.', ['R6']),
  rule('A3', 'RFC 7515 §4.1.11, §7.2.1', 'must', verify, 'Parameters read from an unprotected header.', ['R38']),
  rule('A4', 'RFC 7515 §4', 'must', read, 'A name twice, of which two readers take a different one.', ['R5']),
  rule('A5', 'RFC 7515 §4.1.11', 'must', read, 'Unknown critical extensions, b64, compression.', ['R7']),
  rule('A6', 'RFC 8725 §3.11', 'must', read, 'A token of one kind shown as another.', ['V1', 'R30']),
  rule('A7', 'RFC 8725 §3.10', 'must', read, 'A key, or the place of one, brought along in the header.', ['R7', 'R29']),
  rule('A8', 'SD-JWT VC §2.5', 'must', read, 'A certificate chain of the attacker’s.', ['V6']),
  rule('A9', 'RFC 8725 §3.10', 'must', read, 'Key identifiers that reach into files, databases or other keys.', ['R8']),
  rule('A10', 'RFC 7519 §5.3', 'must', read, 'Issuers that disagree between header and payload.'),
  rule('A12', 'RFC 4648 §3.5', 'must', read, 'Other spellings of the same base64url.', ['R4']),
  rule('A13', 'RFC 7518 §3.4', 'must', read, 'Signatures at the edges of their ranges, and in other encodings.'),
  rule('A14', 'RFC 7518 §3.4', 'must', read, 'Both halves of s are valid, and a signature’s bytes are no identity.'),
  rule('A15', 'RFC 8032 §5.1.7', 'must', read, 'Edwards signatures out of range and keys of small order.'),
  rule(
    'A16',
    'RFC 7517 §4, RFC 7518 §6.2.1',
    'must',
    ['jwk', 'verify'],
    'Keys off their curve, of wrong length, private or malformed.',
    ['R27'],
  ),
  rule(
    'A17',
    'RFC 7518 §3.3',
    'hardening',
    ['jwk', 'verify'],
    'RSA only where the verifier names it, and never with a weak key.',
    ['R6'],
  ),
  rule('A19', 'RFC 9901 §7.1-5', 'must', read, 'A Disclosure that nothing references.', ['R19']),
  rule('A20', 'RFC 9901 §7.1-3c.ii.3', 'must', read, 'A Disclosure that overwrites a claim.', ['R16']),
  rule('A21', 'RFC 9901 §7.1-3c.ii.3', 'must', read, 'Two Disclosures of one name.', ['R16']),
  rule('A22', 'RFC 9901 §7.1-5', 'must', read, 'One Disclosure twice.', ['R19']),
  rule('A23', 'RFC 9901 §7.1-4', 'must', read, 'One digest twice.', ['R18']),
  rule('A24', 'RFC 9901 §7.1-3c.ii.2', 'must', read, 'Disclosed claims with reserved names.', ['R10', 'R15']),
  rule('A25', 'RFC 9901 §4.1-7', 'must', read, '_sd that is no array.', ['R11']),
  rule('A26', 'RFC 9901 §7.1-2d', 'must', read, 'An unknown or weak hash.', ['R9']),
  rule('A27', 'RFC 9901 §4', 'must', read, 'The final tilde left out.', ['R1']),
  rule('A28', 'RFC 9901 §7.1-3c', 'must', read, 'Digests of one kind used as another, or standing in strings.', [
    'R11',
    'R14',
    'R17',
  ]),
  rule(
    'A29',
    'SD-JWT VC §2.2.2.3, RFC 9901 §9.7',
    'must',
    verify,
    'Claims that security rests on, hidden by the holder.',
    ['V4', 'R25'],
  ),
  rule('A30', 'the limits of a verifier', 'hardening', ['verify', 'issue'], 'Bombs of depth and number.', ['R22']),
  rule('A31', 'RFC 9901 §4.2', 'must', read, 'Disclosures padded or with white space.', ['R4']),
  rule(
    'A32',
    'RFC 9901 §7.3',
    'must',
    verify,
    'Key binding stripped, replayed, over other Disclosures, or by another’s key.',
    ['R26', 'R27', 'R28', 'R29', 'R30', 'R31', 'R32', 'R33', 'R35'],
  ),
  rule('A34', 'Data Integrity 1.0 §2.4.2', 'must', verify, 'Terms, vocabularies or bases that mean something else.', [
    'W35',
  ]),
  rule('A35', 'Data Integrity 1.0 §2.5', 'must', verify, 'Members that no signature covers, __proto__ among them.', [
    'W36',
  ]),
  rule('A36', 'Data Integrity 1.0 §2.4.1', 'must', verify, 'Contexts that their publisher, or anybody, may change.', [
    'W35',
    'W17',
  ]),
  rule('A37', 'RDF Dataset Canonicalization 1.0 §7.1', 'hardening', verify, 'Graphs made to take for ever.', ['W37']),
  rule(
    'A38',
    'Data Integrity 1.0 §2.1',
    'must',
    verify,
    'A bad proof among good ones, chains that lead nowhere, purposes and times ignored, cryptosuites of other names.',
    ['W31', 'W32', 'W33', 'W34', 'W40'],
  ),
  rule(
    'A40',
    'RFC 1950, RFC 1952',
    'hardening',
    ['verify', 'statusToken'],
    'A list that unpacks to more than is taken.',
    ['T14'],
  ),
  rule(
    'A41',
    'Token Status List §8, Bitstring Status List §3.2',
    'must',
    ['verify', 'statusToken'],
    'A list of another’s, of another purpose, ended, or too short; an index in another spelling.',
    ['T3', 'T7', 'T8', 'T10', 'T15', 'T20'],
  ),
  rule('A43', 'RFC 8259 §4', 'hardening', ['verify', 'jwk'], 'Names of Object.prototype, and members only inherited.', [
    'R22',
  ]),
  rule(
    'A44',
    'RFC 8259, RFC 7493',
    'must',
    read,
    'JSON that readers take differently: marks, surrogates, numbers, depth.',
    ['R5', 'R22', 'R24'],
  ),
  rule(
    'A45',
    'RFC 8259 §8.3',
    'must',
    verify,
    'Unicode look-alikes: identifiers are compared by their characters alone.',
  ),
  rule('A46', 'RFC 8725 §3.10', 'hardening', verify, 'Text on which a regular expression would never end.'),
  rule('A47', 'the limits of a verifier', 'hardening', verify, 'Too much of anything.', ['R22']),
  rule('A48', 'RFC 7519 §4.1', 'must', verify, 'Times at their boundaries and beyond the calendar.', [
    'R23',
    'R24',
    'R31',
  ]),
  rule('A49', 'RFC 9901 §4.3', 'must', verify, 'nonce and aud of other types than string.', ['R24', 'R32']),
  rule('A50', 'W3C VCDM 2.0 §8', 'must', verify, 'Markup in claims is data and is handed on as it is.'),
]

/** Every rule, and the files in which it has cases so far. */
export function rulesWithFiles(suites: readonly Suite[]): readonly (Rule & { readonly files: readonly string[] })[] {
  return [
    ...sdJwtRules,
    ...sdJwtVcRules,
    ...attacks,
    ...statusRules,
    ...trustRules,
    ...pathRules,
    ...mdocRules,
    ...vcRules,
  ].map((one) => {
    const names = [one.id, ...(one.see ?? [])]
    const files = suites
      .filter(({ cases }) => cases.some((each) => names.includes(each.rule)))
      .map(({ suite }) => `${suite}.json`)
    return { ...one, files }
  })
}
