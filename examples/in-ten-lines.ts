import { engine } from '@hashikake/crypto/engine'
import { present, receive } from '@hashikake/holder'
import { issue } from '@hashikake/issuer'
import { everythingBelow, issuance, presentation, verification } from '@hashikake/sd-jwt/vc'
import { sdJwtWords } from '@hashikake/sd-jwt/words'
import { createChallenge, ignoreStatus, issuerKeys, verify } from '@hashikake/verifier'
import { explain } from '@hashikake/verifier/explain'

const registrar = await engine.generateKey('ES256')
const graduate = await engine.generateKey('ES256')
const trust = issuerKeys({ 'https://registrar.example': { keys: [registrar.publicKey] } })

// The university: the name and every claim under `degree` may be withheld.
const credential = await issue(
  {
    vct: 'https://registrar.example/vct/degree',
    holderKey: graduate.publicKey,
    claims: { given_name: '花子', degree: { title: '学士（工学）', awarded: '2026-03-24' } },
    disclosable: [['given_name'], everythingBelow(['degree'])],
  },
  {
    format: issuance(),
    issuer: { id: 'https://registrar.example', signer: await engine.signer(registrar.privateKey, 'ES256') },
  },
)

// The graduate: checks what arrived, then answers a challenge with the title alone.
const challenge = createChallenge({ protocol: 'direct', audience: 'https://admissions.example' })
const received = await receive(credential, { formats: [presentation()], trust, holderKey: graduate.publicKey })
if (!received.accepted) throw new Error(received.code)
const [presented = ''] = await present(
  [
    {
      credential: received.credential,
      disclose: [['degree', 'title']],
      signer: await engine.signer(graduate.privateKey, 'ES256'),
    },
  ],
  { formats: [presentation()], challenge },
)

// The other side: no default trust, no default for revocation; what is left out has a name that the result repeats.
const result = await verify(presented, { formats: [verification()], trust, challenge, status: ignoreStatus })

if (result.accepted) console.log(result.credential.claims)
for (const sentence of explain(result, { locale: 'ja', words: [sdJwtWords] })) console.log(sentence)
