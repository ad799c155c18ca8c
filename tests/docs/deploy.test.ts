import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config.js';
import { root } from '../support/imports.js';
import { nodeFlags } from '../support/node-flags.js';

const read = (name: string): string => readFileSync(join(root, 'docs/deploy', name), 'utf8');
const bin = 'dist/main.cjs';
const { bin: bins, engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Instructions of a Containerfile, each with what follows it. */
const instructions = read('Containerfile')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => [line.split(' ')[0]!, line.slice(line.indexOf(' ') + 1)] as const);
const all = (name: string) => instructions.flatMap(([instruction, rest]) => (instruction === name ? [rest] : []));
const settingsOf = (words: string): Record<string, string> =>
  Object.fromEntries(words.split(' ').map((word) => word.split('=') as [string, string]));

test('the Containerfile copies what is there, starts the command of the package, as nobody of importance', () => {
  const known = [
    'FROM',
    'WORKDIR',
    'COPY',
    'RUN',
    'ENV',
    'USER',
    'VOLUME',
    'EXPOSE',
    'HEALTHCHECK',
    'STOPSIGNAL',
    'ENTRYPOINT',
    'CMD',
  ];
  expect(instructions.filter(([instruction]) => !known.includes(instruction))).toEqual([]);
  const copied = all('COPY').filter((rest) => !rest.startsWith('--from'));
  for (const rest of copied)
    for (const source of rest.split(' ').slice(0, -1)) expect([source, existsSync(join(root, source))]).toEqual([source, true]);
  expect(bins).toEqual({ martlet: bin });
  expect(JSON.parse(all('ENTRYPOINT')[0]!)).toEqual(['node', ...nodeFlags, `/opt/martlet/${bin}`]);
  for (const image of all('FROM'))
    expect(Number(/^node:(\d+)-/.exec(image)![1])).toBeGreaterThanOrEqual(Number(/\d+/.exec(engines.node)![0]));
  expect(all('USER')).toEqual(['node']);
  const [settings] = all('ENV').map(settingsOf);
  const { home } = loadConfig({}, { ...settings });
  expect(all('VOLUME')).toEqual([home]);
});

test('the unit of systemd is one, and stops later than the gateway does', () => {
  const unit = read('martlet.service');
  const settings = settingsOf(/^Environment=(.*)$/m.exec(unit)![1]!);
  const { stop } = loadConfig({}, settings);
  expect(Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)![1]) * 1000).toBeGreaterThan(stop.leaveMs + stop.drainMs);
  expect(unit).toContain(`ExecStart=/usr/bin/node ${nodeFlags.join(' ')} /opt/martlet/${bin} serve\n`);
  // Lines that systemd does not know it tells on its standard error, and passes over.
  const copy = join(mkdtempSync(join(tmpdir(), 'martlet-unit-')), 'martlet.service');
  writeFileSync(copy, unit.replace('/usr/bin/node', process.execPath));
  const { error, stderr } = spawnSync('systemd-analyze', ['verify', copy], { encoding: 'utf8' });
  if (error) expect(error).toMatchObject({ code: 'ENOENT' });
  else expect(stderr).toBe('');
});
