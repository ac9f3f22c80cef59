import { anyIssuer, pinnedKeys, type Trust } from '@hashikake/credential'
import { parsePublicJwk } from '@hashikake/crypto/keys'
import type { CertificateProfileName } from '@hashikake/crypto/x509'
import { decodeBase64 } from '@hashikake/encoding/base64'
import type { JsonObject } from '@hashikake/encoding/json'
import {
  anchors,
  anyOf,
  type CertificateBinding,
  controlledIdentifiers,
  dids,
  issuerMetadata,
  memorySequenceStore,
  type Scope,
  scoped,
  type TrustListScheme,
  trustedEntities,
  verifyTrustList,
} from '@hashikake/trust'
import type { CaseTrust, TestCase } from './case.ts'
import { contextOf, jsonInput, NotExpressible } from './hashikake-options.ts'
import type { Outcome } from './implementation.ts'

type ListBinding = Parameters<typeof trustedEntities>[0]['binding']

/** Who may sign a list. */
interface Operator {
  readonly keys?: readonly JsonObject[]
  readonly certificates?: readonly string[]
}

interface ListTrust {
  readonly text?: string
  readonly url?: string
  readonly scheme: TrustListScheme
  readonly operator: Operator
  readonly territory?: string
  readonly binding: ListBinding
}

/** Who may have issued a credential of a case: certificates are judged as its format prescribes. */
export function credentialTrustOf({ format, trust = {} }: TestCase): Trust {
  return trustOf(trust, format === 'mso_mdoc' ? 'iso-mdoc-document-signer' : 'generic')
}

/** All that is trusted in a case: whoever any of its members trusts, within its scope. */
export function trustOf(
  { keys, certificates = [], ...others }: CaseTrust = {},
  profile: CertificateProfileName = 'generic',
): Trust {
  const { lists = [], dids: trustedDids = [], controlledIdentifiers: controllers = [] } = others
  const { issuerMetadata: metadata, binding, scope } = others
  const trusts = [
    ...(certificates.length === 0 ? [] : [certificateTrust(certificates, { binding, profile })]),
    ...(lists as readonly unknown[] as readonly ListTrust[]).map(listTrust),
    ...(trustedDids.length === 0 ? [] : [dids({ trusted: trustedDids })]),
    ...(controllers.length === 0 ? [] : [controlledIdentifiers({ trusted: controllers })]),
    ...(metadata === undefined ? [] : [issuerMetadata(metadata as unknown as Parameters<typeof issuerMetadata>[0])]),
  ]
  if (keys !== undefined || trusts.length === 0) trusts.push(keyTrust(keys ?? []))
  const [first] = trusts
  const trust = trusts.length === 1 ? (first as Trust) : anyOf(...trusts)
  return scope === undefined ? trust : scoped(trust, scope as unknown as Scope)
}

/**
 * The keys that are trusted. One that is no usable public key can verify nothing and is left out, as RFC 7517 §5 asks of
 * key sets.
 */
function keyTrust(keys: readonly JsonObject[]): Trust {
  return pinnedKeys(
    keys
      .filter(isUsable)
      .map(({ issuer, ...key }) => ({ key, issuer: typeof issuer === 'string' ? issuer : anyIssuer })),
  )
}

function isUsable({ issuer: _, ...key }: JsonObject): boolean {
  try {
    return parsePublicJwk(key) !== undefined
  } catch {
    return false
  }
}

/** A case that names no binding asks for none. */
function certificateTrust(
  certificates: readonly string[],
  { binding = 'none', profile }: { readonly binding: CaseTrust['binding']; readonly profile: CertificateProfileName },
): Trust {
  const ders = certificates.map(decodeBase64)
  try {
    return anchors(ders, { profile, binding: binding as CertificateBinding })
  } catch (thrown) {
    throw thrown instanceof TypeError ? new NotExpressible(thrown.message) : thrown
  }
}

function listTrust({ text, url, scheme, operator, territory, binding }: ListTrust): Trust {
  return trustedEntities({
    list: text === undefined ? { url: url as string } : { text },
    scheme,
    signer: operatorTrust(operator),
    binding,
    ...(territory === undefined ? {} : { territory }),
  })
}

function operatorTrust({ keys = [], certificates = [] }: Operator): Trust {
  return trustOf({ keys, certificates })
}

/** `{ text, scheme, operator, territory, clockSkew, previous }`: a list, and editions of it that were verified first. */
export async function trustListCase(testCase: TestCase): Promise<Outcome> {
  const {
    text,
    scheme,
    operator,
    territory,
    clockSkew,
    previous = [],
  } = jsonInput(testCase) as unknown as ListTrust & {
    readonly clockSkew?: number
    readonly previous?: readonly string[]
  }
  const options = {
    signer: operatorTrust(operator),
    type: scheme.type,
    context: contextOf(testCase),
    sequences: memorySequenceStore(),
    ...(territory === undefined ? {} : { territory }),
    ...(clockSkew === undefined ? {} : { clockSkew }),
  }
  for (const edition of previous) await verifyTrustList(edition, options)
  const list = await verifyTrustList(text as string, options)
  const { sequenceNumber, entities } = list
  return { accepted: true, output: { sequenceNumber, territory: list.territory, entities: entities.length } }
}
