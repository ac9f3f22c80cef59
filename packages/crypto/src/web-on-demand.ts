// What the web engine loads when it is first asked for: a verifier of SD-JWTs in a browser does without all of it.
export { deflate, inflate } from './web-compression.ts'
export { digests } from './web-digests.ts'
export { rsaVerifier } from './web-rsa.ts'
export { cryptoKeySigner, generateKey, signer, supports } from './web-signing.ts'
export { verifyWithSpki } from './web-spki.ts'
