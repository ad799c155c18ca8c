import { existsSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { badInput } from '../errors.js';
import { faultOf } from '../faces/graph/bounds.js';
import { createSchema } from '../faces/graph/schema.js';
import { readText } from '../lib/files.js';
import { hashOf, loadTrustedDocuments } from '../security/trusted-documents.js';
import { loadDefinitions } from '../serving/definitions.js';
import { configOf, withSettings } from './settings.js';

export function trust(): Command {
  const command = new Command('trust')
    .argument('<documents...>', 'files, each with one document as clients send it, to the letter')
    .option('--out <file>', 'the list', 'trusted-documents.json')
    .action((paths: readonly string[], { out }: { out: string }) => {
      const schema = createSchema(loadDefinitions(configOf(command)));
      const known = existsSync(out) ? loadTrustedDocuments(out) : [];
      const added = paths.map((path): [string, string] => {
        const text = readText(path);
        const fault = faultOf(text, schema);
        if (fault) throw badInput(`${path}: expected a document of this graph, found: ${fault}`);
        return [hashOf(text), text];
      });
      const all = Object.fromEntries([...known, ...added].sort(([a], [b]) => (a < b ? -1 : 1)));
      writeFileSync(out, `${JSON.stringify(all, null, 2)}\n`);
      for (const [index, [hash]] of added.entries()) process.stdout.write(`${hash}  ${paths[index]}\n`);
    });
  return withSettings(command, ['MARTLET_WAREHOUSE', 'MARTLET_CATALOGUE']);
}
