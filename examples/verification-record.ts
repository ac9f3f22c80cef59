// What was decided, about which bytes and by which rules: signed, kept without a claim, and checked again years later.
import assert from 'node:assert/strict'
import { defaultContext } from '@hashikake/credential/context'
import { engine } from '@hashikake/crypto/engine'
import { signerFromJwk } from '@hashikake/crypto/signers'
import { present } from '@hashikake/holder'
import { issue } from '@hashikake/issuer'
import { issuance, presentation, verification } from '@hashikake/sd-jwt/vc'
import { createChallenge, ignoreStatus, issuerKeys, types, verify } from '@hashikake/verifier'
import { openRecord, recheck, recordOf, signRecord } from '@hashikake/verifier/record'

const id = 'https://registrar.synthetic-univ.example'
const vct = `${id}/vct/degree`
const newSigner = async () => signerFromJwk((await engine.generateKey('ES256')).privateKey)
const [registrar, graduate, office] = [await newSigner(), await newSigner(), await newSigner()]
const context = defaultContext({ now: () => Date.parse('2026-12-01T01:00:00Z') })

const draft = {
  vct,
  holderKey: graduate.publicKey,
  expires: new Date('2027-12-01T00:00:00Z'),
  claims: { name: '架空 太郎', title: '博士(理学)' },
  disclosable: [['name'], ['title']],
}
const encoded = await issue(draft, { format: issuance(), issuer: { id, signer: registrar }, context })
const challenge = createChallenge({ protocol: 'direct', audience: 'https://admissions.example' })
const selection = { credential: { format: 'dc+sd-jwt', encoded }, disclose: [['title']], signer: graduate }
const [presented = ''] = await present([selection], { formats: [presentation()], challenge, context })

// The office verifies, and signs what it found.
const formats = [verification()]
const policies = [types([vct])]
const trust = issuerKeys({ [id]: { keys: [registrar.publicKey] } })
const options = { formats, trust, challenge, status: ignoreStatus, policies, context } as const
const record = recordOf(await verify(presented, options), options)
const signed = await signRecord(record, { signer: office, kid: 'office-2026' })
assert(!JSON.stringify(record).includes('博士'), 'a record holds no claim')

// Years later the credential has expired. The record is opened, and what was kept is judged again as of then.
const opened = await openRecord(signed, { key: office.publicKey })
assert.deepEqual(opened, JSON.parse(JSON.stringify(record)))
const again = await recheck(opened, { input: presented, formats, policies })
assert.deepEqual([again.agrees, again.differences], [true, []])
console.log(`Judged at ${opened.at}: ${opened.accepted ? 'accepted' : 'refused'}; judged again: the same.`)

// Other bytes, or other rules, do not go unnoticed; nor does another hand on the record.
const others = await recheck(opened, { input: encoded, formats, policies: [types(['https://other.example'])] })
assert.deepEqual(others.differences, ['sha256', 'rules', 'verdict'])
await assert.rejects(openRecord(signed, { key: registrar.publicKey }), { code: 'signature_invalid' })
console.log(`Other bytes by other rules differ in: ${others.differences.join(', ')}.`)
