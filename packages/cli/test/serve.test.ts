import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:https'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const command = fileURLToPath(new URL('../dist/main.js', import.meta.url))
let server: ChildProcessByStdio<null, Readable, null>
let origin: string
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hashikake-serve-'))
  const context = {
    url: 'https://registrar.example/terms/v1',
    document: { '@context': { degree: 'urn:terms:degree' } },
  }
  await writeFile(join(folder, 'terms.json'), JSON.stringify(context))
  const port = String(await freePort())
  const flags = ['--port', port, '--offline-contexts', folder, '--now', '2026-11-27T12:00:00Z']
  server = spawn(process.execPath, [command, 'serve', 'vc-api', ...flags], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(server.stdout, 'data')
  const said = JSON.parse(String(line))
  origin = said.origin
  expect(said.issuers.Ed25519.did).toMatch(/^did:key:z6Mk/)
})

afterAll(async () => {
  server.kill('SIGTERM')
  if (server.exitCode === null) await once(server, 'exit')
  expect(server.exitCode).toBe(0)
  await rm(folder, { recursive: true })
})

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as { port: number }
  probe.close()
  return port
}

async function ask(
  path: string,
  body?: string,
): Promise<{ status: number; json: Record<string, unknown> | undefined }> {
  const asked = request(`${origin}${path}`, { method: body === undefined ? 'GET' : 'POST', rejectUnauthorized: false })
  asked.end(body)
  const [response] = await once(asked, 'response')
  let text = ''
  for await (const chunk of response) text += String(chunk)
  return { status: response.statusCode, json: text === '' ? undefined : JSON.parse(text) }
}

describe('serve vc-api', () => {
  it('issues and verifies over HTTPS, with contexts from a folder and at the time that it was told', async () => {
    const credential = {
      '@context': ['https://www.w3.org/ns/credentials/v2', 'https://registrar.example/terms/v1'],
      type: ['VerifiableCredential'],
      credentialSubject: { id: 'did:example:subject', degree: 'Bridges' },
    }
    const issued = await ask('/embedded/credentials/issue', JSON.stringify({ credential }))
    expect(issued).toMatchObject({
      status: 201,
      json: { verifiableCredential: { proof: { created: '2026-11-27T12:00:00Z' } } },
    })
    const { verifiableCredential } = issued.json as { verifiableCredential: unknown }
    expect(await ask('/embedded/credentials/verify', JSON.stringify({ verifiableCredential }))).toMatchObject({
      status: 200,
    })
  })

  it('answers what it cannot take without falling', async () => {
    expect(await ask('/embedded/credentials/issue', '{"a":1,"a":2}')).toMatchObject({
      status: 400,
      json: { problemDetails: [{ type: 'https://www.w3.org/TR/vc-data-model#PARSING_ERROR' }] },
    })
    expect(
      (await ask('/embedded/credentials/issue', `"${'x'.repeat(5 * 2 ** 20)}"`).catch(() => ({ status: 413 }))).status,
    ).toBe(413)
    expect(await ask('/')).toMatchObject({ status: 404 })
  })
})
