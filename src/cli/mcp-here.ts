import { join } from 'node:path';
import { createApollo } from '../faces/graph/apollo.js';
import { executeDocument } from '../faces/graph/execute-document.js';
import { createSchema } from '../faces/graph/schema.js';
import { overStdio } from '../faces/mcp/stdio.js';
import { toolServer } from '../faces/mcp/tool-server.js';
import { loadTools } from '../faces/mcp/tools.js';
import type { Martlet } from '../martlet.js';
import { Generations } from '../serving/generations.js';
import { contextOf, currentIn, toStderr, viewerOf } from './query-ask.js';

/** Answers over stdio from the generation at hand, and from the next one once it is built. Errors: as `openCurrent` and `viewerOf`. */
export async function answerHere(martlet: Martlet, key: string | undefined): Promise<void> {
  const { config, definitions, open } = martlet;
  // Each time: a key may be taken back while a client is connected.
  const viewer = () => viewerOf(martlet, key);
  viewer();
  const generations = new Generations({
    home: config.home,
    open: (id) => open(id, { believes: true, decides: false }),
    log: { ...toStderr, info: () => {} },
  });
  const schema = createSchema(definitions);
  const apollo = createApollo(schema, definitions.catalogue);
  const tools = loadTools(join(config.sql, 'tools'), schema);
  await generations.start(await currentIn(config.home));
  try {
    await apollo.start();
    await overStdio(() =>
      toolServer({
        tools,
        documents: viewer().documents,
        ask: async (document, variables) => {
          const { serving, release } = await generations.lease();
          const context = contextOf(martlet, serving, viewer(), toStderr);
          return executeDocument(apollo, document, variables, context).finally(release);
        },
        // Where `martlet serve` of the same settings is.
        site: `http://${config.host}:${config.port}`,
        log: toStderr,
      }),
    );
  } finally {
    await apollo.stop();
    await generations.close();
  }
}
