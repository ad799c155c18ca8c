import { text } from '../../lib/quote.js';
import type { Parameter } from '../statement.js';

/** A parameter as a literal of its type, the one that DuckDB would bind it with. Trino's strings hold every character as it is, NUL included. */
export function literal(parameter: Parameter): string {
  if (parameter === null) return 'NULL';
  if (typeof parameter === 'string') return text(parameter);
  if (typeof parameter === 'boolean') return String(parameter);
  if (typeof parameter === 'bigint') return integer(parameter);
  return Number.isSafeInteger(parameter) ? integer(BigInt(parameter)) : `DOUBLE '${parameter}'`;
}

function integer(value: bigint): string {
  const type = BigInt.asIntN(32, value) === value ? 'INTEGER' : BigInt.asIntN(64, value) === value ? 'BIGINT' : 'DECIMAL';
  return `${type} '${value}'`;
}
