import { Command } from 'commander';
import { doctorFindings, type Finding } from './doctor-findings.js';
import { exit } from './run.js';
import { configOf, withSettings } from './settings.js';

export function doctor(): Command {
  const command = new Command('doctor')
    .option('--json', 'print [{ "what", "state", "found" }]')
    .action(async (options: { json?: boolean }) => {
      const findings = await doctorFindings(configOf(command));
      process.stdout.write(options.json ? `${JSON.stringify(findings, null, 2)}\n` : findings.map(lineOf).join(''));
      if (findings.some(({ state }) => state === 'fault')) process.exitCode = exit.fault;
    });
  return withSettings(command, ['MARTLET_HOME', 'MARTLET_CATALOGUE', 'MARTLET_POLICIES', 'MARTLET_MEMORY']);
}

const lineOf = ({ what, state, found }: Finding): string => `${state.padEnd(8)} ${what.padEnd(12)} ${found}\n`;
