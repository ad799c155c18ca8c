// Takes two minutes where Trino is at hand: a home of its own is built, and each of some 400 questions is asked on both engines.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { doctorFindings } from '../../src/cli/doctor-findings.js';
import { loadConfig } from '../../src/config.js';
import { createMartlet } from '../../src/martlet.js';
import { type Asked, corpus } from '../support/corpus.js';
import { type Gateway, openGateway } from '../support/gateway.js';
import { trinoCatalog, trinoUrl } from '../support/trino.js';

describe.skipIf(trinoUrl === undefined)('a gateway beside a cluster', () => {
  let home: string;
  let catalog: Awaited<ReturnType<typeof trinoCatalog>>;
  let far: Gateway;
  let near: Gateway;
  const martletAt = (settings: Record<string, string>) => createMartlet(loadConfig({ MARTLET_HOME: home, ...settings }, {}));
  const settings = () => ({
    MARTLET_ENGINE: 'trino',
    MARTLET_TRINO: JSON.stringify({ url: trinoUrl, user: 'test', catalog: catalog.name, files: `local://${home}/generations` }),
    MARTLET_DEMO_NUMBERS: '1000',
    MARTLET_DEMO_MONTHS: '4',
  });
  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'martlet-cluster-'));
    catalog = await trinoCatalog(home, '/');
    await martletAt(settings()).build();
    [far, near] = await Promise.all([openGateway(home, null, settings()), openGateway(home)]);
  }, 120_000);
  afterAll(async () => {
    await Promise.all([far?.close(), near?.close()]);
    await catalog?.drop();
    rmSync(home, { recursive: true });
  });

  const onCluster = (route: readonly { readonly engine?: string }[]) => route.some(({ engine }) => engine === 'trino');

  test('each question has the same answer to the last digit, whichever engine reads the marts', async () => {
    const { catalogue } = far.martlet.definitions;
    const differing: unknown[] = [];
    let sent = 0;
    const compare = async ({ name, query, variables }: Asked): Promise<void> => {
      const [there, here] = await Promise.all([far.ask(query, variables), near.ask(query, variables)]);
      if (onCluster(there.extensions?.route ?? [])) sent++;
      const answer = ({ data, errors }: typeof here) => ({ data, errors: errors.map(({ message }) => message) });
      // A document that is none would be answered alike, too.
      expect(here.errors.filter(({ message }) => message.startsWith('Cannot query'))).toEqual([]);
      if (JSON.stringify(answer(there)) !== JSON.stringify(answer(here))) differing.push([name, there.errors[0]?.message]);
    };
    const all = [...corpus(catalogue, far.serving.manifest.months)];
    const next = async (): Promise<void> => {
      for (let asked = all.shift(); asked; asked = all.shift()) await compare(asked);
    };
    await Promise.all([next(), next(), next()]);
    expect(differing).toEqual([]);
    // Explanations, cuts, the third filter, reports.
    expect(sent).toBeGreaterThan(200);
  }, 900_000);

  test('what rollups cover is not asked of the cluster', async () => {
    const { extensions } = await far.ask('{ indicatorTree(tree: "REVENUE") { root { value } } }');
    expect(onCluster(extensions.route)).toBe(false);
  });

  test('the doctor finds its marts there, and misses them where they are not', async () => {
    const found = async (more: Record<string, string> = {}) =>
      (await doctorFindings(martletAt({ ...settings(), ...more }).config)).find(({ what }) => what === 'cluster');
    expect(await found()).toMatchObject({ state: 'ok', found: expect.stringContaining('has the marts of the generation') });
    const other = JSON.stringify({ ...JSON.parse(settings().MARTLET_TRINO), schema: 'another' });
    expect(await found({ MARTLET_TRINO: other })).toMatchObject({
      state: 'fault',
      found: expect.stringContaining('Run "martlet build"'),
    });
  });

  test('a build that finds all as it was finds the tables, too', async () => {
    const martlet = martletAt(settings());
    expect((await martlet.build()).id).toBe(far.serving.manifest.id);
  });
});
