import { createPrivateKey } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import { join } from 'node:path'
import type { VcApi, VcApiSigners } from '@hashikake/conformance/vc-api'
import { defaultContext } from '@hashikake/credential/context'
import type { SignatureAlgorithm } from '@hashikake/crypto/algorithms'
import { engine } from '@hashikake/crypto/engine'
import { signerFromJwk } from '@hashikake/crypto/signers'
import { isJsonObject, type JsonObject, parseJson } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { Command } from 'commander'
import { parsePort, parseTime } from '../arguments.ts'
import { CommandFault, exitCodes } from '../faults.ts'
import type { Terminal } from '../terminal.ts'

interface ServeOptions {
  readonly port: number
  readonly host: string
  readonly now?: Date
  readonly anyIssuer?: boolean
  readonly legacyVpJwt?: boolean
  readonly offlineContexts?: string
}

const help = `
Profiles are the first part of a path: /embedded (also with a cryptosuite, as
/embedded/ecdsa-rdfc-2019/P-384), /jose, /sd-jwt, /cose and /status. Each has
credentials/issue, credentials/verify and presentations/verify; /embedded has
credentials/derive as well. Keys and the certificate are made at start, and
are gone with it.

It believes whoever has a key: never let it stand where somebody relies on it.

Example:
  $ hashikake serve vc-api --port 40443 --offline-contexts contexts`

export function addServe(program: Command, terminal: Terminal, finish: (exitCode: number) => void): void {
  program
    .command('serve')
    .summary('answer conformance suites over HTTPS')
    .description('Stands as an issuer, holder and verifier behind the HTTP interface that the suites of the W3C call.')
    .argument('<interface>', 'vc-api')
    .option('--port <port>', 'where it listens', parsePort, 40_443)
    .option('--host <address>', 'where it listens', '127.0.0.1')
    .option('--now <time>', 'a fixed time, such as 2026-11-27T12:00:00Z', parseTime)
    .option('--any-issuer', 'let the issuer of a credential be another than the owner of the key')
    .option('--legacy-vp-jwt', 'accept presentations as JWT in the form of version 1.1')
    .option('--offline-contexts <folder>', 'contexts: JSON files { "url": …, "document": … }')
    .addHelpText('after', help)
    .action(async (name: string, options: ServeOptions) => {
      if (name !== 'vc-api') throw new CommandFault(`There is no interface ${name}: serve vc-api`)
      await serve(options, terminal)
      finish(exitCodes.done)
    })
}

async function serve(options: ServeOptions, { output, errors }: Terminal): Promise<void> {
  const { port, host, now, anyIssuer = false, legacyVpJwt = false, offlineContexts } = options
  const { createVcApi } = await import('@hashikake/conformance/vc-api')
  const context = defaultContext(now === undefined ? {} : { now: () => now.getTime() })
  const origin = `https://${host}:${port}`
  const contexts = offlineContexts === undefined ? {} : readContexts(offlineContexts)
  const api = createVcApi({ signers: await newSigners(), context, origin, contexts, anyIssuer, legacyVpJwt })
  const server = createServer(await newCertificate(host), (request, response) => {
    respond(api, request, response).catch((fault: unknown) => {
      errors.write(`hashikake: ${fault instanceof Error ? fault.stack : String(fault)}\n`)
      response.writeHead(500).end()
    })
  })
  await listen(server, port, host)
  output.write(`${JSON.stringify({ origin, issuers: api.issuers })}\n`)
  await new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve)
  })
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(new CommandFault(`Nothing can listen on ${host}:${port} (${cause.code})`, undefined, cause)),
    )
    server.listen(port, host, resolve)
  })
}

const longestBody = 4 * 2 ** 20

async function respond(api: VcApi, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    length += chunk.length
    if (length > longestBody) {
      response.writeHead(413, { connection: 'close' }).end()
      return
    }
    chunks.push(chunk)
  }
  const { pathname } = new URL(request.url ?? '/', 'https://localhost')
  const body = Buffer.concat(chunks).toString('utf8')
  const answer = await api.handle({ method: request.method ?? 'GET', path: pathname, body })
  response.writeHead(answer.status, { 'content-type': answer.contentType }).end(answer.body)
}

async function newSigners(): Promise<VcApiSigners> {
  const make = async (algorithm: SignatureAlgorithm) => signerFromJwk((await engine.generateKey(algorithm)).privateKey)
  return { Ed25519: await make('Ed25519'), 'P-256': await make('ES256'), 'P-384': await make('ES384') }
}

/** Signed by itself: suites are told to accept it. */
async function newCertificate(host: string): Promise<{ readonly key: string; readonly cert: string }> {
  const { makeCertificate } = await import('../certificate.ts')
  const { privateKey } = await engine.generateKey('ES256')
  const cert = await makeCertificate({
    key: privateKey,
    algorithm: 'ES256',
    subject: 'CN=Hashikake conformance',
    uris: [],
    dnsNames: [host, 'localhost'],
    extendedKeyUsages: ['1.3.6.1.5.5.7.3.1'],
    contacts: [],
    revocationLists: [],
    kind: 'signer',
    notBefore: new Date(),
    days: 30,
  })
  const key = createPrivateKey({ key: { ...privateKey }, format: 'jwk' }).export({ type: 'pkcs8', format: 'pem' })
  return { key: key.toString(), cert }
}

/** Each file of a folder: a context and its URL. */
function readContexts(folder: string): Readonly<Record<string, JsonObject>> {
  const names = namesIn(folder).filter((name) => name.endsWith('.json') || name.endsWith('.jsonld'))
  return Object.fromEntries(names.map((name) => readContext(join(folder, name))))
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch (cause) {
    throw new CommandFault(`${folder} is no folder that can be read`, undefined, cause)
  }
}

function readContext(file: string): readonly [url: string, document: JsonObject] {
  try {
    const content = parseJson(readFileSync(file, 'utf8'))
    if (isJsonObject(content)) {
      const { url, document } = content
      if (typeof url === 'string' && isJsonObject(document)) return [url, document]
    }
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause
  }
  throw new CommandFault(`${file} is no context: write it as { "url": "https://…", "document": { "@context": … } }`)
}
