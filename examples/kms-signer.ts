// A signer whose key never leaves a key management service: the service signs over HTTP, slowly, and sometimes not at all.
import { generateKeyPairSync, sign } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type PublicJwk, parsePublicJwk } from '@hashikake/crypto/keys'
import { publicKeyFromPem, type Signer } from '@hashikake/crypto/signers'
import { issue } from '@hashikake/issuer'
import { issuance, verification } from '@hashikake/sd-jwt/vc'
import { bearer, ignoreStatus, issuerKeys, verify } from '@hashikake/verifier'

const issuerId = 'https://registrar.example'
const service = await startKeyService()
const signer = await remoteSigner(service.url)
const trust = issuerKeys({ [issuerId]: { keys: [signer.publicKey] } })

// The library asks for one signature and waits; it neither retries nor hides what went wrong.
const credential = await issueDegree()
const result = await verify(credential, { formats: [verification()], trust, challenge: bearer, status: ignoreStatus })
console.log(`Signed by the service, ${result.accepted ? 'accepted' : `refused: ${result.code}`}.`)

service.failNext()
await issueDegree().catch((error: Error) => console.log(`While it fails: ${error.message}`))

service.delayNext(5_000)
const started = performance.now()
await issueDegree(AbortSignal.timeout(100)).catch((reason: Error) =>
  console.log(
    `While it is slow: ${reason.name} after ${performance.now() - started < 1_000 ? 'a moment' : 'too long'}`,
  ),
)

console.log(`And again: ${(await issueDegree()).length > 0 ? 'signed' : 'nothing'}.`)
service.close()

function issueDegree(signal?: AbortSignal): Promise<string> {
  const draft = { vct: `${issuerId}/vct/degree`, claims: { degree: '学士（工学）' }, disclosable: [['degree']] }
  return issue(draft, { format: issuance(), issuer: { id: issuerId, signer }, ...(signal && { signal }) })
}

/**
 * Wraps the service as a `Signer`. The public key is asked for once; the signal of each call reaches the request, so an
 * aborted call leaves nothing running. A service that answers in DER needs its answer converted: raw r‖s is due here.
 */
async function remoteSigner(url: string): Promise<Signer> {
  const publicKey: PublicJwk = parsePublicJwk({
    ...publicKeyFromPem(await (await fetch(`${url}/public-key`)).text()),
    kid: 'registrar-2026',
  })
  return {
    algorithm: 'ES256',
    publicKey,
    async sign(data, options = {}) {
      const body = Uint8Array.from(data)
      const response = await fetch(`${url}/sign`, { method: 'POST', body, signal: options.signal ?? null })
      if (!response.ok) throw new Error(`The key service answered ${response.status}`)
      return new Uint8Array(await response.arrayBuffer())
    },
  }
}

/** The service: it shows its public key and signs; the private key has no way out. */
async function startKeyService() {
  const { publicKey, privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  const next = { status: 200, delay: 5 }
  const server = createServer(async (request, response) => {
    if (request.url === '/public-key') return response.end(publicKey)
    const { status, delay } = next
    Object.assign(next, { status: 200, delay: 5 })
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const timer = setTimeout(() => {
      const signature = sign('sha256', Buffer.concat(chunks), { key: privateKey, dsaEncoding: 'ieee-p1363' })
      response.writeHead(status).end(status === 200 ? signature : undefined)
    }, delay)
    response.on('close', () => clearTimeout(timer))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    failNext: () => Object.assign(next, { status: 503 }),
    delayNext: (delay: number) => Object.assign(next, { delay }),
    close: () => server.close().closeAllConnections(),
  }
}
