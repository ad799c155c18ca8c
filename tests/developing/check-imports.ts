import { posix } from 'node:path';
import { floors, packages } from './import-rules.js';
import { arrowsOf, circles, type Import } from './imports.js';

const free = ['errors.ts', 'version.ts'];

/** The row of the table that a file belongs to. */
const floorOf = (file: string): string => (file.includes('/') ? file.split('/')[0]! : 'wiring');

/** Everything that is wrong with imports, a sentence each. */
export const importFaults = (files: readonly string[], imports: readonly Import[]): readonly string[] => [
  ...unknownFloors(files),
  ...imports.flatMap((entry) => (entry.isPackage ? packageFault(entry) : floorFault(entry))),
  ...folderCircles(imports),
  ...fileCircles(imports),
];

const unknownFloors = (files: readonly string[]): readonly string[] =>
  [...new Set(files.map(floorOf))]
    .filter((floor) => floor !== 'wiring' && !(floor in floors))
    .map((floor) => `src/${floor}: not in the table of floors. Add it there with what it may import.`);

function floorFault({ from, to }: Import): readonly string[] {
  const [own, other] = [floorOf(from), floorOf(to)];
  if (own === other || own === 'wiring' || free.includes(to)) return [];
  const allowed = floors[own] ?? [];
  if (allowed.includes(other)) return [];
  return [`src/${from} imports ${to}: ${own} may import only ${allowed.join(', ') || 'nothing'}.`];
}

function packageFault({ from, to }: Import): readonly string[] {
  const places = packages[to];
  if (!places || places.some((place) => from === place || from.startsWith(`${place}/`))) return [];
  return [`src/${from} imports ${to}: only ${places.join(', ')} may know it.`];
}

const isNested = (a: string, b: string): boolean => a === '.' || b === '.' || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);

/** Folders that import each other, types too; a folder and its own room may. */
function folderCircles(imports: readonly Import[]): readonly string[] {
  const arrows = arrowsOf(imports, ({ from, to, isPackage }) => {
    const names = [posix.dirname(from), posix.dirname(to)] as const;
    return isPackage || isNested(...names) ? null : names;
  });
  return circles(arrows).map((circle) => `folders import each other: ${circle.join(', ')}.`);
}

/** Files that import each other, types too: one of them says what the other needs. */
function fileCircles(imports: readonly Import[]): readonly string[] {
  const arrows = arrowsOf(imports, ({ from, to, isPackage }) => (isPackage ? null : [from, to]));
  return circles(arrows).map((circle) => `files import each other: ${circle.join(', ')}.`);
}
