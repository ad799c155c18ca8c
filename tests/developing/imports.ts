import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';

/** One import or re-export, by paths below src; `to` of a package is its name. */
export interface Import {
  readonly from: string;
  readonly to: string;
  readonly isPackage: boolean;
  /** Of types only: gone when it runs. */
  readonly isType: boolean;
}

/** All files below a folder and what they import. */
export function importsIn(root: string): { readonly files: readonly string[]; readonly imports: readonly Import[] } {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(c?ts|tsx|js)$/.test(file));
  return { files, imports: files.flatMap((file) => importsOf(file, readFileSync(join(root, file), 'utf8'))) };
}

export function importsOf(file: string, text: string): readonly Import[] {
  const found: Import[] = [];
  const add = (specifier: ts.Expression | undefined, isType: boolean): void => {
    if (specifier && ts.isStringLiteral(specifier)) found.push(importOf(file, specifier.text, isType));
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypes(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0], false);
    // Imports stand at the top; import(…) may stand anywhere, but only the entry has one.
    if (file.startsWith('main.') || ts.isSourceFile(node)) ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.ES2022));
  return found;
}

function isTypes(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword || clause.isTypeOnly) return true;
  const { namedBindings, name } = clause;
  return (
    !name && !!namedBindings && ts.isNamedImports(namedBindings) && namedBindings.elements.every(({ isTypeOnly }) => isTypeOnly)
  );
}

function importOf(from: string, specifier: string, isType: boolean): Import {
  if (specifier.startsWith('.'))
    return { from, to: normalize(join(dirname(from), specifier)).replace(/js$/, 'ts'), isPackage: false, isType };
  const [scope, name] = specifier.split('/');
  return { from, to: specifier.startsWith('@') ? `${scope}/${name}` : scope!, isPackage: true, isType };
}

/** Groups that import each other, each sorted: the strongly connected components of more than one (Tarjan). */
export function circles(arrows: ReadonlyMap<string, ReadonlySet<string>>): readonly (readonly string[])[] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const found: string[][] = [];
  const visit = (node: string): void => {
    order.set(node, order.size);
    low.set(node, order.get(node)!);
    open.push(node);
    for (const next of arrows.get(node) ?? []) {
      if (!order.has(next)) visit(next);
      if (open.includes(next)) low.set(node, Math.min(low.get(node)!, low.get(next)!));
    }
    if (low.get(node) !== order.get(node)) return;
    const circle = open.splice(open.indexOf(node));
    if (circle.length > 1) found.push(circle.sort());
  };
  for (const node of arrows.keys()) if (!order.has(node)) visit(node);
  return found;
}

/** Who imports whom, with names made coarser by `nameOf`; null leaves an import out. */
export function arrowsOf(imports: readonly Import[], nameOf: (entry: Import) => readonly [string, string] | null) {
  const arrows = new Map<string, Set<string>>();
  for (const entry of imports) {
    const named = nameOf(entry);
    if (!named || named[0] === named[1]) continue;
    arrows.set(named[0], (arrows.get(named[0]) ?? new Set<string>()).add(named[1]));
  }
  return arrows;
}
