import { parseCookie, stringifySetCookie } from 'cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { badInput } from '../../errors.js';
import { isLoopback } from '../../lib/loopback.js';
import { protocolLimits } from '../../security/limits.js';

const { cookieLetters } = protocolLimits;

type Asked = Pick<FastifyRequest, 'protocol' | 'hostname'>;

/** Of what browsers take back to us: no script reads it. `lax`: also when a link of another site leads here. */
export interface Cookie {
  readonly name: string;
  readonly sameSite: 'strict' | 'lax';
}

/** Over https no other host and no plain connection can have set a cookie of this prefix. */
const nameOf = ({ name }: Cookie, { protocol }: Asked): string => (protocol === 'https' ? `__Host-${name}` : name);

export const cookieIn = (cookie: Cookie, asked: Asked, header: string | undefined): string | undefined =>
  header === undefined ? undefined : parseCookie(header)[nameOf(cookie, asked)] || undefined;

/** `until`: null ends it. Errors: BAD_USER_INPUT where others could read it on its way. */
export function setCookie(cookie: Cookie, value: string, until: Date | null, asked: Asked, reply: FastifyReply): void {
  const isSecure = asked.protocol === 'https';
  if (!isSecure && !isLoopback(asked.hostname))
    throw badInput(
      'Browsers sign in over https only. Where a proxy speaks it for this gateway, MARTLET_PROXIES must name it, and it must set x-forwarded-proto.',
    );
  const attributes = { path: '/', httpOnly: true, secure: isSecure, sameSite: cookie.sameSite, expires: until ?? new Date(0) };
  const text = stringifySetCookie(nameOf(cookie, asked), value, attributes);
  if (text.length > cookieLetters)
    throw badInput(
      `Expected a cookie of at most ${cookieLetters} letters, found ${text.length}: the token names too many cities.`,
    );
  reply.header('set-cookie', text);
}
