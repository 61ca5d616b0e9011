/** Reading the part of an address behind the question mark. */

/** Text, also where the router read a number or a yes out of it; else undefined. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string' && value !== '') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** The object without its undefined members, so that they do not show up in the address. */
export function without<Values extends Record<string, unknown>>(
  values: Values,
): { [Name in keyof Values]?: Exclude<Values[Name], undefined> } {
  const present: { [Name in keyof Values]?: Exclude<Values[Name], undefined> } = {};
  for (const name in values) {
    const value = values[name];
    if (isPresent(value)) present[name] = value;
  }
  return present;
}

function isPresent<Value>(value: Value): value is Exclude<Value, undefined> {
  return value !== undefined;
}
