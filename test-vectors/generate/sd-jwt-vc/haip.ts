import { both, type Change, header, payload, payloadWithout, publicKey, tamper } from '../changes.ts'
import type { Json } from '../json.ts'
import { fixtureCertificate } from '../keys.ts'
import { accepted, type Definition, rejected } from '../suite.ts'

const chain: Change = header({ x5c: [fixtureCertificate('issuer')] })
const profile = { circumstances: () => ({ policies: { profile: 'haip-1.0' } }) }
const bound = { base: 'bound', ...profile } as const
const withChain = (...changes: Change[]) => both(chain, ...changes)

/** OpenID4VC High Assurance Interoperability Profile 1.0: what it pins beyond SD-JWT VC. */
export const haipCases: readonly Definition[] = [
  accepted('V7-1', 'HAIP 1.0 §6.1.1', 'compact, with a certificate and key binding', { ...bound, change: chain }),
  rejected('V7-2', 'HAIP 1.0 §6.1.1', 'no certificate in the header', 'parse/certificates_missing', bound),
  rejected('V7-3', 'HAIP 1.0 §6.1', 'a JSON serialisation', 'parse/json_serialization_not_allowed', {
    ...bound,
    change: withChain(() => ({ form: 'flattened' })),
  }),
  rejected(
    'V10-4',
    'HAIP 1.0 §6.1',
    'a bound credential shown without its binding, where bearers are taken',
    'parse/key_binding_missing',
    {
      base: 'bound',
      change: withChain(tamper(() => ({ keyBinding: undefined }))),
      circumstances: () => ({ challenge: 'bearer', policies: { profile: 'haip-1.0' } }),
    },
  ),
  ...(
    [
      ['V10-5', { kid: 'holder-1' }],
      ['V10-6', { jkt: 'x' }],
      ['V10-7', 'holder'],
    ] as readonly (readonly [string, Json])[]
  ).map(([id, cnf]) =>
    rejected(
      id,
      'HAIP 1.0 §6.1',
      `cnf ${JSON.stringify(cnf)} in the place of a key`,
      'parse/confirmation_unsupported',
      {
        ...bound,
        change: withChain(payload({ cnf })),
      },
    ),
  ),
  rejected('V11-18', 'HAIP 1.0 §6.1', 'a status of another mechanism than status_list', 'parse/status_malformed', {
    ...bound,
    change: withChain(payload({ status: { other: { uri: 'https://registrar.example/other' } } })),
  }),
  accepted('V10-8', 'HAIP 1.0 §6.1', 'a credential bound to nobody, where bearers are taken', {
    ...profile,
    change: chain,
  }),
  rejected(
    'V7-4',
    'HAIP 1.0 §6.1.1',
    'the certificate in the unprotected header of a JSON form',
    'parse/json_serialization_not_allowed',
    {
      ...bound,
      change: (credential) => ({
        form: 'flattened',
        bendJson: (jws) => ({ ...jws, header: { ...(jws.header as object), x5c: [fixtureCertificate('issuer')] } }),
        header: credential.header,
      }),
    },
  ),
  rejected('V10-9', 'HAIP 1.0 §6.1', 'no cnf where key binding is demanded', 'authenticate/confirmation_missing', {
    ...bound,
    change: withChain(payloadWithout('cnf')),
  }),
  accepted('V10-10', 'HAIP 1.0 §6.1', 'cnf with a key and its identifier', {
    ...bound,
    change: withChain(payload({ cnf: { jwk: publicKey('holder'), kid: '1' } })),
    claims: (claims) => ({ ...claims, cnf: { jwk: publicKey('holder'), kid: '1' } }),
  }),
]
