import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pino } from 'pino';
import { parse, stringify } from 'yaml';
import { createTargetList } from '../../../src/campaigns/lists/create.js';
import { freezeTargetList } from '../../../src/campaigns/lists/freeze.js';
import type { CampaignSession } from '../../../src/campaigns/session.js';
import { loadConfig } from '../../../src/config.js';
import { createContext } from '../../../src/faces/context.js';
import { snapshotFile } from '../../../src/lib/snapshot-files.js';
import { createMartlet, type Martlet } from '../../../src/martlet.js';
import { developer } from '../../../src/security/viewer.js';
import type { Serving } from '../../../src/serving/serving.js';
import type { Gateway } from '../../support/gateway.js';

const shipped = join(import.meta.dirname, '../../../sql/catalogue');

/** A directory to be laid over the catalogue, with these files as YAML. */
export function overlay(files: Readonly<Record<string, object>>): string {
  const dir = mkdtempSync(join(tmpdir(), 'martlet-overlay-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), stringify(content));
  }
  return dir;
}

export const shippedFile = (name: string) => parse(readFileSync(join(shipped, name), 'utf8'), { merge: true });

/** An offer as its shipped file has it. */
export function shippedOffer(code: string): Record<string, unknown> {
  const files = readdirSync(join(shipped, 'offers')).filter((name) => name !== 'thresholds.yaml');
  const all = files.flatMap((name) => shippedFile(join('offers', name)).offers as { code: string }[]);
  return all.find((offer) => offer.code === code) as never;
}

/** The same generation, served with a catalogue that the files are laid over. */
export async function servedWith(files: Readonly<Record<string, object>>, { home, serving }: Gateway) {
  const martlet = createMartlet(
    loadConfig({ MARTLET_HOME: home, MARTLET_CATALOGUE: overlay(files), MARTLET_MEMORY: '2GB', MARTLET_KEPT_MB: '0' }, {}),
  );
  return { martlet, serving: await martlet.open(serving.manifest.id) };
}

const sessionOf = ({ channels }: Gateway, martlet: Martlet, serving: Serving): CampaignSession =>
  createContext({
    serving,
    definitions: martlet.definitions,
    viewer: developer,
    requestId: 'test',
    log: pino({ level: 'silent' }),
    channels,
  });

/** Freezes a list of everybody, with nobody held out, by a catalogue: the file that says what becomes of each number. */
export async function frozenBy(
  gateway: Gateway,
  { martlet, serving }: { readonly martlet: Martlet; readonly serving: Serving },
  input: Pick<Parameters<typeof createTargetList>[0], 'scene' | 'where'>,
): Promise<string> {
  const session = sessionOf(gateway, martlet, serving);
  const whom = input.where === undefined ? { everybody: true } : {};
  const { id } = await createTargetList({ name: 'x', purpose: 'x', holdOut: 0, ...whom, ...input }, session);
  await freezeTargetList(id, session);
  return snapshotFile(gateway.home, id);
}
