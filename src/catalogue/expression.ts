import jsep from 'jsep';
import type { Expression, Linear } from './types.js';

/** Parses "REVENUE / AVERAGE_SUBSCRIBERS * 100". Errors: a plain Error that says what is not allowed. */
export function parseExpression(text: string): Expression {
  return fromJsep(jsep(text), text);
}

function fromJsep(node: jsep.Expression, text: string): Expression {
  switch (node.type) {
    case 'Identifier':
      return { kind: 'measure', code: String(node.name) };
    case 'Literal':
      if (typeof node.value === 'number') return { kind: 'constant', value: node.value };
      break;
    case 'UnaryExpression':
      if (node.operator === '-') {
        const right = fromJsep(node.argument as jsep.Expression, text);
        return { kind: 'binary', op: '-', left: { kind: 'constant', value: 0 }, right };
      }
      break;
    case 'BinaryExpression': {
      const op = node.operator as string;
      if (op === '+' || op === '-' || op === '*' || op === '/') {
        const left = fromJsep(node.left as jsep.Expression, text);
        return { kind: 'binary', op, left, right: fromJsep(node.right as jsep.Expression, text) };
      }
      break;
    }
  }
  throw new Error(`"${text}": expected codes, numbers, + - * / and brackets, found ${node.type}`);
}

/** The codes an expression mentions, each once, left to right. */
export function codesOf(expression: Expression): readonly string[] {
  if (expression.kind === 'constant') return [];
  if (expression.kind === 'measure') return [expression.code];
  return [...new Set([...codesOf(expression.left), ...codesOf(expression.right)])];
}

/** How the children of a formula's outermost operation make its value. */
export function relationOf(expression: Expression): 'SUM' | 'PRODUCT' | 'RATIO' | 'DIFFERENCE' {
  if (expression.kind !== 'binary') return 'SUM';
  if (expression.op === '-') return 'DIFFERENCE';
  if (expression.op === '*') return 'PRODUCT';
  if (expression.op === '/') return 'RATIO';
  return contains(expression, '-') ? 'DIFFERENCE' : 'SUM';
}

/** Is this operator among the additive operations at the top? "a - b + c" is a difference all the same. */
function contains(expression: Expression, op: '-'): boolean {
  if (expression.kind !== 'binary' || expression.op === '*' || expression.op === '/') return false;
  return expression.op === op || contains(expression.left, op) || contains(expression.right, op);
}

/** numerator ÷ denominator, both linear in what `resolve` gives for each code. */
export interface Quotient {
  readonly numerator: Linear;
  readonly denominator: Linear | null;
}

const constantKey = '';

/**
 * Brings a measure's formula to a quotient of two linear forms: then it can be computed from sums at any level.
 * Errors: a plain Error where it is neither linear nor a ratio of two linear forms.
 */
export function toQuotient(expression: Expression, resolve: (code: string) => Quotient): Quotient {
  const quotient = reduce(expression, resolve);
  for (const form of [quotient.numerator, quotient.denominator]) {
    if (form?.terms.has(constantKey)) throw new Error('a constant cannot be added to sums: it would not add up over parts');
  }
  return quotient;
}

function reduce(expression: Expression, resolve: (code: string) => Quotient): Quotient {
  if (expression.kind === 'constant') return { numerator: linear([[constantKey, expression.value]]), denominator: null };
  if (expression.kind === 'measure') return resolve(expression.code);
  const left = reduce(expression.left, resolve);
  const right = reduce(expression.right, resolve);
  switch (expression.op) {
    case '+':
    case '-':
      return add(left, right, expression.op === '+' ? 1 : -1);
    case '*':
      return multiply(left, right);
    case '/':
      return divide(left, right);
  }
}

function add(a: Quotient, b: Quotient, sign: number): Quotient {
  if (!same(a.denominator, b.denominator)) {
    throw new Error('ratios with different denominators cannot be added in one measure; add their sums');
  }
  const terms = new Map(a.numerator.terms);
  for (const [key, value] of b.numerator.terms) terms.set(key, (terms.get(key) ?? 0) + sign * value);
  return { numerator: linear([...terms].filter(([, value]) => value !== 0)), denominator: a.denominator };
}

function multiply(a: Quotient, b: Quotient): Quotient {
  const left = constant(a);
  if (left !== null) return { ...b, numerator: scale(b.numerator, left) };
  const right = constant(b);
  if (right !== null) return { ...a, numerator: scale(a.numerator, right) };
  throw new Error('a measure may be multiplied by a number only; products of measures belong in a tree');
}

function divide(a: Quotient, b: Quotient): Quotient {
  const by = constant(b);
  if (by === 0) throw new Error('division by zero');
  if (by !== null) return { ...a, numerator: scale(a.numerator, 1 / by) };
  if (a.denominator || b.denominator) throw new Error('a ratio of ratios is not additive in its parts; divide the sums');
  return { numerator: a.numerator, denominator: b.numerator };
}

function constant(q: Quotient): number | null {
  const only = q.numerator.terms.get(constantKey);
  return only !== undefined && q.numerator.terms.size === 1 && !q.denominator ? only : null;
}

const linear = (terms: Iterable<readonly [string, number]>): Linear => ({ terms: new Map(terms) });
const scale = (form: Linear, by: number): Linear => linear([...form.terms].map(([key, value]) => [key, value * by] as const));

function same(a: Linear | null, b: Linear | null): boolean {
  if (!a || !b) return a === b;
  return a.terms.size === b.terms.size && [...a.terms].every(([key, value]) => b.terms.get(key) === value);
}
