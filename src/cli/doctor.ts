import { Command } from 'commander';
import { doctorFindings, type Finding } from './doctor-findings.js';
import { configOf, exit, withSettings } from './run.js';

export function doctor(): Command {
  const command = new Command('doctor')
    .description(
      'look at machine, configuration, policies, key, generation, ledger, disk and files: what is wrong, and what to do',
    )
    .option('--json', 'print [{ "what", "state", "found" }]')
    .action(async (options: { json?: boolean }) => {
      const findings = await doctorFindings(configOf(command));
      process.stdout.write(options.json ? `${JSON.stringify(findings, null, 2)}\n` : findings.map(lineOf).join(''));
      if (findings.some(({ state }) => state === 'fault')) process.exitCode = exit.fault;
    });
  return withSettings(command, ['MARTLET_HOME', 'MARTLET_CATALOGUE', 'MARTLET_POLICIES', 'MARTLET_MEMORY']);
}

const lineOf = ({ what, state, found }: Finding): string => `${state.padEnd(8)} ${what.padEnd(12)} ${found}\n`;
