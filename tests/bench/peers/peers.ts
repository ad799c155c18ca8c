import type { Peer } from './peer.js';

/** The newest versions of npm and PyPI when this was written (November 2026), exact: a figure is of a version. */
export const peers: readonly Peer[] = [
  {
    name: 'Malloy',
    script: 'malloy.ts',
    // Its own range of antlr4ts takes in a later pre-release that lacks files it reads.
    packages: ['@malloydata/malloy@0.0.431', '@malloydata/db-duckdb@0.0.431', 'antlr4ts@0.5.0-alpha.4'],
    reads: 'parquet',
    questions: ['cities', 'citiesOverFiveGb'],
  },
  {
    name: 'drizzle-cube',
    script: 'drizzle-cube.ts',
    packages: [
      'drizzle-cube@0.5.5',
      'drizzle-orm@0.45.4',
      '@leonardovida-md/drizzle-neo-duckdb@1.5.2',
      '@duckdb/node-api@1.5.5-r.5',
    ],
    reads: 'parquet',
    questions: ['cities', 'citiesOverFiveGb'],
  },
  {
    name: 'sidemantic',
    script: 'sidemantic.py',
    packages: ['sidemantic==0.13.0', 'duckdb==2.0.1'],
    reads: 'parquet',
    questions: ['cities', 'citiesOverFiveGb'],
  },
  {
    name: 'PostGraphile',
    script: 'postgraphile.ts',
    packages: ['postgraphile@5.1.5'],
    reads: 'postgres',
    questions: ['page', 'year'],
  },
];
