// What the web engine loads when it is first asked for: a verifier of SD-JWTs in a browser does without all of it.
export { digests } from './web-digests.ts'
export { cryptoKeySigner, generateKey, signer, supports } from './web-signing.ts'
