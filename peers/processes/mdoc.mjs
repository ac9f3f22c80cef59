// One mdoc peer in a process of its own: node mdoc.mjs <peer>, a line of JSON a question on standard input, bytes in base64url.
import { createInterface } from 'node:readline'

const peers = {
  '@owf/mdoc': async () => (await import('./owf-mdoc.mjs')).peer,
  '@auth0/mdl': async () => (await import('./auth0-mdl.mjs')).peer,
}
const peer = await peers[process.argv[2]]()

for await (const line of createInterface({ input: process.stdin })) {
  const { ask, given } = JSON.parse(line, (_, value) =>
    typeof value?.$bytes === 'string' ? new Uint8Array(Buffer.from(value.$bytes, 'base64url')) : value,
  )
  let answer
  try {
    const bytes = await peer[ask](given)
    answer = { bytes: bytes === undefined ? null : Buffer.from(bytes).toString('base64url') }
  } catch (thrown) {
    answer = { refusal: String(thrown?.message ?? thrown) }
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`)
}
