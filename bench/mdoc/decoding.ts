import { type CborMap, type CborTag, decodeCbor, openEmbedded } from '@hashikake/encoding/cbor'
import { Decoder } from 'cbor-x'
import { figure } from '../figure.ts'
import { interleave } from '../interleave.ts'
import type { Report } from '../report.ts'
import { pairwise, spreadOf } from '../statistics.ts'
import { makeFixture } from './credential.ts'

/** Opens what is embedded, and reads bytes that hold an item. */
interface Reader<Embedded> {
  read(bytes: Uint8Array): unknown
  open(embedded: Embedded): unknown
}

/** Everything in a DeviceResponse that is CBOR, embedded items and headers included: as a verifier has to read it. */
function readAll<Embedded>(bytes: Uint8Array, { read, open }: Reader<Embedded>): number {
  const response = read(bytes) as Map<string, unknown>
  const [document] = response.get('documents') as readonly [Map<string, unknown>]
  const issuerSigned = document.get('issuerSigned') as Map<string, unknown>
  let met = 0
  for (const items of (issuerSigned.get('nameSpaces') as Map<string, readonly Embedded[]>).values()) {
    for (const item of items) met += (open(item) as CborMap).size
  }
  const [headers, , payload] = issuerSigned.get('issuerAuth') as readonly [Uint8Array, unknown, Uint8Array]
  met += (read(headers) as CborMap).size
  met += (open(read(payload) as Embedded) as CborMap).size
  const deviceSigned = document.get('deviceSigned') as Map<string, unknown>
  met += (open(deviceSigned.get('nameSpaces') as Embedded) as CborMap).size
  const [deviceHeaders] = (deviceSigned.get('deviceAuth') as Map<string, readonly [Uint8Array]>).get(
    'deviceSignature',
  ) as readonly [Uint8Array]
  return met + (read(deviceHeaders) as CborMap).size
}

/** What strictness costs: the gate and the decoder behind it, against that decoder alone. */
export async function decoding(report: Report): Promise<void> {
  const { presentation } = await makeFixture()
  const decoder = new Decoder({ useRecords: false, mapsAsObjects: false } as ConstructorParameters<typeof Decoder>[0])
  const bare: Reader<{ readonly value: Uint8Array }> = {
    read: (bytes) => decoder.decode(bytes),
    open: ({ value }) => decoder.decode(value),
  }
  const strict: Reader<CborTag> = { read: (bytes) => decodeCbor(bytes).value, open: openEmbedded }
  const all = readAll(presentation, bare)
  const isWhole = (met: number): void => {
    if (met !== all) throw new Error('The two decoders do not read the same')
  }
  const { alone, gated } = await interleave(
    {
      alone: { run: () => readAll(presentation, bare), check: isWhole },
      gated: { run: () => readAll(presentation, strict), check: isWhole },
    },
    { callsInTurn: 10, leastWarmUp: 2_000, mostWarmUp: 8_000, rounds: 4_000 },
    report,
  )
  const ratio = spreadOf(pairwise((one, other) => other / one, alone, gated))
  report.figure(figure('mdoc: gate and decoding / cbor-x alone', '×', ratio, { goal: { atMost: 2 } }))
  report.figure(figure('  cbor-x alone', 'µs', spreadOf(alone)))
  report.figure(figure('  gate and decoding', 'µs', spreadOf(gated)))
}
