/** Schemas as OpenAPI 2.0 has them, which knows no unions, no constants and no rules for names. */

export type Schema = { [key: string]: unknown };

type Definitions = Readonly<Record<string, Schema>>;

/** What stays as it is. */
const plainKeys = [
  'type',
  'description',
  'default',
  'enum',
  'format',
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'multipleOf',
  'minItems',
  'maxItems',
  'uniqueItems',
];

/** The schema of a value; `definitions` are those that references name. */
export function swaggerSchema(schema: Schema, definitions: Definitions): Schema {
  const { $ref } = schema;
  if (typeof $ref === 'string') return { $ref: $ref.replace('#/components/schemas/', '#/definitions/') };
  const forms = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined;
  if (forms) return swaggerSchema({ ...merged(forms, definitions), ...described(schema) }, definitions);

  const plain: Schema = Object.fromEntries(
    Object.entries(schema).filter(([key]) => plainKeys.includes(key) || key.startsWith('x-')),
  );
  if ('const' in schema) plain.enum = [schema.const];
  for (const [bound, exclusive] of [
    ['minimum', 'exclusiveMinimum'],
    ['maximum', 'exclusiveMaximum'],
  ] as const) {
    if (schema[exclusive] === undefined) continue;
    plain[bound] = schema[exclusive];
    plain[exclusive] = true;
  }
  if (schema.items) plain.items = swaggerSchema(schema.items as Schema, definitions);
  if (schema.required) plain.required = schema.required;
  if (schema.properties) {
    plain.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([name, property]) => {
        const converted = swaggerSchema(property as Schema, definitions);
        return [name, '$ref' in converted ? converted : { 'x-ms-summary': titleOf(name), ...converted }];
      }),
    );
  }
  // Only what can be there counts: designers show no rule against more.
  if (typeof schema.additionalProperties === 'object')
    plain.additionalProperties = swaggerSchema(schema.additionalProperties as Schema, definitions);
  return plain;
}

/** A name as people read it: `restartPolicy` is "Restart policy". */
export function titleOf(name: string): string {
  const words = name.replace(/-/g, ' ').replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** One schema in place of several forms: what any of them allows. Without a type where they have different ones. */
function merged(forms: readonly Schema[], definitions: Definitions): Schema {
  const resolved = forms.map((form) => resolve(form, definitions));
  const [first = {}, ...rest] = resolved;
  const sameType = rest.every(({ type }) => type === first.type);
  if (!sameType) return { description: 'It may have one of several forms.' };
  if (first.type !== 'object') {
    const values = resolved.flatMap(
      (form) => (form.enum as unknown[]) ?? ('const' in form ? [form.const] : []),
    );
    return { type: first.type, ...(values.length > 0 ? { enum: [...new Set(values)] } : {}) };
  }
  const properties = new Map<string, Schema[]>();
  for (const form of resolved) {
    for (const [name, property] of Object.entries((form.properties ?? {}) as Record<string, Schema>))
      properties.set(name, [...(properties.get(name) ?? []), property]);
  }
  const required = ((first.required ?? []) as string[]).filter((name) =>
    rest.every((form) => ((form.required ?? []) as string[]).includes(name)),
  );
  return {
    type: 'object',
    properties: Object.fromEntries(
      [...properties].map(([name, [one = {}, ...others]]) => {
        const differs = others.some((other) => JSON.stringify(other) !== JSON.stringify(one));
        return [name, differs ? { ...described(one), anyOf: [one, ...others] } : one];
      }),
    ),
    ...(required.length > 0 ? { required } : {}),
  };
}

function described({ description }: Schema): Schema {
  return description === undefined ? {} : { description };
}

/** The schema behind a reference; forms within forms become one. */
function resolve(schema: Schema, definitions: Definitions): Schema {
  const { $ref } = schema;
  if (typeof $ref === 'string') return resolve(definitions[$ref.split('/').at(-1) ?? ''] ?? {}, definitions);
  const forms = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined;
  return forms ? merged(forms, definitions) : schema;
}
