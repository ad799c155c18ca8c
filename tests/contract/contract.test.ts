import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { loadContract } from '../../src/contract/contract.js';
import { MartletError } from '../../src/errors.js';

const made: string[] = [];
const contractOf = (files: Record<string, string>) => {
  const dir = mkdtempSync(join(tmpdir(), 'martlet-contract-'));
  made.push(dir);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
  return loadContract(dir);
};
const problemsOf = (files: Record<string, string>): readonly string[] => {
  try {
    contractOf(files);
  } catch (error) {
    expect(error).toBeInstanceOf(MartletError);
    return ((error as MartletError).details.problems ?? []).map((line) => line.slice(line.lastIndexOf('/') + 1));
  }
  throw new Error('expected the contract to be refused');
};
afterEach(() => {
  for (const dir of made.splice(0)) rmSync(dir, { recursive: true });
});

const CITY =
  'mart: city\nen: Cities\nzh: 地市\nkey: [code]\ncolumns:\n  code: {type: VARCHAR, required: true, en: Code, zh: 代码}\n';

describe('the shipped contract', () => {
  const contract = loadContract('sql/contract');

  it('has the base marts', () => {
    expect([...contract.marts.keys()].sort()).toEqual([
      'campaign',
      'cell_hour',
      'cell_month',
      'channel',
      'city',
      'complaint',
      'contact',
      'county',
      'grid',
      'lead',
      'number_day',
      'number_event',
      'number_month',
      'plan',
      'propensity',
      'score',
      'target',
    ]);
  });

  it('keeps columns in order, with type, unit, sensitivity and source', () => {
    const mart = contract.marts.get('number_month')!;
    expect([...mart.columns.keys()].slice(0, 3)).toEqual(['month', 'number_id', 'msisdn']);
    expect(mart.columns.get('msisdn')).toMatchObject({ sensitivity: 'personal', required: false, board: 'identity' });
    expect(mart.columns.get('revenue')).toMatchObject({ type: 'DECIMAL(12,2)', unit: 'CNY', sensitivity: 'none', codes: null });
    expect(mart.columns.get('month')!.source).toEqual({ file: 'number_month.yaml', line: 22 });
    expect(mart).toMatchObject({ key: ['month', 'number_id'], partition: 'month', required: true });
    expect(mart.checks.map(({ names }) => names.en)).toContain('revenue parts');
  });

  it('is frozen', () => {
    expect(Object.isFrozen(contract)).toBe(true);
    expect(Object.isFrozen(contract.marts.get('city'))).toBe(true);
    expect(Object.isFrozen(contract.marts.get('city')!.columns.get('code'))).toBe(true);
  });
});

describe('loadContract', () => {
  it('hashes definitions, not comments or layout', () => {
    const hash = contractOf({ 'city.yaml': CITY }).hash;
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(contractOf({ 'city.yaml': `# a comment\n${CITY}` }).hash).toBe(hash);
    expect(contractOf({ 'city.yaml': CITY.replace('VARCHAR', 'INTEGER') }).hash).not.toBe(hash);
  });

  it('gathers the problems of all files, each with its line', () => {
    expect(
      problemsOf({
        'city.yaml': CITY.replace('VARCHAR', 'TEXT'),
        'plan.yaml':
          'mart: plan\nen: Plans\nzh: 套餐\nkey: [code]\ncolumns:\n  code: {type: VARCHAR, en: Code, zh: 代码, requird: true}\n',
        'broken.yaml': 'mart: [',
      }),
    ).toEqual([
      expect.stringMatching(/^broken\.yaml:1: /),
      expect.stringMatching(/^city\.yaml:6: columns\.code\.type: expected BIGINT, INTEGER/),
      expect.stringMatching(/^plan\.yaml:6: columns\.code: .*requird/),
    ]);
  });

  it('refuses names that lead nowhere, and decimals wider than 18 digits', () => {
    expect(
      problemsOf({
        'city.yaml': `${CITY.replace('[code]', '[cod]')}  region: {type: VARCHAR, references: regoin, en: Region, zh: 区域}\npartition: code\n`,
      }),
    ).toEqual([
      'city.yaml:4: key: expected columns of city, found "cod"',
      'city.yaml:8: partition: expected a column of type MONTH, found "code"',
      'city.yaml:7: columns.region.references: unknown mart "regoin".',
    ]);
    expect(problemsOf({ 'city.yaml': CITY.replace('VARCHAR', '"DECIMAL(20,2)"') })).toHaveLength(1);
    expect(problemsOf({ 'town.yaml': CITY })).toEqual([`town.yaml:1: mart: expected the file's name "town", found "city"`]);
  });

  it('refuses a folder without a contract', () => {
    expect(() => contractOf({})).toThrow('expected one .yaml file a mart, found none');
  });
});
