import { Command } from 'commander';

interface Listed {
  /** Not for people. */
  readonly isHidden?: true;
  readonly description: string;
  readonly load: () => Promise<Command>;
}

/** The commands in the order in which help shows them. Most load half of the gateway: who asks for help, or for one of them, waits for no other. */
const commands: Readonly<Record<string, Listed>> = {
  serve: {
    description:
      'serve the graph; without a generation that fits, build one first (of the demo operator where no warehouse is given)',
    load: async () => (await import('./serve.js')).serve(),
  },
  backend: {
    isHidden: true,
    description: 'the process behind "martlet serve", which starts it',
    load: async () => (await import('./backend.js')).backend(),
  },
  build: {
    description: 'build a generation from the base marts: only months that changed, checked before it goes live',
    load: async () => (await import('./build.js')).build(),
  },
  init: {
    description: 'look into a folder of extracts and draft the mappings of a warehouse, with a README of what was guessed',
    load: async () => (await import('./init.js')).init(),
  },
  preview: {
    description: 'show what the mappings of a warehouse give: rows, nulls and distinct values by month, and the strangest rows',
    load: async () => (await import('./preview.js')).preview(),
  },
  check: {
    description:
      'check the catalogue, its formulas on the current generation, and a warehouse against the contract: all that is wrong, at once',
    load: async () => (await import('./check.js')).check(),
  },
  query: {
    description: 'ask the current generation without a server: a GraphQL document, or a named report',
    load: async () => (await import('./query.js')).query(),
  },
  sql: {
    description: 'ask base marts, mappings and the current generation in SQL; nothing else can be read, and nothing written',
    load: async () => (await import('./sql.js')).sql(),
  },
  mcp: {
    description:
      'answer a model’s tools over stdio (Model Context Protocol): from the current generation, or of a running gateway',
    load: async () => (await import('./mcp.js')).mcp(),
  },
  demo: {
    description: "make the demo operator's base marts (kept below the home directory)",
    load: async () => (await import('./demo.js')).demo(),
  },
  schema: {
    description: 'print the graph in schema definition language',
    load: async () => (await import('./schema.js')).schema(),
  },
  rollups: {
    description:
      'list the rollups of the current generation, their sizes and what they answered; with --advise, which more are worth it',
    load: async () => (await import('./rollups.js')).rollups(),
  },
  key: {
    description: 'make, list, rotate and revoke API keys',
    load: async () => (await import('./key.js')).key(),
  },
  audit: {
    description: 'show the audit, search it, or verify that no line of it was edited, removed or moved',
    load: async () => (await import('./audit.js')).audit(),
  },
  backup: {
    description:
      'write the ledger and the snapshots of its lists into one file, as of one moment, while gateways may go on to write',
    load: async () => (await import('./backup.js')).backup(),
  },
  restore: {
    description:
      'make the ledger and the snapshots of its lists what they were when a backup was taken; stop the gateways before',
    load: async () => (await import('./restore.js')).restore(),
  },
  retain: {
    description:
      'take away what the policies’ "retention" keeps no longer: each kind with a line of the audit that says what went',
    load: async () => (await import('./retain.js')).retain(),
  },
  webhooks: {
    description: 'list who is told of events and what was not taken, have it told again, show a secret',
    load: async () => (await import('./webhooks.js')).webhooks(),
  },
  doctor: {
    description:
      'look at machine, configuration, policies, key, generation, ledger, disk and files: what is wrong, and what to do',
    load: async () => (await import('./doctor.js')).doctor(),
  },
  trust: {
    description: 'add documents to the list that roles with "documents: trusted" are bound to',
    load: async () => (await import('./trust.js')).trust(),
  },
};

/** All of them, the named one as it is and the others by what is told of them. */
export const commandsFor = (name: string | undefined): Promise<readonly Command[]> =>
  Promise.all(
    Object.entries(commands)
      .filter(([own, { isHidden }]) => !isHidden || own === name)
      .map(async ([own, { description, load }]) => (own === name ? await load() : new Command(own)).description(description)),
  );

/** The first word that is a command's name: martlet help build is about build. */
export const commandIn = (words: readonly string[]): string | undefined => words.find((word) => word in commands);
