import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { speak } from '../../src/server/backend/words.js';

test('who speaks to a process that is gone hears nothing, and goes on', async () => {
  const child = spawn(process.execPath, ['-e', 'process.disconnect()'], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  await once(child, 'exit');
  const errors: unknown[] = [];
  child.on('error', (error) => errors.push(error));
  const words = speak<{ logAt(level: string): void; metrics(): Promise<object> }, object>(child, {});
  await words.logAt.asEvent('debug');
  const asked = words.metrics();
  words.$close();
  await expect(asked).rejects.toThrow();
  await new Promise((done) => setImmediate(done));
  expect(errors).toEqual([]);
});
