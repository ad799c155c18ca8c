import { readFileSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { badInput } from '../errors.js';
import { createSchema, schemaText } from '../faces/graph/schema.js';
import { loadDefinitions } from '../serving/definitions.js';
import { configOf, withSettings } from './settings.js';

export function schema(): Command {
  const command = new Command('schema')
    .option('--out <file>', 'write it to a file')
    .option('--check <file>', 'fail if the file differs')
    .action((options: { out?: string; check?: string }) => {
      const text = schemaText(createSchema(loadDefinitions(configOf(command))));
      if (options.check && readFileSync(options.check, 'utf8') !== text) {
        throw badInput(
          `${options.check} differs from the graph that the catalogue makes: run "npm run schema" and look at the difference.`,
        );
      }
      if (options.out) writeFileSync(options.out, text);
      else if (!options.check) process.stdout.write(text);
    });
  return withSettings(command, ['MARTLET_WAREHOUSE', 'MARTLET_CATALOGUE']);
}
