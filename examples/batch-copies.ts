// One degree in several copies that verifiers cannot link: each has its own key, salts and signature, and is shown once.
import assert from 'node:assert/strict'
import { engine } from '@hashikake/crypto/engine'
import { type Signer, signerFromJwk } from '@hashikake/crypto/signers'
import { type HeldCredential, memoryStore, present, receive } from '@hashikake/holder'
import { issueBatch } from '@hashikake/issuer'
import { everythingBelow, issuance, presentation, verification } from '@hashikake/sd-jwt/vc'
import { createChallenge, ignoreStatus, issuerKeys, verify } from '@hashikake/verifier'

const id = 'https://registrar.synthetic-univ.example'
const newSigner = async () => signerFromJwk((await engine.generateKey('ES256')).privateKey)
const registrar = await newSigner()
const trust = issuerKeys({ [id]: { keys: [registrar.publicKey] } })
const formats = [presentation()]

// The wallet makes a key for each copy; the university signs them all alike.
const keys = await Promise.all([newSigner(), newSigner(), newSigner()])
const copies = await issueBatch(
  { vct: `${id}/vct/degree`, claims: { name: '架空 花子', title: '学士(法学)' }, disclosable: [everythingBelow()] },
  { format: issuance(), issuer: { id, signer: registrar }, holderKeys: keys.map(({ publicKey }) => publicKey) },
)
const held = await Promise.all(
  copies.map(async (copy, i): Promise<HeldCredential> => {
    const received = await receive(copy, { formats, trust, holderKey: (keys[i] as Signer).publicKey })
    assert(received.accepted)
    return received.credential
  }),
)
const store = memoryStore()
const kept = await store.add(held)

// Each verifier gets a copy that nobody has seen.
const seen: string[] = []
for (const audience of ['https://one.example', 'https://two.example', 'https://three.example']) {
  const credential = await store.take(kept)
  assert(credential !== undefined)
  const signer = keys.find(({ publicKey }) => publicKey.kty === 'EC' && publicKey.x === keyOf(credential))
  assert(signer !== undefined)
  const challenge = createChallenge({ protocol: 'direct', audience })
  const [presented = ''] = await present([{ credential, disclose: [['title']], signer }], { formats, challenge })
  const result = await verify(presented, { formats: [verification()], trust, challenge, status: ignoreStatus })
  assert(result.accepted)
  seen.push(String(presented).split('~')[0] as string)
  console.log(`${audience} accepted a copy; its signature ends in …${(seen.at(-1) as string).slice(-8)}`)
}
assert.equal(new Set(seen).size, 3)
assert.equal(await store.take(kept), undefined)
// To show one again is a choice with a name, since those two verifiers can then be linked.
assert.equal(await store.take(kept, { reuseLast: true }), held[2])

function keyOf({ holderKey }: HeldCredential): string | undefined {
  return holderKey?.kty === 'EC' ? holderKey.x : undefined
}
