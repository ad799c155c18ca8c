import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './imports.js';

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** What `npm start` gives Node.js. */
export const nodeFlags: readonly string[] = /^node (.*) dist\/main\.cjs serve$/.exec(scripts.start)![1]!.split(' ');
