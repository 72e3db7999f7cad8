/** Where in a body something is wrong, in the schema's own names: `buckets.0.models`. A name that was sent and is none of those is not repeated. */
export function fieldPathIn(schema: unknown): (path: readonly { readonly key: unknown }[] | undefined) => string {
  const fieldNames = namesIn(schema);
  return (path) => {
    if (path === undefined || path.length === 0) return 'the body';
    return path.map(({ key }) => (typeof key === 'number' || fieldNames.has(String(key)) ? String(key) : 'an unknown field')).join('.');
  };
}

/** Every field's name that a schema has, however deep. */
function namesIn(schema: unknown): Set<string> {
  if (typeof schema !== 'object' || schema === null) return new Set();
  const names = new Set<string>();
  const inner: unknown[] = ['item', 'wrapped'].map((name) => (schema as Record<string, unknown>)[name]);
  if ('options' in schema && Array.isArray(schema.options)) inner.push(...(schema.options as unknown[]));
  if ('pipe' in schema && Array.isArray(schema.pipe)) inner.push(...(schema.pipe as unknown[]).filter((each) => each !== schema));
  if ('entries' in schema && typeof schema.entries === 'object' && schema.entries !== null)
    for (const [name, entry] of Object.entries(schema.entries)) {
      names.add(name);
      inner.push(entry);
    }
  for (const each of inner) for (const name of namesIn(each)) names.add(name);
  return names;
}
