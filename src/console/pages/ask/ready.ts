import * as documents from '../../graph/documents.ts';

/** A document of a page, as its text is sent. */
export interface Ready {
  readonly name: string;
  readonly kind: string;
  readonly text: string;
}

/** Every document that the console asks, queries before changes; subscriptions are heard over a WebSocket, and cannot be asked here. */
export const readyQueries: readonly Ready[] = Object.entries(documents)
  .filter(([name]) => name.endsWith('Document'))
  .map(([name, document]) => {
    const text = plain(String(document));
    return { name: name.replace(/Document$/, ''), kind: /^mutation/m.test(text) ? 'mutation' : 'query', text };
  })
  .filter(({ text }) => !/^subscription/m.test(text))
  .sort((a, b) => b.kind.localeCompare(a.kind) || a.name.localeCompare(b.name));

/** Without the indentation that generated documents begin with. */
function plain(text: string): string {
  return text.replace(/^\s+(?=(?:query|mutation|subscription|fragment) )/gm, '').trim();
}

/** Variables to begin with: those that the document declares, with what is at hand for them. */
export function variablesFor(text: string, known: Readonly<Record<string, unknown>>): string {
  const names = [...(text.match(/^\w+ \w+\(([^)]*)\)/)?.[1] ?? '').matchAll(/\$(\w+)/g)].map(([, name]) => name!);
  return JSON.stringify(Object.fromEntries(names.map((name) => [name, known[name] ?? null])), null, 2);
}
