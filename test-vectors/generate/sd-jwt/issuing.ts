import { after, at, expires, type Format, holderKey, issuedAt, issuer, issuerKey, seconds, vct } from '../bases.ts'
import { privateKey } from '../changes.ts'
import type { Json, Members } from '../json.ts'
import { fixtureCertificate } from '../keys.ts'
import { operationCase, refusedWith } from '../operations.ts'
import type { Case } from '../suite.ts'

const claims = {
  given_name: 'Testa',
  family_name: 'Exemplar',
  degree: { title: 'Bachelor of Fixtures', grade: 'A', honours: null },
  languages: ['ja', 'fr', 'de'],
  'a.b': 'a name with a dot',
  a: { b: 'a path of two' },
}

const disclosable = [['given_name'], ['family_name'], ['degree', 'grade'], ['languages', 1]]

/** Twelve claims: by chance their digests come in this order, or its reverse, once in 240 million times. */
const twelve = Object.fromEntries(
  Array.from({ length: 12 }, (_, index) => [`claim_${String(index).padStart(2, '0')}`, index]),
)

/** RFC 9901 §4 and §9: what an issuer must and must not write. */
export function issuingCases(format: Format): readonly Case[] {
  const isVc = format === 'dc+sd-jwt'
  const draft = { issuer: { id: issuer, key: issuerKey.privateKey }, ...(isVc ? { vct } : {}) }
  const typ = isVc ? 'dc+sd-jwt' : 'sd-jwt'
  const issue = (
    id: string,
    clause: string,
    title: string,
    input: Members,
    expect: Members,
    rest: Members = {},
  ): Case =>
    operationCase('issue', id, clause, title, {
      format,
      at,
      random: `seed of ${id}`,
      input: { ...draft, ...input },
      ...rest,
      expect,
    })
  const issued = (output: Members): Members => ({ accepted: true, output })
  const open: readonly string[] = isVc ? ['iss', 'iat', 'vct'] : ['iss']
  const openClaims = { iss: issuer, ...(isVc ? { iat: seconds(at), vct } : {}) }

  const cases: Case[] = [
    issue(
      'R46-1',
      'RFC 9901 §4.1',
      'some claims disclosable, at several levels',
      { claims, disclosable },
      issued({
        serialization: 'compact',
        headerIncludes: { alg: 'ES256', typ },
        hash: 'sha-256',
        disclosable,
        payloadMembers: [...open, 'degree', 'languages', 'a.b', 'a', '_sd', '_sd_alg'],
        absent: ['given_name', 'Testa', 'family_name', 'Exemplar', 'grade', 'fr'],
        claims: { ...openClaims, ...claims },
        digests: 4,
        digestsDistinct: true,
        saltsDistinct: true,
        signatures: 1,
      }),
    ),
    issue(
      'R46-2',
      'RFC 9901 §4.2.4.1',
      'twelve claims: their digests come in another order',
      {
        claims: twelve,
        disclosable: Object.keys(twelve).map((name) => [name]),
      },
      issued({
        orderHidden: true,
        digests: 12,
        claims: { ...openClaims, ...twelve },
        payloadMembers: [...open, '_sd', '_sd_alg'],
      }),
    ),
    issue(
      'R46-3',
      'RFC 9901 §4.2.5',
      'decoys among twelve claims: at neither end',
      {
        claims: twelve,
        disclosable: Object.keys(twelve).map((name) => [name]),
        decoys: [{ at: [], count: 6 }],
      },
      issued({ orderHidden: true, digests: 18, decoys: 6, digestsDistinct: true }),
    ),
    issue(
      'R46-4',
      'RFC 9901 §4.2.5',
      'decoys in an array: at neither end, the elements in their order',
      {
        claims: { list: Array.from({ length: 12 }, (_, index) => index) },
        disclosable: [['list', null]],
        decoys: [{ at: ['list'], count: 6 }],
      },
      issued({
        orderHidden: true,
        digests: 18,
        decoys: 6,
        claims: { ...openClaims, list: Array.from({ length: 12 }, (_, index) => index) },
      }),
    ),
    issue(
      'R46-5',
      'RFC 9901 §4.2.6',
      'everything below the top disclosable, recursively',
      {
        claims,
        disclosable: [{ everythingBelow: [] }],
      },
      issued({
        payloadMembers: [...open, '_sd', '_sd_alg'],
        disclosable: [
          ['given_name'],
          ['family_name'],
          ['degree'],
          ['degree', 'title'],
          ['degree', 'grade'],
          ['degree', 'honours'],
          ['languages'],
          ['languages', 0],
          ['languages', 1],
          ['languages', 2],
          ['a.b'],
          ['a'],
          ['a', 'b'],
        ],
        absent: ['Testa', 'Bachelor of Fixtures', 'honours', 'languages', 'a.b'],
        claims: { ...openClaims, ...claims },
        digestsDistinct: true,
      }),
    ),
    issue(
      'R46-6',
      'RFC 9901 §4.2',
      'one object as one disclosure',
      {
        claims,
        disclosable: [{ asOne: ['degree'] }, { everythingBelow: [] }],
      },
      issued({
        disclosable: [
          ['given_name'],
          ['family_name'],
          ['degree'],
          ['languages'],
          ['languages', 0],
          ['languages', 1],
          ['languages', 2],
          ['a.b'],
          ['a'],
          ['a', 'b'],
        ],
        claims: { ...openClaims, ...claims },
      }),
    ),
    issue(
      'R46-7',
      'RFC 9901 §4.1',
      'nothing disclosable: no _sd, no _sd_alg, no Disclosures',
      { claims },
      issued({
        disclosable: [],
        digests: 0,
        payloadMembers: [...open, ...Object.keys(claims)],
        claims: { ...openClaims, ...claims },
      }),
    ),
    issue(
      'R46-8',
      'RFC 9901 §4.1',
      'a name with a dot is no path',
      { claims, disclosable: [['a.b']] },
      issued({
        disclosable: [['a.b']],
        payloadMembers: [...open, 'given_name', 'family_name', 'degree', 'languages', 'a', '_sd', '_sd_alg'],
      }),
    ),
    issue(
      'R46-9',
      'RFC 9901 §7.1',
      'names of Object.prototype, disclosable and open',
      {
        claims: JSON.parse('{"__proto__":{"x":1},"constructor":"c","toString":null,"":{"__proto__":2}}'),
        disclosable: [['__proto__'], ['toString'], ['', '__proto__']],
      },
      issued({
        disclosable: [['__proto__'], ['toString'], ['', '__proto__']],
        claims: JSON.parse(
          `{${JSON.stringify(openClaims).slice(1, -1)},"__proto__":{"x":1},"constructor":"c","toString":null,"":{"__proto__":2}}`,
        ),
      }),
    ),
    issue(
      'R42-1',
      'RFC 9901 §9.3',
      'salts of 128 bits, each its own',
      { claims: twelve, disclosable: [{ everythingBelow: [] }] },
      issued({
        saltBits: 128,
        saltsDistinct: true,
      }),
    ),
    issue(
      'R42-2',
      'RFC 9901 §9.3',
      'a broken generator that gives the same salt again',
      { claims, disclosable },
      refusedWith('salt_repeated'),
      {
        random: { repeated: 'AAAAAAAAAAAAAAAAAAAAAA' },
      },
    ),
    issue(
      'R43-1',
      'RFC 9901 §4.1',
      'equal claims at many places: no digest twice',
      {
        claims: { list: [7, 7, 7, 7], one: { n: 7 }, other: { n: 7 } },
        disclosable: [
          ['list', null],
          ['one', 'n'],
          ['other', 'n'],
        ],
        decoys: [{ at: ['list'], count: 2 }],
      },
      issued({ digestsDistinct: true, digests: 8, decoys: 2 }),
    ),
    issue(
      'R43-2',
      'RFC 9901 §4.1',
      'a decoy from a broken generator that gives the same bytes again',
      {
        claims: { list: [] },
        decoys: [{ at: ['list'], count: 2 }],
      },
      refusedWith('salt_repeated'),
      { random: { repeated: 'AAAAAAAAAAAAAAAAAAAAAA' } },
    ),
    ...['none', 'HS256'].map((algorithm, index) =>
      issue(
        `R44-${index + 1}`,
        'RFC 9901 §9.1',
        `signing with ${algorithm}`,
        {
          issuer: { ...draft.issuer, algorithm },
          claims,
        },
        { accepted: false },
      ),
    ),
    issue(
      'R44-3',
      'RFC 7518 §3.1',
      'signing with an algorithm that the key does not fit',
      {
        issuer: { ...draft.issuer, algorithm: 'ES384' },
        claims,
      },
      { accepted: false },
    ),
    issue(
      'R45-1',
      'RFC 9901 §9.4',
      'a hash weaker than the signature',
      {
        issuer: { id: issuer, key: privateKey('issuer-p384') },
        hash: 'sha-256',
        claims,
        disclosable,
      },
      refusedWith('hash_too_weak'),
    ),
    issue(
      'R45-2',
      'RFC 9901 §9.4',
      'ES384: a hash as strong, unless asked otherwise',
      {
        issuer: { id: issuer, key: privateKey('issuer-p384') },
        claims,
        disclosable,
      },
      issued({ hash: 'sha-384', headerIncludes: { alg: 'ES384' }, signatures: 1, disclosable }),
    ),
    issue(
      'R45-3',
      'RFC 9901 §9.4',
      'ES512: a hash as strong, unless asked otherwise',
      {
        issuer: { id: issuer, key: privateKey('issuer-p521') },
        claims,
        disclosable,
      },
      issued({ hash: 'sha-512', headerIncludes: { alg: 'ES512' }, signatures: 1, disclosable }),
    ),
    issue(
      'R45-4',
      'RFC 9901 §9.4',
      'a hash stronger than the signature',
      { hash: 'sha-512', claims, disclosable },
      issued({
        hash: 'sha-512',
        payloadIncludes: { _sd_alg: 'sha-512' },
        disclosable,
      }),
    ),
    issue(
      'R41-1',
      'RFC 9901 §4.1',
      'a claim named _sd',
      { claims: { ...claims, _sd: ['x'] } },
      refusedWith('claim_name_reserved'),
    ),
    issue(
      'R41-2',
      'RFC 9901 §4.1',
      'a claim named with an ellipsis',
      { claims: { ...claims, '...': 'x' } },
      refusedWith('claim_name_reserved'),
    ),
    issue(
      'R41-3',
      'RFC 9901 §4.1',
      'a claim named _sd_alg',
      { claims: { ...claims, _sd_alg: 'md5' } },
      refusedWith('claim_name_reserved'),
    ),
    issue(
      'R41-4',
      'RFC 9901 §4.1',
      'a claim named _sd further down',
      { claims: { degree: { _sd: [] } } },
      refusedWith('claim_name_reserved'),
    ),
    issue(
      'R41-5',
      'RFC 9901 §4.1',
      'a claim named with an ellipsis inside an array',
      { claims: { list: [{ '...': 1 }] } },
      refusedWith('claim_name_reserved'),
    ),
    issue(
      'R41-6',
      'RFC 9901 §4.1',
      'a claim named _sd inside a disclosable one',
      {
        claims: { degree: { grade: { _sd: [] } } },
        disclosable: [['degree', 'grade']],
      },
      refusedWith('claim_name_reserved'),
    ),
    issue(
      'R41-7',
      'RFC 9901 §4.1',
      'iss given twice',
      { claims: { ...claims, iss: 'https://other.example' } },
      refusedWith('claim_reserved'),
    ),
    issue(
      'R46-10',
      'RFC 9901 §4.1',
      'a disclosable claim that is not there: a slip of the pen would publish another',
      {
        claims,
        disclosable: [['givenname']],
      },
      refusedWith('path_unmatched'),
    ),
    issue(
      'R46-11',
      'RFC 9901 §4.1',
      'a disclosable element beyond the array',
      { claims, disclosable: [['languages', 3]] },
      refusedWith('path_unmatched'),
    ),
    issue(
      'R46-12',
      'RFC 9901 §4.1',
      'a disclosable name that only Object.prototype has',
      {
        claims,
        disclosable: [['degree', 'constructor']],
      },
      refusedWith('path_unmatched'),
    ),
    issue(
      'R46-13',
      'RFC 7800 §3.2, RFC 7519 §4.1',
      'bound to a holder’s key, with times',
      {
        claims,
        disclosable,
        holderKey: holderKey.publicKey,
        issuedAt: new Date(issuedAt * 1000).toISOString(),
        notBefore: new Date(issuedAt * 1000).toISOString(),
        expires: new Date(expires * 1000).toISOString(),
      },
      issued({
        payloadIncludes: { iat: issuedAt, nbf: issuedAt, exp: expires, cnf: { jwk: holderKey.publicKey } },
        absent: ['kid'],
        disclosable,
      }),
    ),
    issue(
      'R46-14',
      'RFC 7515 §4.1.4, §4.1.6',
      'with a key identifier and a certificate',
      {
        issuer: { ...draft.issuer, kid: '2026', certificates: [fixtureCertificate('issuer')] },
        claims,
      },
      issued({ headerIncludes: { kid: '2026', x5c: [fixtureCertificate('issuer')], typ } }),
    ),
    ...(['flattened', 'general'] as const).map((serialization, index) =>
      issue(
        `R46-${15 + index}`,
        'RFC 9901 §8',
        `${serialization} JSON`,
        { serialization, claims, disclosable },
        issued({
          serialization,
          disclosable,
          signatures: 1,
          absent: ['Testa'],
        }),
      ),
    ),
    issue(
      'R46-17',
      'RFC 9901 §8.3',
      'two issuers sign one payload',
      {
        serialization: 'general',
        cosigners: [{ key: privateKey('issuer-ed25519'), kid: 'second' }],
        claims,
        disclosable,
      },
      issued({ serialization: 'general', signatures: 2, disclosable }),
    ),
    issue(
      'R46-18',
      'RFC 8037 §3.1',
      'signed with Ed25519',
      { issuer: { id: issuer, key: privateKey('issuer-ed25519') }, claims },
      issued({
        headerIncludes: { alg: 'EdDSA' },
        signatures: 1,
      }),
    ),
    ...(
      [
        ['A48-1', 'that ends as it is issued', { expires: at }],
        ['A48-2', 'that ends before it becomes valid', { notBefore: after(60), expires: after(30) }],
      ] as readonly (readonly [string, string, Members])[]
    ).map(([id, what, times]) =>
      issue(
        id,
        'RFC 7519 §4.1.4',
        `a credential ${what}`,
        { claims, issuedAt: at, ...times },
        refusedWith('period_empty'),
      ),
    ),
    issue(
      'A30-2',
      'the limits of an issuer',
      'claims nested deeper than any verifier reads',
      {
        claims: { bomb: JSON.parse(`${'['.repeat(120)}${']'.repeat(120)}`) as Json },
      },
      refusedWith('claims_too_deep'),
    ),
  ]
  return isVc ? [...cases, ...vcIssuingCases(issue)] : cases
}

