import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

type Entry = Readonly<{ version?: string; integrity?: string; resolved?: string }>;

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Readonly<Record<string, Entry>> };
const installed = Object.entries(packages).filter(([path]) => path !== '');

test('every package of the lock has the hash that it must have, those of other machines as well', () => {
  // npm leaves it out of optional packages that were not fetched where the lock was written.
  const without = installed.filter(([, { integrity }]) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? '')).map(([path]) => path);
  expect(without).toEqual([]);
});

test('no package comes from one place only: each installation asks the registry that it is set to', () => {
  expect(installed.flatMap(([path, { resolved }]) => (resolved ? [path] : []))).toEqual([]);
});
