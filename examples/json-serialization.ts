// Two universities sign one joint degree: JSON in the general form, and a verifier who says how many signatures it needs.
import assert from 'node:assert/strict'
import { engine } from '@hashikake/crypto/engine'
import { signerFromJwk } from '@hashikake/crypto/signers'
import { present } from '@hashikake/holder'
import { issue } from '@hashikake/issuer'
import { issuance, presentation, verification } from '@hashikake/sd-jwt/vc'
import { createChallenge, ignoreStatus, pinnedKeys, type VerifyOptions, verify } from '@hashikake/verifier'

const newSigner = async () => signerFromJwk((await engine.generateKey('ES256')).privateKey)
const [kita, dijlestad, graduate] = [await newSigner(), await newSigner(), await newSigner()]

// One payload, two signatures over it, each with the key identifier of its university.
const encoded = await issue(
  {
    vct: 'https://joint.example/vct/degree',
    holderKey: graduate.publicKey,
    claims: { title: 'Joint Master of Synthetic Engineering', name: '架空 花子' },
    disclosable: [['title'], ['name']],
  },
  {
    format: issuance({ serialization: 'general', cosigners: [{ signer: dijlestad, kid: 'dijlestad-1' }] }),
    issuer: { id: 'https://joint.example', signer: kita, kid: 'kita-1' },
  },
)
assert.equal(JSON.parse(encoded).signatures.length, 2)

const challenge = createChallenge({ protocol: 'direct', audience: 'https://admissions.example' })
const selection = { credential: { format: 'dc+sd-jwt', encoded }, disclose: [['title']], signer: graduate }
const [presented = ''] = await present([selection], { formats: [presentation()], challenge })

const issuer = 'https://joint.example'
const kitaKey = { issuer, key: { ...kita.publicKey, kid: 'kita-1' } }
const dijlestadKey = { issuer, key: { ...dijlestad.publicKey, kid: 'dijlestad-1' } }
const judge = async (signatures: NonNullable<VerifyOptions['signatures']>, ...keys: (typeof kitaKey)[]) => {
  const options = {
    formats: [verification()],
    trust: pinnedKeys(keys),
    challenge,
    status: ignoreStatus,
    signatures,
  } as const
  const result = await verify(presented, options)
  console.log(
    JSON.stringify(signatures),
    keys.map(({ key }) => key.kid),
    result.accepted ? 'accepted' : result.code,
  )
  return result.accepted ? result.credential.issuers.length : result.code
}
assert.equal(await judge('all', kitaKey, dijlestadKey), 2)
// A verifier that knows one of the two universities has to say that one is enough.
assert.equal(await judge('all', dijlestadKey), 'key_unknown')
assert.equal(await judge({ atLeast: 1 }, dijlestadKey), 1)
assert.equal(await judge({ atLeast: 2 }, dijlestadKey), 'key_unknown')
