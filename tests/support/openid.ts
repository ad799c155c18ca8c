import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import { vi } from 'vitest';

/** A real OpenID provider on loopback: whoever gives a name is signed in by it, with the roles that are said of the name. */
export async function openProvider(rolesOf: Readonly<Record<string, readonly string[]>>) {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    /** Begins to answer, to a client that is sent back to this address. */
    serve: (redirect: string) => {
      const client = {
        client_id: 'martlet',
        redirect_uris: [redirect],
        token_endpoint_auth_method: 'none',
        application_type: 'native',
      };
      // It tells at length that it is set up for a test.
      for (const say of ['info', 'warn'] as const) vi.spyOn(console, say).mockImplementation(() => undefined);
      const provider = new Provider(url, {
        clients: [client],
        pkce: { required: () => true },
        claims: { openid: ['sub', 'roles'] },
        conformIdTokenClaims: false,
        cookies: { keys: ['test'] },
        findAccount: (_context: unknown, id: string) => ({
          accountId: id,
          claims: () => ({ sub: id, roles: rolesOf[id] ?? [] }),
        }),
      });
      server.on('request', provider.callback());
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What a browser does without scripts: keeps cookies, follows where it is sent, and fills forms in. */
export class Browser {
  readonly cookies = new Map<string, string>();

  /** `stopAt`: it does not go on to an address that has this text, but tells it. */
  constructor(public stopAt = 'nowhere') {}

  async go(
    url: string,
    form?: Readonly<Record<string, string>>,
  ): Promise<{ readonly url: string; readonly status: number; readonly text: string }> {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: this.header() },
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    const to = response.headers.get('location');
    if (to === null) return { url, status: response.status, text: await response.text() };
    const { href } = new URL(to, url);
    return href.includes(this.stopAt) ? { url: href, status: response.status, text: '' } : this.go(href);
  }

  header(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  #keep(line: string): void {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
    const [, expires] = /expires=([^;]+)/i.exec(line) ?? [];
    if (expires !== undefined && new Date(expires) <= new Date()) this.cookies.delete(name!);
    else this.cookies.set(name!, value!);
  }
}

/** Signs in at the provider's own pages and goes on to where it sends the browser. */
export async function signInAt(browser: Browser, start: string, login: string) {
  let page = await browser.go(start);
  // A page for the name, then one for the consent.
  for (const answers of [{ login, password: 'x' }, {}] as readonly Record<string, string>[]) {
    const action = /<form[^>]* action="([^"]+)"/.exec(page.text)?.[1];
    if (action === undefined) break;
    const hidden = [...page.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
      name,
      value,
    ]);
    page = await browser.go(new URL(action, page.url).href, { ...Object.fromEntries(hidden), ...answers });
  }
  return page;
}
