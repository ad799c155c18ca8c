import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compiled } from '../../support/compiled.js';
import { asker, ended, newPlace, requestOf } from './support.js';

test('killed in the middle of an export: after the next start it has failed, and no file is left', async () => {
  const home = mkdtempSync(join(tmpdir(), 'martlet-kill-'));
  const args = [join(await compiled(), 'tests/exports/jobs/kill-child.js'), home];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const id = await new Promise<string>((resolve) => child.stdout.once('data', (text: Buffer) => resolve(text.toString().trim())));
  const gone = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGKILL');
  await gone;
  expect(readdirSync(join(home, 'exports'))).toEqual([expect.stringMatching(`^${id}.*\\.part$`)]);
  const place = await newPlace({ home });
  expect(place.files()).toEqual([]);
  expect(await place.jobs.find(id, asker)).toMatchObject({
    status: 'FAILED',
    error: 'The gateway stopped while this export ran. Start it again.',
    url: null,
  });
  const job = await place.jobs.start(requestOf(), place.work('select 1 as one'));
  expect(await ended(place.jobs, job)).toMatchObject({ status: 'DONE', rows: 1 });
  await place.close();
  rmSync(home, { recursive: true });
});
