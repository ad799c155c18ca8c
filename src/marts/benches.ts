import { join } from 'node:path';
import { type Attached, attachWarehouse, type Warehouse } from '../contract/read/attach.js';
import type { Contract } from '../contract/types.js';
import { memoryMb } from '../lib/memory.js';
import { type Builder, openBuilder, portable } from '../warehouse/duckdb.js';
import { addContacts, type OwnContact, writeContacts } from './own-contacts.js';

/** Two builders work at a time: one on the months' states, each of which rests on the one before, and one on what is made from them. */
export interface Bench {
  readonly chain: Builder;
  readonly rest: Builder;
  /** The base marts, which both have. */
  readonly attached: Attached;
}

/** What a builder may take of the memory. */
const SHARES = { chain: 2 / 3, rest: 1 / 3 } as const;

/** The builders of a build and what they were opened on; closed together, also where opening stopped half-way. */
export class Benches {
  private readonly open: Builder[] = [];

  constructor(
    private readonly home: string,
    private readonly memoryLimit = '3GB',
    private readonly threads?: number,
  ) {}

  /** Opens both with the base marts and the gateway's own contacts. Errors: BAD_USER_INPUT as attachWarehouse. */
  async attach(contract: Contract, warehouse: Warehouse, contacts?: AsyncIterable<OwnContact>): Promise<Bench> {
    // Called like a generation in the making, and removed with them.
    const file = join(this.home, 'generations', '.building-contacts.ndjson');
    if (contacts) await writeContacts(file, contacts);
    const attach = async (builder: Builder): Promise<Attached> => {
      const attached = await attachWarehouse(builder, contract, warehouse);
      return contacts ? addContacts(builder, attached, contract, file) : attached;
    };
    const chain = await this.builder('chain');
    const attached = await attach(chain);
    const rest = await this.builder('rest');
    await attach(rest);
    return { chain: portable(chain), rest: portable(rest), attached };
  }

  async close(): Promise<void> {
    for (const builder of this.open) await builder.close();
  }

  private async builder(name: keyof typeof SHARES): Promise<Builder> {
    const builder = await openBuilder({
      memoryLimit: `${Math.floor(memoryMb(this.memoryLimit) * SHARES[name])}MB`,
      threads: this.threads,
      tempDirectory: join(this.home, 'generations', `.building-spill-${name}`),
    });
    this.open.push(builder);
    return builder;
  }
}
