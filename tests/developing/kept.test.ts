import { randomUUID } from 'node:crypto';
import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { kept } from '../support/kept.js';

const removed = (folder: string): string => {
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

test('a fixture is made once for all who ask', async () => {
  const name = `kept-${randomUUID()}`;
  let made = 0;
  const ask = () =>
    kept(name, ['package.json'], async (folder) => {
      made += 1;
      writeFileSync(join(folder, 'made'), '');
    });
  const folders = await Promise.all([ask(), ask(), ask()]);
  removed(folders[0]!);
  expect([new Set(folders).size, made]).toEqual([1, 1]);
});

test('a fixture whose links lead to one checkout is not given to another, which may outlive it', async () => {
  const name = `linked-${randomUUID()}`;
  const checkout = (root: string) =>
    kept(name, ['package.json'], async (folder) => symlinkSync(root, join(folder, 'node_modules')), root);
  const [one, other] = [removed(await checkout('/gone')), removed(await checkout('/here'))];
  expect(one).not.toBe(other);
});

test('a fixture with a link that nobody answers for is not kept', async () => {
  const linked = kept(`unsaid-${randomUUID()}`, ['package.json'], async (folder) => symlinkSync('/gone', join(folder, 'sql')));
  await expect(linked).rejects.toThrow('holds the link sql');
});
