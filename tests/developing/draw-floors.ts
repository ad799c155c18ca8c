import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { floors } from './import-rules.js';

/** Where the picture stands. */
export const pictureFile = join(import.meta.dirname, '../../docs/developing/architecture.md');

/** All that a floor may import, by way of others too. */
function below(floor: string): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (name: string): void => {
    for (const next of floors[name] ?? []) {
      if (found.has(next)) continue;
      found.add(next);
      visit(next);
    }
  };
  visit(floor);
  return found;
}

/** The table of floors as a Mermaid diagram: an arrow is left out where a longer way says the same. */
export function picture(): string {
  const arrows = Object.entries(floors).flatMap(([floor, allowed]) =>
    allowed
      .filter((each) => !allowed.some((other) => other !== each && below(other).has(each)))
      .map((each) => `  ${floor} --> ${each}`),
  );
  return ['```mermaid', 'flowchart TD', ...arrows, '```'].join('\n');
}

/** The document with the picture of now. Errors: none of its kind stands in it. */
export function redrawn(document: string): string {
  const block = /```mermaid\nflowchart TD\n[\s\S]*?```/;
  if (!block.test(document)) throw new Error('expected a block "```mermaid, flowchart TD" to put the picture in');
  return document.replace(block, picture());
}

if (process.argv[1] === import.meta.filename) writeFileSync(pictureFile, redrawn(readFileSync(pictureFile, 'utf8')));
