import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { straysIn } from './stray-limits.js';

const src = join(import.meta.dirname, '../../src');

/** What refuses by a figure of its own and is no limit of a request. */
const allowed: Readonly<Record<string, string>> = {
  'campaigns/lists/create.ts 0.5': 'a hold-out is a share: beyond a half the list would be the smaller arm',
  'cli/sql.ts mostHeld': 'of the machine’s own operator: what a terminal holds',
  'demo/demo.ts 60': 'the demo operator is made by a command',
  'demo/demo.ts LEAST_NUMBERS': 'the same',
  'demo/demo.ts MOST_NUMBERS': 'the same',
};

test('limits of a request stand in security/limits.ts alone', () => {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const strays = files
    .filter((file) => file !== 'security/limits.ts')
    .flatMap((file) => straysIn(readFileSync(join(src, file), 'utf8')).map((stray) => `${file} ${stray}`));
  expect(strays.filter((stray) => !(stray in allowed))).toEqual([]);
  expect(Object.keys(allowed).filter((stray) => !strays.includes(stray))).toEqual([]);
});

test.each([
  ['a constant in the message', 'const most = 9; throw badInput("expected at most " + most);', ['most']],
  [
    'a constant in a message apart',
    `const most = 9; const told = \`at most \${most}\`; throw new MartletError("TOO_COSTLY", told);`,
    ['most'],
  ],
  ['a constant in the condition', 'const longest = 8; if (text.length > longest) throw badInput("too long");', ['longest']],
  ['a product', 'const oldest = 31 * 24; if (age > oldest) throw badInput("too old");', ['oldest']],
  ['a figure in the condition', 'if (n < 1 || n > 120) throw badInput("too many");', ['120']],
  ['a figure in the words', 'throw new MartletError("TOO_COSTLY", "expected at most 1,000, found more");', ['1,000']],
  ['in a block', 'const most = 6; if (n > most) { log(n); throw new MartletError("TOO_COSTLY", "too many"); }', ['most']],
  ['no error of the asker', 'const most = 6; if (n > most) throw new MartletError("TOO_BUSY", "wait");', []],
  ['no limit', 'if (n < 1) throw badInput("expected 1 or more");', []],
])('%s', (_, text, strays) => {
  expect(straysIn(text)).toEqual(strays);
});
