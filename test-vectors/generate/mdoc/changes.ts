import { type CborItem, cbor, joined } from '../status/cbor.ts'
import { documentSignerDer, label } from './bases.ts'
import {
  type CoseHeaders,
  type Device,
  type Element,
  element,
  type Fields,
  fieldsWith,
  fieldsWithout,
  itemOf,
  type Mdoc,
  withEntry,
} from './mdoc.ts'
import type { Change } from './suite.ts'

/** The item of the first element of a namespace, made otherwise; its digest is over what is made. */
export const madeOtherwise =
  (namespace: string, name: string, remake: (item: Fields) => Element): Change =>
  ({ made }) => ({
    made: new Map(
      [...made].map(([own, elements]) => [
        own,
        own === namespace ? elements.map((one) => (one.name === name ? remake(one.item) : one)) : elements,
      ]),
    ),
  })

/** An element that the issuer also made, and that is shown. */
export const alsoMade =
  (namespace: string, ...elements: readonly Element[]): Change =>
  ({ made, shown }) => ({
    made: new Map(
      [...new Map([...made, [namespace, made.get(namespace) ?? []] as const])].map(([own, listed]) => [
        own,
        own === namespace ? [...listed, ...elements] : listed,
      ]),
    ),
    shown: (all) => {
      const before = shown(all)
      const own = (before.get(namespace) ?? []) as readonly CborItem[]
      return withEntry(before, namespace, [...new Set([...own, ...elements.map(({ sealed }) => sealed)])])
    },
  })

/** An element with this value. */
export const alsoElement = (namespace: string, name: string, value: CborItem): Change =>
  alsoMade(namespace, element(itemOf(40, name, value)))

/** What is shown, changed after the issuer signed. */
export const shownOtherwise =
  (bend: (shown: ReadonlyMap<CborItem, CborItem>, mdoc: Mdoc) => ReadonlyMap<CborItem, CborItem>): Change =>
  (mdoc) => ({ shown: (all) => bend(mdoc.shown(all), mdoc) })

/** The elements of one namespace that are shown, changed after the issuer signed. */
export const shownIn = (namespace: string, bend: (items: readonly CborItem[]) => readonly CborItem[]): Change =>
  shownOtherwise((shown) => withEntry(shown, namespace, bend(shown.get(namespace) as readonly CborItem[])))

export const mso =
  (members: Readonly<Record<string, CborItem>>): Change =>
  (mdoc) => ({ mso: fieldsWith(mdoc.mso, members) })
export const msoWithout =
  (...names: readonly string[]): Change =>
  () => ({ bendMso: (all) => fieldsWithout(all, ...names) })
export const validityInfo =
  (members: Readonly<Record<string, CborItem>>): Change =>
  (mdoc) => ({
    mso: fieldsWith(mdoc.mso, { validityInfo: fieldsWith(mdoc.mso.get('validityInfo') as Fields, members) }),
  })
export const deviceKeyInfo =
  (members: Readonly<Record<string, CborItem>>): Change =>
  (mdoc) => ({
    mso: fieldsWith(mdoc.mso, { deviceKeyInfo: fieldsWith(mdoc.mso.get('deviceKeyInfo') as Fields, members) }),
  })

/** The headers and the signature of IssuerAuth. */
export const issuer =
  (change: Partial<CoseHeaders>): Change =>
  (mdoc) => ({ issuer: { ...mdoc.issuer, ...change } })
export const issuerProtected = (...entries: readonly (readonly [CborItem, CborItem])[]): Change =>
  issuer({ protected: new Map(entries) })
export const x5chain = (value: CborItem): Change => issuer({ unprotected: new Map([[label.x5chain, value]]) })
export const alsoUnprotected = (...entries: readonly (readonly [CborItem, CborItem])[]): Change =>
  issuer({ unprotected: new Map<CborItem, CborItem>([[label.x5chain, documentSignerDer], ...entries]) })

export const response =
  (members: Readonly<Record<string, CborItem>>): Change =>
  () => ({ bendResponse: (all) => fieldsWith(all, members) })
export const responseWithout =
  (...names: readonly string[]): Change =>
  () => ({ bendResponse: (all) => fieldsWithout(all, ...names) })
export const document =
  (members: Readonly<Record<string, CborItem>>): Change =>
  () => ({ bendDocument: (all) => fieldsWith(all, members) })
export const documentWithout =
  (...names: readonly string[]): Change =>
  () => ({ bendDocument: (all) => fieldsWithout(all, ...names) })
export const bytes =
  (bend: (bytes: Uint8Array) => Uint8Array): Change =>
  () => ({ bendBytes: bend })

/** What the holder answers. */
export const device =
  (change: Partial<Device> | ((device: Device) => Partial<Device>)): Change =>
  ({ device: own }) => {
    const before = own as Device
    return { device: { ...before, ...(typeof change === 'function' ? change(before) : change) } }
  }
export const deviceCose = (change: Partial<CoseHeaders>): Change =>
  device(({ cose }) => ({ cose: { ...cose, ...change } }))

/** Changes that belong together, each on top of the ones before. */
export const both =
  (...changes: readonly Change[]): Change =>
  (mdoc) => {
    let made: Partial<Mdoc> = {}
    for (const change of changes) made = { ...made, ...change({ ...mdoc, ...made }) }
    return made
  }

/** The bytes with one bit changed. */
export const flipped = (of: Uint8Array, place = -1): Uint8Array =>
  Uint8Array.from(of, (byte, i) => (i === (place < 0 ? of.length + place : place) ? byte ^ 1 : byte))

/** Items one after the other in one byte string. */
export const inOne = (...items: readonly CborItem[]): Uint8Array => joined(...items.map(cbor))
