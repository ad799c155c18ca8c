import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

type Entry = Readonly<{ version: string; license?: string; dev?: boolean }>;
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Readonly<Record<string, Entry>> };

/** Those that allow all that is done with the gateway, and ask for no more than their text. */
const allowed = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'ISC', 'MIT', '(MIT AND BSD-3-Clause)'];
/** DuckDB's binaries of other machines have none in the lock: that of the package which chooses among them (MIT) is theirs. */
const ofOthers = /^@duckdb\/node-bindings-/;

test('what is installed with the gateway is listed by its licence, and each is one that it may be given out with', async () => {
  const used = Object.entries(packages).flatMap(([path, { version, license, dev }]) => {
    const name = path.split('node_modules/').at(-1)!;
    if (path === '' || dev) return [];
    return [{ name, version, licence: license ?? (ofOthers.test(name) ? 'MIT' : 'unknown') }];
  });
  expect(used.filter(({ licence }) => !allowed.includes(licence))).toEqual([]);
  const listed = allowed.flatMap((licence) => {
    const names = used.flatMap((each) => (each.licence === licence ? [each.name] : []));
    return names.length > 0 ? [`## ${licence}\n\n${[...new Set(names)].sort().join(', ')}\n`] : [];
  });
  const text = `# Licences\n\nOf the packages that are installed with the gateway, from the lock file. With versions and hashes: \`npm run --silent sbom\` (CycloneDX).\n\n${listed.join('\n')}`;
  await expect(text).toMatchFileSnapshot('../../docs/licences.md');
});
