import type { KeyParametersName } from './algorithms.ts'

/** Random bytes are the engine's: what is here reads no globals. */
type Random = (length: number) => Uint8Array

/** One kind of key in portable JavaScript. Signatures and keys are raw bytes; EC public keys are `04‖x‖y`. */
export interface Portable {
  /** Throws for a point that is not on its curve. */
  checkPublicKey(publicKey: Uint8Array): void
  verify(signature: Uint8Array, data: Uint8Array, publicKey: Uint8Array): boolean
  sign(data: Uint8Array, privateKey: Uint8Array, random: Random): Uint8Array
  publicKey(privateKey: Uint8Array): Uint8Array
  /** The x coordinate of the shared point; absent for keys that only sign. */
  sharedSecret?(privateKey: Uint8Array, publicKey: Uint8Array): Uint8Array
  privateKey(random: Random): Uint8Array
}

// Each is loaded only when asked for: together they weigh more than the rest of a verifier.
const loaders: Readonly<Record<Exclude<KeyParametersName, 'RSA'>, () => Promise<Portable>>> = {
  'P-256': async () => ecdsa((await import('@noble/curves/nist.js')).p256),
  'P-384': async () => ecdsa((await import('@noble/curves/nist.js')).p384),
  'P-521': async () => ecdsa((await import('@noble/curves/nist.js')).p521),
  brainpoolP256r1: async () => ecdsa((await import('@noble/curves/misc.js')).brainpoolP256r1),
  brainpoolP320r1: async () => ecdsa(await import('./brainpool-p320.ts').then((module) => module.brainpoolP320r1)),
  brainpoolP384r1: async () => ecdsa((await import('@noble/curves/misc.js')).brainpoolP384r1),
  brainpoolP512r1: async () => ecdsa((await import('@noble/curves/misc.js')).brainpoolP512r1),
  Ed25519: async () => eddsa((await import('@noble/curves/ed25519.js')).ed25519),
  Ed448: async () => eddsa((await import('@noble/curves/ed448.js')).ed448),
  'ML-DSA-44': async () => mlDsa((await import('@noble/post-quantum/ml-dsa.js')).ml_dsa44),
  'ML-DSA-65': async () => mlDsa((await import('@noble/post-quantum/ml-dsa.js')).ml_dsa65),
  'ML-DSA-87': async () => mlDsa((await import('@noble/post-quantum/ml-dsa.js')).ml_dsa87),
}

/** Loads the portable implementation of a kind of key; rejects where a bundle was made without it. */
export function loadPortable(name: KeyParametersName): Promise<Portable> {
  const load = (loaders as Partial<Record<KeyParametersName, () => Promise<Portable>>>)[name]
  return load === undefined ? Promise.reject(new TypeError('RSA is left to the runtime')) : load()
}

/** The public half of a raw private key. */
export async function portablePublicKey(name: KeyParametersName, privateKey: Uint8Array): Promise<Uint8Array> {
  return (await loadPortable(name)).publicKey(privateKey)
}

type Ecdsa = typeof import('@noble/curves/nist.js').p256
type Eddsa = typeof import('@noble/curves/ed25519.js').ed25519
type MlDsa = typeof import('@noble/post-quantum/ml-dsa.js').ml_dsa44

function ecdsa(curve: Ecdsa): Portable {
  return {
    checkPublicKey: (publicKey) => curve.Point.fromBytes(publicKey).assertValidity(),
    // Both s and n-s are valid signatures in JOSE and COSE.
    verify: (signature, data, publicKey) => curve.verify(signature, data, publicKey, { lowS: false }),
    sign: (data, privateKey) => curve.sign(data, privateKey, { lowS: false }),
    publicKey: (privateKey) => curve.getPublicKey(privateKey, false),
    sharedSecret: (privateKey, publicKey) => curve.getSharedSecret(privateKey, publicKey, true).slice(1),
    privateKey: (random) => curve.utils.randomSecretKey(random(curve.lengths.seed as number)),
  }
}

function eddsa(curve: Eddsa): Portable {
  return {
    checkPublicKey: () => {},
    verify: (signature, data, publicKey) => curve.verify(signature, data, publicKey, { zip215: false }),
    sign: (data, privateKey) => curve.sign(data, privateKey),
    publicKey: (privateKey) => curve.getPublicKey(privateKey),
    privateKey: (random) => random(curve.lengths.secretKey as number),
  }
}

function mlDsa(parameters: MlDsa): Portable {
  return {
    checkPublicKey: () => {},
    verify: (signature, data, publicKey) => parameters.verify(signature, data, publicKey),
    // RFC 9964 keeps the seed; the expanded key is made for each signature and not kept.
    sign: (data, seed, random) =>
      parameters.sign(data, parameters.keygen(seed).secretKey, { extraEntropy: random(32) }),
    publicKey: (seed) => parameters.keygen(seed).publicKey,
    privateKey: (random) => random(32),
  }
}
