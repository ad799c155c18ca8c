// Who is told of events, in a process of its own: it verifies each by the libraries, writes down those that it has not had, and then says so.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type CloudEventV1, HTTP } from 'cloudevents';
import { Webhook } from 'standardwebhooks';

const [port, secret, file, dieAt] = process.argv.slice(2) as [string, string, string, string];
const known = new Set(
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).id as string)
    : [],
);
let taken = 0;
createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks).toString();
    try {
      new Webhook(secret).verify(body, request.headers as Record<string, string>);
      const event = HTTP.toEvent({ headers: request.headers, body }) as CloudEventV1<unknown> & { validate(): boolean };
      event.validate();
      if (known.has(event.id)) process.stdout.write(`again ${event.id}\n`);
      else appendFileSync(file, `${body}\n`);
      known.add(event.id);
      taken += 1;
      // The power goes when it is written down and not yet said.
      if (taken === Number(dieAt)) process.kill(process.pid, 'SIGKILL');
      response.writeHead(204).end();
    } catch (error) {
      process.stdout.write(`refused ${(error as Error).message}\n`);
      response.writeHead(400).end();
    }
  });
}).listen(Number(port), '127.0.0.1', () => process.stdout.write('listening\n'));
