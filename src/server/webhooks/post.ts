import { type LookupAddress, lookup } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Addresses that are not the internet's: this machine, this network, and what stands for them. */
const inner = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  inner.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
  ['::', 96],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  inner.addSubnet(net, bits, 'ipv6');

const kindOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/**
 * Finds the addresses of a name of which one may be asked: the internet's, and private ones of the networks that are listed. The connection is
 * made to what was found here, so that no name can lead elsewhere a moment later.
 */
export function outerLookup(networks: readonly string[]): LookupFunction {
  const listed = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    if (bits === undefined) listed.addAddress(address, kindOf(address));
    else listed.addSubnet(address, Number(bits), kindOf(address));
  }
  const isAllowed = ({ address }: LookupAddress) =>
    !inner.check(address, kindOf(address)) || listed.check(address, kindOf(address));
  return (name, { all, ...options }, found) =>
    lookup(name, { ...options, all: true }, (error, addresses) => {
      const allowed = error ? [] : addresses.filter(isAllowed);
      const [first] = allowed;
      if (!first) return found(error ?? new Error('its name leads to a private address, whose network is not listed'), []);
      if (all) found(null, allowed);
      else found(null, first.address, first.family);
    });
}

export interface Posted {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly lookup: LookupFunction;
  readonly signal: AbortSignal;
}

/** Sends a body and gives the status of the answer; nothing else of it is read, and no redirect followed. */
export const post = ({ url, headers, body, lookup: find, signal }: Posted): Promise<number> =>
  new Promise((resolve, reject) => {
    const { request } = url.protocol === 'https:' ? https : http;
    const length = String(Buffer.byteLength(body));
    const options = {
      method: 'POST',
      headers: { ...headers, 'content-length': length },
      lookup: find,
      signal,
      agent: false,
    } as const;
    const sent = request(url, options, (answer) => {
      resolve(answer.statusCode!);
      answer.destroy();
    });
    // Node says of whatever ended it that it was aborted.
    sent.on('error', (error) => reject(signal.aborted ? signal.reason : error)).end(body);
  });
