import http from 'node:http';
import https from 'node:https';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TypeSignature } from './column-reader.js';
import { Unreachable } from './failures.js';
import { parseAnswer } from './parse-answer.js';

/** A page of a query's answer, as far as it is looked at: https://trino.io/docs/current/develop/client-protocol.html */
export interface ResultPage {
  /** Where the next one is, which DELETE cancels; without it this is the last. */
  readonly nextUri?: string;
  readonly columns?: readonly { readonly name: string; readonly type: string; readonly typeSignature: TypeSignature }[];
  readonly data?: readonly (readonly unknown[])[];
  readonly error?: { readonly message: string; readonly errorName: string };
  readonly stats?: { readonly progressPercentage?: number };
}

export type Headers = Readonly<Record<string, string>>;

export interface CoordinatorOptions {
  readonly origin: string;
  /** Of every request: who asks, and how he proves it. Asked for each, as a token may be another one by then. */
  readonly headers: () => Promise<Headers>;
  /** Certificates to trust beside the public ones, PEM. */
  readonly ca?: string;
}

interface Asked {
  readonly method: 'POST' | 'GET' | 'DELETE';
  readonly url: string;
  readonly headers?: Headers;
  readonly body?: string;
  readonly signal: AbortSignal;
}

/** "Try again" of the protocol, and of what stands in front of a coordinator. */
const AGAIN = [429, 502, 503, 504];
const [FIRST_WAIT_MS, LONGEST_WAIT_MS] = [50, 2000];

/** A coordinator answers within a second, however long the query takes: one that is silent for so long is gone. */
const SILENCE_MS = 30_000;
const CANCEL_MS = 10_000;

/** About how long a page is; 16 MB without it, and to parse those holds up everybody in this process for a tenth of a second. */
const PAGE_SIZE = '1MB';

/** Trino's client protocol over HTTP. Node's `fetch` would do, but that it trusts no certificate of one's own; and it follows redirects. */
export class Coordinator {
  private readonly agent: http.Agent;

  constructor(private readonly options: CoordinatorOptions) {
    const isTls = options.origin.startsWith('https:');
    this.agent = isTls ? new https.Agent({ keepAlive: true, ca: options.ca }) : new http.Agent({ keepAlive: true });
  }

  /**
   * Begins a query. The signal ends the waiting between attempts only: what has been sent must be answered, as the answer alone tells where to
   * cancel. Asked again it may run twice, which harms nothing, as queries only read.
   */
  begin(sql: string, headers: Headers, signal: AbortSignal): Promise<ResultPage> {
    return this.page({ method: 'POST', url: `${this.options.origin}/v1/statement`, headers, body: sql, signal });
  }

  /** The next page: within a second, with rows or without. It may be asked for again. */
  next(url: string, signal: AbortSignal): Promise<ResultPage> {
    return this.page({ method: 'GET', url: `${this.own(url)}?targetResultSize=${PAGE_SIZE}`, signal });
  }

  /** When it returns the coordinator ends the query, or cannot be reached: then it ends it by itself, as nobody asks for the next page. */
  async cancel(url: string): Promise<void> {
    try {
      await this.answer({ method: 'DELETE', url: this.own(url), signal: AbortSignal.timeout(CANCEL_MS) });
    } catch {
      // Nothing is to be done about it, and whoever cancels has an error of his own.
    }
  }

  close(): void {
    this.agent.destroy();
  }

  /** Whoever could name another place to go on at would get the credentials. */
  private own(url: string): string {
    const { origin } = this.options;
    if (URL.canParse(url) && new URL(url).origin === origin) return url;
    const found = `Expected the next page at ${origin}, where the query began, found ${url.slice(0, 200)}.`;
    throw new Error(`${found} Does a proxy change the address? Then Trino needs http-server.process-forwarded=true.`);
  }

  private async page(asked: Asked): Promise<ResultPage> {
    const { status, body } = await this.answer(asked);
    const said = `Trino at ${this.options.origin} answered HTTP ${status}: ${body.trim().slice(0, 200)}`;
    if (status !== 200) throw status >= 500 ? new Unreachable(said) : new Error(said);
    try {
      return parseAnswer(body) as ResultPage;
    } catch (cause) {
      throw new Error(`Expected JSON. ${said}`, { cause });
    }
  }

  /** The answer, after as many attempts as it takes. */
  private async answer(asked: Asked): Promise<Answer> {
    for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
      asked.signal.throwIfAborted();
      const answer = await this.once(asked);
      if (!AGAIN.includes(answer.status)) return answer;
      await sleep(Math.max(answer.retryAfterMs, waitMs * (1 + Math.random())), undefined, { signal: asked.signal });
    }
  }

  private async once(asked: Asked): Promise<Answer> {
    try {
      return await this.send(asked);
    } catch (cause) {
      // The coordinator had closed a connection that was kept open: nobody has read what was sent.
      if (isStale(cause)) return this.once(asked);
      const { message, code } = cause as NodeJS.ErrnoException;
      throw new Unreachable(`Trino at ${this.options.origin} could not be asked: ${message || code}`, { cause });
    }
  }

  private async send({ method, url, headers, body, signal }: Asked): Promise<Answer> {
    const { request } = url.startsWith('https:') ? https : http;
    const own = await this.options.headers();
    const options = {
      method,
      headers: { ...own, ...headers, 'content-length': Buffer.byteLength(body ?? '') },
      agent: this.agent,
      timeout: SILENCE_MS,
      ...(method === 'POST' ? {} : { signal }),
    };
    return new Promise((resolve, reject) => {
      const failed = (error: Error) => reject(Object.assign(error, { isReused: sent.reusedSocket }));
      const sent = request(url, options, (answer) => {
        const retryAfterMs = 1000 * Number(answer.headers['retry-after'] ?? 0) || 0;
        text(answer).then((read) => resolve({ status: answer.statusCode!, retryAfterMs, body: read }), failed);
      });
      sent.on('timeout', () => sent.destroy(new Error(`not a byte within ${SILENCE_MS} ms`)));
      sent.on('error', failed).end(body);
    });
  }
}

interface Answer {
  readonly status: number;
  readonly retryAfterMs: number;
  readonly body: string;
}

const isStale = (error: unknown): boolean => {
  const { code, isReused } = error as { readonly code?: string; readonly isReused?: boolean };
  return isReused === true && (code === 'ECONNRESET' || code === 'EPIPE');
};
