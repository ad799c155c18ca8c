import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK, type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose';

/** Who gives tokens out, on loopback: its description and its keys, as an OpenID provider has them. */
export interface TestIssuer {
  readonly url: string;
  /** The keys that it tells, which may be changed. */
  keys: JWK[];
  /** How often it was asked for them. */
  asked: number;
  /** From now on it does not answer, or does again. */
  silent: boolean;
  /** A token of its RSA key; what is undefined is left out. */
  sign(claims?: JWTPayload, header?: Partial<JWTHeaderParameters>): Promise<string>;
  close(): Promise<void>;
}

export const audience = 'martlet';
export const seconds = () => Math.floor(Date.now() / 1000);

/** Making one takes a third of a second. */
const pair = generateKeyPair('RS256', { extractable: true });

export async function openIssuer(): Promise<TestIssuer> {
  const { privateKey, publicKey } = await pair;
  const server = createServer((request, response) => {
    if (issuer.silent) return void request.socket.destroy();
    response.setHeader('content-type', 'application/json');
    if (request.url === '/keys') {
      issuer.asked++;
      return void response.end(JSON.stringify({ keys: issuer.keys }));
    }
    if (request.url === '/.well-known/openid-configuration')
      return void response.end(
        JSON.stringify({ issuer: issuer.url, jwks_uri: `${issuer.url}/keys`, authorization_endpoint: `${issuer.url}/auth` }),
      );
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer: TestIssuer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    keys: [{ ...(await exportJWK(publicKey)), kid: 'rsa', alg: 'RS256', use: 'sig' }],
    asked: 0,
    silent: false,
    sign: (claims = {}, header = {}) => {
      const usual = { iss: issuer.url, aud: audience, sub: 'li.wei', iat: seconds(), exp: seconds() + 300, roles: ['managers'] };
      const said = JSON.parse(JSON.stringify({ ...usual, ...claims })) as JWTPayload;
      return new SignJWT(said).setProtectedHeader({ alg: 'RS256', kid: 'rsa', typ: 'JWT', ...header }).sign(privateKey);
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return issuer;
}
