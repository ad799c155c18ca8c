import { parse, specifiedRules, validate } from 'graphql';
import { loadConfig } from '../../src/config.js';
import { withinBounds } from '../../src/faces/graph/bounds.js';
import { createSchema } from '../../src/faces/graph/schema.js';
import { createMartlet } from '../../src/martlet.js';
import { protocolLimits } from '../../src/security/limits.js';
import { beyond, withinJust } from '../support/hostile-documents.js';

/**
 * Milliseconds of the loop that hostile documents of at most 64 KB cost before they are answered: the median of 15, after 3 that warm up, and
 * the first. `npm run bench:documents`
 */
const schema = createSchema(createMartlet(loadConfig({}, {})).definitions);
const { documentTokens: maxTokens, documentErrors: maxErrors } = protocolLimits;

function told(text: string): string {
  try {
    const [problem] = validate(schema, parse(text, { maxTokens }), [...specifiedRules, withinBounds], { maxErrors });
    return problem?.message ?? 'valid';
  } catch (error) {
    return String(error);
  }
}

const milliseconds = (text: string): number => {
  const { user, system } = process.cpuUsage();
  told(text);
  const spent = process.cpuUsage({ user, system });
  return (spent.user + spent.system) / 1000;
};

told('{ me { subject } }');
const documents = {
  ...Object.fromEntries(Object.entries(beyond).map(([name, [text]]) => [`${name}: refused`, text])),
  ...withinJust,
};
for (const [name, text] of Object.entries(documents)) {
  const first = milliseconds(text);
  const all = Array.from({ length: 18 }, () => milliseconds(text)).slice(3);
  const median = all.sort((a, b) => a - b)[7]!;
  process.stdout.write(
    `${median.toFixed(1).padStart(7)} ${first.toFixed(1).padStart(7)}  ${name} (${text.length} bytes) ${told(text).slice(0, 80)}\n`,
  );
}
