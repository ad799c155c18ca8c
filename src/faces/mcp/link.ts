type Arguments = Readonly<Record<string, unknown>>;

/**
 * A page of the console: "/why/{measure}?month={month}" with arguments in the places of their names. What is not given is left out of the
 * query. Of options each has a parameter of its own, and no dimension at all is said to be none.
 */
export function linkOf(template: string, given: Arguments): string {
  const [path = '', query = ''] = template.split('?');
  const filled = path.replace(place, (_, name: string) => encodeURIComponent(String(given[name])));
  const parameters = new URLSearchParams();
  for (const part of query.split('&')) {
    const [, key, name] = /^([\w.]+)=\{(\w+)\}$/.exec(part) ?? [];
    if (key && name) for (const [own, value] of valuesOf(key, given[name])) parameters.set(own, value);
  }
  return parameters.size > 0 ? `${filled}?${parameters}` : filled;
}

const place = /\{(\w+)\}/g;

function valuesOf(key: string, given: unknown): readonly (readonly [string, string])[] {
  if (given === undefined || given === null || given === '') return [];
  if (!Array.isArray(given)) return [[key, String(given)]];
  if (given.length === 0) return [[key, 'none']];
  return given.every((each) => typeof each === 'object')
    ? given.map(({ name, value }) => [`${key}${name}`, String(value)])
    : [[key, given.join(',')]];
}
