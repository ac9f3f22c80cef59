import { anyIssuer, type PinnedKey } from '@hashikake/credential'
import { type PublicJwk, parseJwkSet, parsePublicJwk } from '@hashikake/crypto/keys'
import { publicKeyFromPem } from '@hashikake/crypto/signers'
import { isJsonObject, type JsonObject, type JsonValue, ownMember } from '@hashikake/encoding/json'
import { CommandFault } from './faults.ts'
import { type InputText, parseJsonText, readText } from './input.ts'
import { keyFault, keyRefusal, usableKeys } from './key-faults.ts'
import type { Channel, Terminal } from './terminal.ts'

interface TrustedKey {
  readonly key: PublicJwk
  readonly issuer?: string
}

/** Reads exactly one public key. */
export async function readPublicKey(file: string, terminal: Terminal): Promise<PublicJwk> {
  const [one, another] = await readTrustFile(file, terminal)
  if (one === undefined || another !== undefined) {
    throw new CommandFault(`${file} should hold exactly one public key: a JWK, a JWK Set of one, or PEM`)
  }
  return one.key
}

/**
 * Reads whom to trust: public keys as a JWK, a JWK Set or PEM, or an object that gives each issuer its own.
 *
 * @param issuers - whose the keys are that name no issuer; where there are none, such keys serve any issuer
 */
export async function readTrust(
  files: readonly string[],
  issuers: readonly string[],
  terminal: Terminal,
): Promise<readonly PinnedKey[]> {
  const keys = (await Promise.all(files.map((file) => readTrustFile(file, terminal)))).flat()
  return keys.flatMap((one) =>
    one.issuer === undefined && issuers.length > 0
      ? issuers.map((issuer) => ({ ...one, issuer }))
      : [{ issuer: anyIssuer, ...one }],
  )
}

async function readTrustFile(file: string, terminal: Terminal): Promise<readonly TrustedKey[]> {
  const input = await readText(file, terminal)
  if (input.text.includes('-----BEGIN ')) return readPem(input).map((key) => ({ key }))
  const value = input.text.startsWith('{') ? parseJsonText(input) : undefined
  if (!isJsonObject(value)) throw new CommandFault(`${file} holds no public keys: it takes a JWK, a JWK Set or PEM`)
  if (isKeyOrSet(value)) return readKeys(value, file, terminal.errors).map((key) => ({ key }))
  const issuers = Object.entries(value)
  if (issuers.length === 0) throw new CommandFault(`${file} names nobody: add an issuer and its JWK Set`)
  return issuers.flatMap(([issuer, keys]) =>
    readKeys(keys, `${file}, ${issuer}`, terminal.errors).map((key) => ({ key, issuer })),
  )
}

function isKeyOrSet(value: JsonObject): boolean {
  return Object.hasOwn(value, 'kty') || Array.isArray(ownMember(value, 'keys'))
}

function readKeys(value: JsonValue, source: string, errors: Channel): readonly PublicJwk[] {
  if (Array.isArray(value)) return readSet(value, source, errors)
  if (!isJsonObject(value) || !isKeyOrSet(value)) {
    throw new CommandFault(`${source} should have public keys: a JWK Set { "keys": [ … ] } or one JWK`)
  }
  return Object.hasOwn(value, 'kty')
    ? [readOne(value, source)]
    : readSet(value.keys as readonly JsonValue[], source, errors)
}

function readOne(value: JsonObject, source: string): PublicJwk {
  const code = keyRefusal(() => parsePublicJwk(value))
  if (code !== undefined) throw keyFault(source, code)
  return parsePublicJwk(value)
}

/** A set as its issuer published it may hold keys for other purposes: they are passed over, and it is said. */
function readSet(members: readonly JsonValue[], source: string, errors: Channel): readonly PublicJwk[] {
  const code = keyRefusal(() => parseJwkSet({ keys: members }))
  if (code !== undefined) throw keyFault(source, code)
  const keys = parseJwkSet({ keys: members })
  if (keys.length === 0) throw new CommandFault(`${source} has no key that can be used here: it takes ${usableKeys}`)
  const unused = members.length - keys.length
  if (unused > 0) errors.write(`hashikake: ${source}: of ${members.length} keys, ${unused} cannot be used here\n`)
  return keys
}

function readPem({ text, source }: InputText): readonly PublicJwk[] {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) throw keyFault(source, 'key_private')
  if (text.includes('-----BEGIN CERTIFICATE-----')) {
    throw new CommandFault(
      `${source} holds a certificate: give that of an authority with --anchor, or write its key out with "openssl x509 -noout -pubkey -in ${source}"`,
    )
  }
  const blocks = text.match(/-----BEGIN PUBLIC KEY-----[^-]*-----END PUBLIC KEY-----/g) ?? []
  if (blocks.length === 0) throw new CommandFault(`${source} has no PUBLIC KEY block`)
  try {
    return blocks.map(publicKeyFromPem)
  } catch (cause) {
    throw keyFault(source, 'key_type_unsupported', cause)
  }
}
