import { readdirSync } from 'node:fs';
import { join, parse as parsePath } from 'node:path';
import type { GraphQLSchema } from 'graphql';
import { badInput } from '../../errors.js';
import { readText } from '../../lib/files.js';
import { hashOf } from '../../security/trusted-documents.js';
import { faultOf, parsed } from '../graph/bounds.js';
import { inputSchemaOf } from './input-schema.js';

/** A document of the graph that a model may ask, by a name and with arguments: its variables. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** To the letter, as `martlet trust` has it. */
  readonly document: string;
  readonly hash: string;
  /** The console's page that shows the same, as `linkOf` takes it. */
  readonly link: string;
  readonly inputSchema: ReturnType<typeof inputSchemaOf>;
}

/**
 * The tools of a folder, one a file: what stands above the document says its title, its page of the console, and what it is for; its variables
 * are the tool's arguments. Errors: BAD_USER_INPUT for one that is no document of this graph.
 */
export function loadTools(dir: string, schema: GraphQLSchema): readonly Tool[] {
  return readdirSync(dir)
    .sort()
    .map((file) => {
      const document = readText(join(dir, file));
      const fault = faultOf(document, schema);
      if (fault) throw badInput(`${join(dir, file)}: expected a document of this graph, found: ${fault}`);
      const { title, link, description } = headOf(document);
      const inputSchema = inputSchemaOf(parsed(document), schema);
      return { name: parsePath(file).name, title, description, document, hash: hashOf(document), link, inputSchema };
    });
}

/** The comment that a document begins with. */
function headOf(document: string) {
  const [head = ''] = /^(#.*\n)*/.exec(document)!;
  const lines = head.split('\n').map((line) => line.replace(/^# ?/, ''));
  const said = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? '';
  const description = lines
    .filter((line) => !/^(title|link): /.test(line))
    .join(' ')
    .trim();
  return { title: said('title'), link: said('link'), description };
}
