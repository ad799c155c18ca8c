import { buildGeneration } from '../../src/marts/build.js';
import { fewRollups, optionsFor } from './support.js';

/** Builds, and kills itself at the step given: "3" or a step's label. Without one, says each step and goes on. */
const [home, warehouse, hash, at] = process.argv.slice(2) as [string, string, string, string | undefined];
await buildGeneration(
  optionsFor(home, warehouse, {
    catalogue: { ...fewRollups(), hash },
    force: true,
    onProgress: (done, _, label) => {
      process.stdout.write(`${label}\n`);
      if (at !== undefined && (String(done) === at || label === at)) process.kill(process.pid, 'SIGKILL');
    },
  }),
);
