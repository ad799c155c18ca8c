import type { FastifyRequest } from 'fastify';
import { type Credential, unauthenticated } from '../security/identity.js';
import { Seal } from '../security/seal.js';
import type { Secrets } from '../security/secret.js';

/** What a link stands for: who may fetch which file by it, and what for. */
interface Linked {
  readonly credential: Credential;
  readonly export: string;
  readonly purpose: string | null;
}

/** How long a link holds; a download that has begun goes on. */
const holdsMs = 5 * 60_000;

/** Links by which the file of an export is fetched without a key: for players, spreadsheets and download managers. */
export class DownloadLinks {
  readonly #seal: Seal;

  constructor(secrets: Secrets) {
    this.#seal = new Seal(secrets, 'download link');
  }

  async to(linked: Linked): Promise<string> {
    return `/exports/${linked.export}?link=${await this.#seal.close(linked, new Date(Date.now() + holdsMs))}`;
  }

  /** What the request's link stands for; null where it has none. Errors: UNAUTHENTICATED for one that is over, changed or another file's. */
  async find({ query, params, routeOptions, ws }: FastifyRequest): Promise<Linked | null> {
    const { link } = query as { link?: unknown };
    if (ws || routeOptions.url !== '/exports/:id' || typeof link !== 'string') return null;
    const linked = await this.#seal.open<Linked>(link);
    if (linked && linked.export === (params as { id: string }).id) return linked;
    throw unauthenticated('The link is over, or none to this file. Ask exportJob for another.');
  }
}
