import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codegen } from '@graphql-codegen/core';
import * as typedDocumentNode from '@graphql-codegen/typed-document-node';
import * as typescriptOperations from '@graphql-codegen/typescript-operations';
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, type GatewayError, numbersOf } from '../../docs/examples/client/client.js';
import config from '../../docs/examples/client/codegen.js';
import { download, progressOf } from '../../docs/examples/client/exports.js';
import { NumbersPageDocument, StartExportDocument, TreeDocument } from '../../docs/examples/client/generated.js';
import { blocks, dualDrop, type Listening, listen, purpose, run } from './support.js';

const folder = 'docs/examples/client';
const text = (path: string) => readFileSync(join(folder, path), 'utf8');

/** What the command of GraphQL Code Generator does with the same configuration. */
test('generated.ts is what the schema and the operations give; to write it anew: vitest run tests/docs/client.test.ts -u', async () => {
  const filename = 'generated.ts';
  const { plugins, config: options } = config.generates[filename];
  const generated = await codegen({
    filename,
    schema: parse(text(config.schema)),
    documents: [{ location: config.documents, document: parse(text(config.documents)) }],
    config: options,
    plugins: plugins.map((name) => ({ [name]: {} })),
    pluginMap: { 'typescript-operations': typescriptOperations, 'typed-document-node': typedDocumentNode },
  });
  await expect(generated).toMatchFileSnapshot(join('../..', folder, filename));
});

describe('on a gateway', () => {
  let gateway: Listening;
  let slice: string;
  beforeAll(async () => {
    gateway = await listen();
    slice = (await dualDrop(gateway)).slice;
  });
  afterAll(() => gateway.close());

  test('the example prints what the guide says', async () => {
    const env = { ...gateway.environment, MARTLET_PURPOSE: purpose, TMPDIR: gateway.dir };
    const { status, stdout, stderr } = await run(process.execPath, ['--import', 'tsx', join(folder, 'example.ts')], { env });
    expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringMatching(/DONE 100 %\n$/) });
    expect(blocks('')).toContain(stdout);
    for (const block of blocks('ts')) expect(text('example.ts')).toContain(block);
  });

  test('pages of any size give the same numbers, each once', async () => {
    const walked = async (first: number) => {
      const ids: string[] = [];
      for await (const { numberId } of numbersOf(gateway, slice, first)) ids.push(numberId);
      return ids;
    };
    const [small, large] = [await walked(37), await walked(1000)];
    const { data } = await ask(gateway, NumbersPageDocument, { slice, first: 1 });
    expect(new Set(small).size).toBe(data.numbers!.totalCount);
    expect(small).toEqual(large);
  });

  test('a broken download is noticed', async () => {
    const started = await ask(gateway, StartExportDocument, { slice, format: 'NDJSON' });
    let job = started.data.startExport;
    for await (job of progressOf(gateway, job.id));
    const path = join(gateway.dir, 'numbers.ndjson');
    await download(gateway, job, path);
    expect(readFileSync(path, 'utf8').trim().split('\n')).toHaveLength(job.rows!);
    await expect(download(gateway, { ...job, sha256: 'another' }, path)).rejects.toThrow('expected the sha256 another');
  });

  test('errors keep their code', async () => {
    const codeOf = (promise: Promise<unknown>) => promise.catch((error: GatewayError) => error.code);
    const job = { id: '', status: 'DONE', progress: 1, rows: 0, sha256: '', error: null } as const;
    expect(await codeOf(ask({ ...gateway, key: 'none' }, TreeDocument, { tree: 'LIFECYCLE' }))).toBe('UNAUTHENTICATED');
    expect(await codeOf(ask({ ...gateway, purpose: 'curiosity' }, TreeDocument, { tree: 'LIFECYCLE' }))).toBe('FORBIDDEN');
    expect(await codeOf(progressOf(gateway, 'none').next())).toBe('BAD_USER_INPUT');
    expect(await codeOf(download(gateway, { ...job, url: '/exports/none' }, join(gateway.dir, 'none')))).toBe('BAD_USER_INPUT');
  });
});
