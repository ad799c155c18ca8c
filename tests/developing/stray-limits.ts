import ts from 'typescript';

const comparisons: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
]);

/** Errors by which a request is told that it asks for too much. */
const isRefusal = (node: ts.Node): boolean => {
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return false;
  if (!ts.isIdentifier(node.expression)) return false;
  if (node.expression.text !== 'MartletError') return node.expression.text === 'badInput';
  const [code] = node.arguments ?? [];
  return !!code && ts.isStringLiteral(code) && ['BAD_USER_INPUT', 'TOO_COSTLY'].includes(code.text);
};

/**
 * Figures of a file's own that refuse a request: a numeric constant or a figure beyond 1 (0 and 1 are where counting begins) in the words of
 * a refusal, or in the condition of an `if` that throws one.
 */
export function straysIn(text: string): readonly string[] {
  if (!/badInput\(|MartletError\(/.test(text)) return [];
  const source = ts.createSourceFile('file.ts', text, ts.ScriptTarget.ES2022, true);
  const own = new Set<string>();
  const messages = new Map<string, ts.Node>();
  walk(source, (node) => {
    if (!ts.isVariableDeclaration(node) || !node.initializer || !(node.parent.flags & ts.NodeFlags.Const)) return;
    if (isNumeric(node.initializer)) own.add(node.name.getText());
    else if (ts.isTemplateExpression(node.initializer)) messages.set(node.name.getText(), node.initializer);
  });
  const found = new Set<string>();
  const take = (part: ts.Node): void =>
    walk(part, (node) => {
      if (!ts.isIdentifier(node)) return;
      if (own.has(node.text)) found.add(node.text);
      const message = messages.get(node.text);
      if (message && message !== part) take(message);
    });
  walk(source, (node) => {
    if (isRefusal(node)) {
      take(node);
      for (const [, figure] of node.getText().matchAll(/(?:at most|\d to|more than|fewer than) (\d+(?:[,_.]\d+)*)/g))
        found.add(figure!);
    }
    if (!ts.isIfStatement(node) || !throwsRefusal(node.thenStatement)) return;
    take(node.expression);
    walk(node.expression, (part) => {
      if (!ts.isBinaryExpression(part) || !comparisons.has(part.operatorToken.kind)) return;
      for (const side of [part.left, part.right])
        if (ts.isNumericLiteral(side) && !['0', '1'].includes(side.text)) found.add(side.text);
    });
  });
  return [...found];
}

const isNumeric = (node: ts.Expression): boolean =>
  ts.isNumericLiteral(node) || (ts.isBinaryExpression(node) && isNumeric(node.left) && isNumeric(node.right));

/** Itself or in its block, not in what it defines. */
function throwsRefusal(statement: ts.Statement): boolean {
  const statements = ts.isBlock(statement) ? statement.statements : [statement];
  return statements.some((each) => ts.isThrowStatement(each) && isRefusal(each.expression));
}

function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}