function vcIssuingCases(
  issue: (id: string, clause: string, title: string, input: Members, expect: Members, rest?: Members) => Case,
): readonly Case[] {
  const status = { status_list: { idx: 7, uri: 'https://registrar.example/status/1' } }
  const haip = { policies: { profile: 'haip-1.0' } }
  const bound = { claims, disclosable, holderKey: holderKey.publicKey }
  return [
    issue('V2-20', 'SD-JWT VC §2.2.2.1', 'an empty vct', { vct: '', claims }, refusedWith('vct_missing')),
    issue(
      'V3-20',
      'SD-JWT VC §2.2.2.2',
      'aka_vcts with vct itself',
      { akaVcts: [vct], claims },
      refusedWith('aka_vcts_malformed'),
    ),
    issue('V3-21', 'SD-JWT VC §2.2.2.2', 'empty aka_vcts', { akaVcts: [], claims }, refusedWith('aka_vcts_malformed')),
    issue(
      'V3-22',
      'SD-JWT VC §2.2.2.2',
      'further types',
      { akaVcts: ['urn:example:other'], claims },
      {
        accepted: true,
        output: { payloadIncludes: { aka_vcts: ['urn:example:other'] } },
      },
    ),
    ...['iss', 'nbf', 'exp', 'cnf', 'vct', 'vct#integrity', 'aka_vcts', 'status'].map((name, index) =>
      issue(
        `V4-${20 + index}`,
        'SD-JWT VC §2.2.2.3',
        `${name} marked as disclosable`,
        { claims, disclosable: [[name]] },
        refusedWith('claim_not_disclosable'),
      ),
    ),
    issue(
      'V4-28',
      'SD-JWT VC §2.2.2.3',
      'a part of status marked as disclosable',
      {
        status,
        claims,
        disclosable: [['status', 'status_list']],
      },
      refusedWith('claim_not_disclosable'),
    ),
    issue(
      'V4-29',
      'SD-JWT VC §2.2.2.3',
      'iat among the claims, disclosable',
      { claims: { ...claims, iat: issuedAt }, disclosable: [['iat']] },
      {
        accepted: true,
        output: { disclosable: [['iat']], payloadMembers: ['iss', 'vct', ...Object.keys(claims), '_sd', '_sd_alg'] },
      },
    ),
    issue(
      'V5-20',
      'SD-JWT VC §2.2.2.5',
      'everything below the top: what must stay open stays open',
      {
        status,
        holderKey: holderKey.publicKey,
        claims,
        disclosable: [{ everythingBelow: [] }],
      },
      {
        accepted: true,
        output: {
          payloadMembers: ['iss', 'iat', 'vct', 'status', 'cnf', '_sd', '_sd_alg'],
          payloadIncludes: { status },
        },
      },
    ),
    issue(
      'V11-20',
      'Token Status List §6.2',
      'a status without index',
      { status: { status_list: { uri: 'https://registrar.example/status/1' } }, claims },
      refusedWith('status_malformed'),
    ),
    issue(
      'V11-21',
      'Token Status List §6.2',
      'a status',
      { status, claims },
      { accepted: true, output: { payloadIncludes: { status } } },
    ),
    issue(
      'V13-20',
      'SD-JWT VC §6',
      'an integrity that is none',
      { vctIntegrity: 'md5-abc', claims },
      refusedWith('integrity_malformed'),
    ),
    issue(
      'V7-20',
      'HAIP 1.0 §6.1.1',
      'by the profile, without a certificate',
      bound,
      refusedWith('certificates_missing'),
      haip,
    ),
    issue(
      'V7-21',
      'HAIP 1.0 §6.1',
      'by the profile, in JSON',
      {
        ...bound,
        serialization: 'flattened',
        issuer: { id: issuer, key: issuerKey.privateKey, certificates: [fixtureCertificate('issuer')] },
      },
      refusedWith('json_serialization_not_allowed'),
      haip,
    ),
    issue(
      'V7-22',
      'HAIP 1.0 §6.1.1',
      'by the profile',
      {
        ...bound,
        issuer: { id: issuer, key: issuerKey.privateKey, certificates: [fixtureCertificate('issuer')] },
      },
      { accepted: true, output: { headerIncludes: { x5c: [fixtureCertificate('issuer')] }, disclosable } },
      haip,
    ),
  ]
}
