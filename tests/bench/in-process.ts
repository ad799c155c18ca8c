import { pino } from 'pino';
import { loadConfig } from '../../src/config.js';
import { createContext } from '../../src/faces/context.js';
import { createApollo } from '../../src/faces/graph/apollo.js';
import { createSchema } from '../../src/faces/graph/schema.js';
import { type AuditEntry, appendAudit } from '../../src/ledger/audit/audit.js';
import { openLedger } from '../../src/ledger/ledger.js';
import { stringify } from '../../src/lib/stringify.js';
import { createMartlet } from '../../src/martlet.js';
import { developer } from '../../src/security/viewer.js';
import { settingsOf } from './operator.js';

/** Every round reads anew. */
const kept = { MARTLET_KEPT_MB: '0' };

/** The demo operator of a size, built where it is not there yet, and the graph over it in this process, without HTTP. */
export async function openInProcess(numbers: string, months: string, more: Readonly<Record<string, string>> = {}) {
  const { home, settings } = settingsOf(numbers, months);
  const config = loadConfig({ ...settings, ...kept, ...more }, {});
  const martlet = createMartlet(config);
  const { definitions } = martlet;
  const id = await martlet.ensureGeneration((done, total, label) => process.stderr.write(`${done}/${total} ${label}\n`));
  // The cluster is told of a generation that is there already by a build that finds nothing else to do.
  if (config.trino) await martlet.build();
  const serving = await martlet.open(id);
  const apollo = createApollo(createSchema(definitions), definitions.catalogue);
  await apollo.start();
  const log = pino({ level: 'silent' });
  // Personal columns leave in clear here, which is written down as it would be.
  const ledger = await openLedger({ home, databaseUrl: null });
  const audit = (entry: AuditEntry) => appendAudit(ledger, entry);
  return {
    home,
    id,
    serving,
    definitions,
    /** The answer, written out as it would be sent. */
    async ask(query: string, variables: Readonly<Record<string, unknown>> = {}) {
      const contextValue = createContext({
        serving,
        definitions,
        viewer: developer,
        requestId: 'bench',
        log: log as never,
        audit,
      });
      const response = await apollo.executeOperation({ query, variables }, { contextValue });
      if (response.body.kind !== 'single' || response.body.singleResult.errors) throw new Error(JSON.stringify(response.body));
      await stringify(response.body.singleResult);
      return response.body.singleResult;
    },
    async close() {
      await apollo.stop();
      await serving.close();
      await ledger.close();
    },
  };
}
