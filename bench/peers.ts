import * as nodeCrypto from 'node:crypto'
import { digest, ES256, generateSalt } from '@sd-jwt/crypto-nodejs'
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc'
import { claims, disclosable, type Fixture, issuerId, type Party, type } from './credential.ts'
import { importPublicKey, textSigner, verifyText } from './one-shot.ts'

/** The peer, doing with the bench's credential what the library does with it. */
export interface Peer {
  issue(): Promise<string>
  present(credential: string): Promise<string>
  verify(presentation: string): Promise<unknown>
}

type Configuration = ConstructorParameters<typeof SDJwtVcInstance>[0]
type KeyBindingVerifier = NonNullable<NonNullable<Configuration>['kbVerifier']>

/** Whether the holder's key is known beforehand, or taken from each credential's `cnf` and imported there. */
export type HolderKey = 'known' | 'imported'

/**
 * Set up with its own callbacks for Node as its documentation shows. They remember no keys, so the holder's is imported in
 * each verification; its example knows it beforehand, as no verifier of bound credentials does.
 */
export async function documentedPeer(fixture: Fixture, holderKey: HolderKey = 'imported'): Promise<Peer> {
  const { issuer, holder } = fixture
  const importing: KeyBindingVerifier = async (data, signature, payload) =>
    (await ES256.getVerifier(confirmationKey(payload)))(data, signature)
  return peer(fixture, {
    signer: await ES256.getSigner({ ...issuer.privateKey }),
    signAlg: ES256.alg,
    verifier: await ES256.getVerifier({ ...issuer.publicKey }),
    hasher: digest,
    saltGenerator: generateSalt,
    kbSigner: await ES256.getSigner({ ...holder.privateKey }),
    kbSignAlg: ES256.alg,
    kbVerifier: holderKey === 'known' ? await ES256.getVerifier({ ...holder.publicKey }) : importing,
  })
}

/** Given callbacks that reach node:crypto as directly as the library's engine does, keys imported beforehand. */
export function sameEnginePeer(fixture: Fixture, holderKey: HolderKey = 'known'): Peer {
  const { issuer, holder } = fixture
  const issuerKey = importPublicKey(issuer.publicKey)
  const knownKey = importPublicKey(holder.publicKey)
  const keyOf: (payload: Parameters<KeyBindingVerifier>[2]) => nodeCrypto.KeyObject =
    holderKey === 'known' ? () => knownKey : (payload) => importPublicKey(confirmationKey(payload))
  return peer(fixture, {
    signer: textSigner(issuer.privateKey),
    signAlg: 'ES256',
    verifier: (data, signature) => verifyText(data, signature, issuerKey),
    hasher: (data) => nodeCrypto.hash('sha256', typeof data === 'string' ? data : Buffer.from(data), 'buffer'),
    saltGenerator: () => nodeCrypto.randomBytes(16).toString('base64url'),
    kbSigner: textSigner(holder.privateKey),
    kbSignAlg: 'ES256',
    kbVerifier: (data, signature, payload) => verifyText(data, signature, keyOf(payload)),
  })
}

function confirmationKey({ cnf }: Parameters<KeyBindingVerifier>[2]): object {
  if (cnf === undefined) throw new Error('A presentation of the bench is not bound to a key')
  return cnf.jwk
}

function peer({ holder, challenge }: Fixture, configuration: Configuration): Peer {
  const instance = new SDJwtVcInstance(configuration)
  const frame = disclosureFrame()
  return {
    issue: () => {
      const now = Math.floor(Date.now() / 1000)
      const registered = { iss: issuerId, iat: now, exp: now + 31_536_000, vct: type, ...confirmation(holder) }
      return instance.issue({ ...registered, ...claims }, frame as never)
    },
    present: (credential) =>
      instance.present(
        credential,
        { family_name: true, degree: { title: true, classification: { grade: true } } },
        {
          kb: {
            payload: { iat: Math.floor(Date.now() / 1000), aud: challenge.audience, nonce: challenge.nonce },
          },
        },
      ),
    verify: (presentation) =>
      instance.verify(presentation, { requiredClaimKeys: ['degree.title'], keyBindingNonce: challenge.nonce }),
  }
}

function confirmation({ publicKey }: Party): { readonly cnf: { readonly jwk: object } } {
  return { cnf: { jwk: { ...publicKey } } }
}

/** The disclosable claims as the peer writes them: a tree of objects, each with the names that it conceals in `_sd`. */
function disclosureFrame(): object {
  interface Frame {
    _sd?: string[]
    [name: string]: Frame | string[] | undefined
  }
  const root: Frame = {}
  for (const path of disclosable) {
    let frame = root
    for (const name of path.slice(0, -1)) {
      frame[name] ??= {}
      frame = frame[name] as Frame
    }
    frame._sd ??= []
    frame._sd.push(path.at(-1) as string)
  }
  return root
}
