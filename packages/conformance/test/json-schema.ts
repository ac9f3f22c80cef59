type Schema = { readonly [keyword: string]: unknown }
type Value = unknown

/**
 * What a value breaks of a JSON Schema, in words; nothing where it fits. It knows the keywords that our schema uses and throws
 * at any other, so that no demand is passed over.
 */
export function violations(value: Value, schema: Schema, root: Schema, place = ''): readonly string[] {
  return Object.keys(schema).flatMap((keyword) => {
    if (annotations.includes(keyword)) return []
    const check = checks[keyword]
    if (check === undefined) throw new Error(`The schema uses ${keyword}, which this check does not know`)
    return check(value, schema, root, place)
  })
}

type Check = (value: Value, schema: Schema, root: Schema, place: string) => readonly string[]

const annotations: readonly string[] = ['$schema', '$defs', 'title', 'description']
const none: readonly string[] = []
const isObject = (value: Value): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const checks: Readonly<Record<string, Check>> = {
  $ref: (value, { $ref }, root, place) => violations(value, definition(root, $ref as string), root, place),
  type: (value, { type }, _, place) => {
    const types = Array.isArray(type) ? type : [type]
    return types.some((one) => isOfType(value, one as string)) ? none : [`${place} is not of type ${types.join(', ')}`]
  },
  const: (value, schema, _, place) => (value === schema.const ? none : [`${place} is not ${String(schema.const)}`]),
  enum: (value, schema, _, place) =>
    (schema.enum as readonly unknown[]).includes(value) ? none : [`${place} is none of the values allowed`],
  anyOf: (value, { anyOf }, root, place) =>
    (anyOf as readonly Schema[]).some((one) => violations(value, one, root, place).length === 0)
      ? none
      : [`${place} fits none of the alternatives`],
  pattern: (value, { pattern }, _, place) =>
    typeof value !== 'string' || new RegExp(pattern as string, 'u').test(value)
      ? none
      : [`${place} does not match ${pattern}`],
  minLength: (value, { minLength }, _, place) =>
    typeof value !== 'string' || value.length >= (minLength as number) ? none : [`${place} is too short`],
  required: (value, { required }, _, place) =>
    isObject(value)
      ? (required as readonly string[]).flatMap((name) =>
          Object.hasOwn(value, name) ? [] : [`${place}.${name} is missing`],
        )
      : none,
  minProperties: (value, { minProperties }, _, place) =>
    !isObject(value) || Object.keys(value).length >= (minProperties as number)
      ? none
      : [`${place} has too few members`],
  maxProperties: (value, { maxProperties }, _, place) =>
    !isObject(value) || Object.keys(value).length <= (maxProperties as number)
      ? none
      : [`${place} has too many members`],
  properties: (value, { properties }, root, place) =>
    isObject(value)
      ? Object.entries(properties as Record<string, Schema>).flatMap(([name, schema]) =>
          Object.hasOwn(value, name) ? violations(value[name], schema, root, `${place}.${name}`) : [],
        )
      : none,
  additionalProperties: (value, { additionalProperties, properties = {} }, root, place) => {
    if (!isObject(value)) return none
    const others = Object.keys(value).filter((name) => !Object.hasOwn(properties as object, name))
    if (additionalProperties === false) return others.map((name) => `${place}.${name} is unknown`)
    return others.flatMap((name) => violations(value[name], additionalProperties as Schema, root, `${place}.${name}`))
  },
  items: (value, { items }, root, place) =>
    Array.isArray(value)
      ? value.flatMap((one, index) => violations(one, items as Schema, root, `${place}[${index}]`))
      : none,
}

function definition(root: Schema, reference: string): Schema {
  const found = (root.$defs as Record<string, Schema>)[reference.replace('#/$defs/', '')]
  if (found === undefined) throw new Error(`The schema does not define ${reference}`)
  return found
}

function isOfType(value: Value, type: string): boolean {
  if (type === 'object') return isObject(value)
  if (type === 'array') return Array.isArray(value)
  if (type === 'null') return value === null
  return type === 'integer' ? Number.isInteger(value) : typeof value === type
}
