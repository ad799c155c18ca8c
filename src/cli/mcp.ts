import { Command, Option } from 'commander';
import { relayServer } from '../faces/mcp/relay.js';
import { overStdio } from '../faces/mcp/stdio.js';
import { martletOf, withSettings } from './settings.js';

interface Options {
  readonly url?: string;
  readonly key?: string;
}

export function mcp(): Command {
  const command = new Command('mcp')
    .addOption(new Option('--url <url>', 'ask a running gateway, instead of the current generation').env('MARTLET_URL'))
    .addOption(new Option('--key <secret>', 'the API key of who asks, where there are policies').env('MARTLET_API_KEY'))
    .action(async ({ url, key }: Options) => {
      if (url !== undefined) return overStdio(() => relayServer({ url, key }));
      const { answerHere } = await import('./mcp-here.js');
      return answerHere(martletOf(command), key);
    });
  return withSettings(command, ['MARTLET_HOME', 'MARTLET_CATALOGUE', 'MARTLET_POLICIES', 'MARTLET_MEMORY']);
}
