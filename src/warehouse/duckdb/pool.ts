import type { DuckdbSession, Instance } from './session.js';

/** Connections that wait for work. How many are open is bounded by who may ask: the lanes. */
export class SessionPool {
  readonly #idle: DuckdbSession[] = [];
  readonly #busy = new Set<DuckdbSession>();

  constructor(private readonly instance: Instance) {}

  async take(): Promise<DuckdbSession> {
    const session = this.#idle.pop() ?? (await this.instance.connect());
    this.#busy.add(session);
    return session;
  }

  /**
   * Gives a session back; given back already, nothing happens. One that is not sound (interrupted, in mid-stream,
   * broken) is closed, and a new one takes its place when needed.
   */
  put(session: DuckdbSession, sound: boolean): void {
    if (!this.#busy.delete(session)) return;
    if (sound) this.#idle.push(session);
    else session.close();
  }

  /** Nothing may be in use any more. */
  close(): void {
    for (const session of [...this.#idle.splice(0), ...this.#busy]) session.close();
    this.#busy.clear();
  }
}
