import { at } from '../bases.ts'
import { base64url, type Json, type Members } from '../json.ts'
import type { Case } from '../suite.ts'

const url = 'https://registrar.example/types/degree'
const body: Json = { vct: url }
const accepted: Members = {
  accepted: true,
  output: { mediaType: 'application/json', base64url: base64url(JSON.stringify(body)) },
}

interface Change {
  readonly url?: string
  readonly input?: Members
  readonly answers?: Readonly<Record<string, readonly Members[]>>
}

function retrieveCase(id: string, clause: string, title: string, change: Change, expect: Members): Case {
  const isBase = id === 'base-retrieve'
  return {
    id,
    rule: isBase ? 'A42' : id.slice(0, id.lastIndexOf('-')),
    clause,
    title,
    ...(isBase ? {} : { base: 'base-retrieve' }),
    operation: 'retrieve',
    input: { json: { url: change.url ?? url, mediaTypes: ['application/json'], ...change.input } },
    at,
    responses: answersOf(change),
    expect,
  }
}

function answersOf({ url: asked = url, answers = { [asked]: [{ json: body }] } }: Change): Members {
  const complete = (answer: Members): Members => ({ status: 200, ...answer })
  return Object.fromEntries(Object.entries(answers).map(([place, sequence]) => [place, sequence.map(complete)]))
}

const taken = (id: string, title: string, change: Change, clause = 'SD-JWT VC §3'): Case =>
  retrieveCase(id, clause, title, change, accepted)
const refused = (id: string, title: string, code: string, change: Change, clause = 'SD-JWT VC §3'): Case =>
  retrieveCase(id, clause, title, change, { accepted: false, code })
const answered = (...answers: readonly Members[]): Change => ({ answers: { [url]: answers } })
const redirected = (location: string, beyond: Members = { json: body }): Change => ({
  answers: { [url]: [{ status: 302, headers: { location } }], [location]: [beyond] },
})

const hosts: readonly (readonly [string, string])[] = [
  ['https://localhost/', 'this machine by its name'],
  ['https://localhost./', 'the same with a full stop'],
  ['https://LOCALHOST/', 'the same in capitals'],
  ['https://a.localhost/', 'a name below it'],
  ['https://intranet/', 'a name of one part'],
  ['https://printer.local/', 'a name of the network around'],
  ['https://127.0.0.1/', 'this machine by its address'],
  ['https://127.1/', 'the same in short'],
  ['https://2130706433/', 'the same as one number'],
  ['https://0x7f000001/', 'the same in hexadecimal'],
  ['https://0177.0.0.1/', 'the same in octal'],
  ['https://0.0.0.0/', 'no address'],
  ['https://10.0.0.1/', 'a private network'],
  ['https://172.16.0.1/', 'another'],
  ['https://192.168.0.1/', 'another'],
  ['https://100.64.0.1/', 'a provider’s own network'],
  ['https://169.254.169.254/', 'a link-local address, as clouds have their secrets at'],
  ['https://224.0.0.1/', 'many hosts at once'],
  ['https://[::1]/', 'this machine in IPv6'],
  ['https://[fe80::1]/', 'a link-local address in IPv6'],
  ['https://[fd00::1]/', 'a private network in IPv6'],
  ['https://[::ffff:10.0.0.1]/', 'a private network within IPv6'],
  ['https://[64:ff9b::a00:1]/', 'the same, translated'],
  ['https://[2002:a00:1::]/', 'the same, in 6to4'],
]
const addresses = ['127.0.0.1', '10.1.2.3', '169.254.1.1', '::1', 'fe80::1', '::ffff:192.168.0.1', 'fd12::1'] as const

export const retrieveCases: readonly Case[] = [
  retrieveCase('base-retrieve', 'SD-JWT VC §3', 'a document at a public host', {}, accepted),
  taken('A42-1', 'a host by its public address', { url: 'https://203.0.113.1/types/degree' }),
  taken('A42-2', 'a port of its own', { url: 'https://registrar.example:8443/types/degree' }),
  ...hosts.map(([host, title], i) => refused(`A42-${i + 3}`, title, 'retrieval_address_refused', { url: host })),
  ...addresses.map((address, i) =>
    refused(
      `A42-${i + 3 + hosts.length}`,
      `a public name that leads to ${address}`,
      'retrieval_address_refused',
      answered({ json: body, address }),
    ),
  ),
  refused('V9-1', 'plain http', 'retrieval_url_refused', { url: 'http://registrar.example/types/degree' }),
  refused('V9-2', 'a file', 'retrieval_url_refused', { url: 'file:///types/degree' }),
  refused('V9-3', 'a name and a password', 'retrieval_url_refused', { url: 'https://user:secret@registrar.example/' }),
  refused('V9-4', 'no URL', 'retrieval_url_refused', { url: 'types/degree' }),
  refused('V9-5', 'a URL of 3,000 characters', 'retrieval_url_refused', {
    url: `https://registrar.example/${'x'.repeat(3000)}`,
  }),
  taken('V9-6', 'a redirect to another public host', redirected('https://other.example/degree')),
  refused('V9-7', 'a redirect to plain http', 'retrieval_url_refused', redirected('http://registrar.example/degree')),
  refused('V9-8', 'a redirect to a private address', 'retrieval_address_refused', redirected('https://10.0.0.1/')),
  refused(
    'V9-9',
    'a redirect to a name that leads to one',
    'retrieval_address_refused',
    redirected('https://other.example/degree', { json: body, address: '10.0.0.1' }),
  ),
  refused(
    'V9-10',
    'a redirect to itself, on and on',
    'retrieval_redirected',
    answered({ status: 302, headers: { location: url } }),
  ),
  refused('V9-11', 'a redirect to nowhere', 'retrieval_redirected', answered({ status: 302, headers: {} })),
  refused('V9-12', 'nobody there', 'retrieval_failed', { answers: {} }),
  refused('V9-13', 'a status of 404', 'retrieval_status', answered({ status: 404, json: body })),
  refused('V9-14', 'a status of 500', 'retrieval_status', answered({ status: 500, json: body })),
  refused(
    'V9-15',
    'another media type',
    'retrieval_media_type',
    answered({ headers: { 'content-type': 'text/html' }, json: body }),
  ),
  refused('V9-16', 'no media type', 'retrieval_media_type', answered({ headers: {}, json: body })),
  refused(
    'V9-17',
    'what is compressed',
    'retrieval_media_type',
    answered({ headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' }, json: body }),
  ),
  refused('V9-18', 'more bytes than are taken', 'retrieval_too_large', { input: { maximumBytes: 10 } }),
  taken('V9-19', 'just as many', { input: { maximumBytes: JSON.stringify(body).length } }),
]
