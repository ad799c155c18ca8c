import { Command } from 'commander';
import { stringify } from 'yaml';
import { newKey } from '../security/policies.js';

const list = (value: string): string[] => value.split(',').filter((item) => item !== '');

export function key(): Command {
  return new Command('key')
    .description('make an API key: the secret once, and the entry for the policies file')
    .requiredOption('--subject <name>', 'whose key it is')
    .requiredOption('--roles <list>', 'roles of the policies file, separated by commas', list)
    .option('--cities <list>', 'cities for roles that see their own, separated by commas', list, [])
    .option('--json', 'print { "secret": …, "entry": … }')
    .action((options: { subject: string; roles: string[]; cities: string[]; json?: boolean }) => {
      const made = newKey(options.subject, options.roles, options.cities);
      process.stdout.write(
        options.json
          ? `${JSON.stringify(made)}\n`
          : `Secret (shown only now): ${made.secret}\n\nAdd to the policies file:\n\n${stringify({ keys: [made.entry] })}`,
      );
    });
}
