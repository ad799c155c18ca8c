import { duckdbDialect } from '../../../src/warehouse/duckdb/dialect.js';
import { openDuckdb } from '../../../src/warehouse/duckdb.js';
import { dialectContract } from '../dialect.contract.js';

dialectContract('DuckDB', () => openDuckdb(), duckdbDialect);
