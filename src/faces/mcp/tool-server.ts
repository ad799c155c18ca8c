import { type CallToolResult, ProtocolError, ProtocolErrorCode, Server } from '@modelcontextprotocol/server';
import { unknownName } from '../../catalogue/suggestions.js';
import { MartletError } from '../../errors.js';
import { stringify } from '../../lib/stringify.js';
import { inWords, protocolLimits } from '../../security/limits.js';
import type { Viewer } from '../../security/viewer.js';
import { version } from '../../version.js';
import type { FailureLog } from '../context.js';
import type { GraphAnswer } from '../graph/execute-document.js';
import { linkOf } from './link.js';
import type { Tool } from './tools.js';

type Arguments = Readonly<Record<string, unknown>>;

export interface ToolServerOptions {
  readonly tools: readonly Tool[];
  /** Who is bound to trusted documents is told of those tools alone whose documents are among them. */
  readonly documents: Viewer['documents'];
  /** Puts a tool's document to the graph, as the one who asks. */
  readonly ask: (document: string, variables: Arguments) => Promise<GraphAnswer>;
  /** Where the console is: "https://bi.example.com". */
  readonly site: string;
  readonly log: FailureLog;
}

const instructions =
  'Figures of a telecom operator, read-only. Begin with search_catalogue: it tells the codes of measures and dimensions, the columns to filter ' +
  'by, and the months. Null is not known, never 0: "absence" says why. Every figure has a slice, the numbers behind it, which the other tools ' +
  'take. Cite generation and link with a figure, and its formula where somebody may doubt it.';

export const emptyServer = (): Server => new Server({ name: 'martlet', version }, { capabilities: { tools: {} }, instructions });

/** A server of the Model Context Protocol whose tools are documents of the graph; what they may is what the graph lets who asks. */
export function toolServer({ tools, documents, ask, site, log }: ToolServerOptions): Server {
  const server = emptyServer();
  server.setRequestHandler('tools/list', async () => ({
    tools: tools
      .filter(({ hash }) => documents === null || documents.has(hash))
      .map(({ name, title, description, inputSchema }) => ({
        name,
        title,
        description,
        inputSchema: inputSchema as never,
        annotations: { title, readOnlyHint: true, openWorldHint: false },
      })),
  }));
  server.setRequestHandler('tools/call', async ({ params: { name, arguments: given = {} } }) => {
    const tool = tools.find((each) => each.name === name);
    if (!tool) throw new ProtocolError(ProtocolErrorCode.InvalidParams, unknownName('tool', name, namesOf(tools)).message);
    try {
      return await call(tool, given);
    } catch (error) {
      if (error instanceof MartletError) return refused([`${error.code}: ${error.message}`]);
      log.error({ err: error, path: name }, 'a tool failed');
      return refused(['INTERNAL: The gateway failed; its log says why.']);
    }
  });

  async function call({ document, inputSchema, link }: Tool, given: Arguments): Promise<CallToolResult> {
    const known = Object.keys(inputSchema.properties);
    const other = Object.keys(given).find((name) => !known.includes(name));
    if (other !== undefined) throw unknownName('argument', other, known);
    const { data, errors, extensions } = await ask(document, given);
    if (errors.length > 0 || data === null)
      return refused(errors.map(({ message, extensions: { code } }) => `${code}: ${message}`));
    const { scope, ...answer } = data;
    const { generation, dataDate } = extensions;
    const page = linkOf(link, { ...given, slice: sliceOf(scope, given) });
    const structuredContent = { ...answer, generation, dataDate, link: `${site}${page}` };
    const text = await stringify(structuredContent);
    if (text.length > protocolLimits.toolLetters) throw tooLong(text.length);
    return { content: [{ type: 'text', text }], structuredContent };
  }
  return server;
}

/** What the page is to be about, where it is not about everybody: the filter and the slice that were given, in one. */
function sliceOf(scope: unknown, { where, slice }: Arguments): unknown {
  if (where === undefined && slice === undefined) return undefined;
  const { slice: own, rows } = Object(scope) as { slice?: string; rows?: readonly { slice: string }[] };
  return own ?? rows?.[0]?.slice ?? slice;
}

const refused = (lines: readonly string[]): CallToolResult => ({
  isError: true,
  content: [{ type: 'text', text: [...new Set(lines)].join('\n') }],
});

const namesOf = (tools: readonly Tool[]): readonly string[] => tools.map(({ name }) => name);

const tooLong = (found: number) =>
  new MartletError(
    'TOO_COSTLY',
    `Expected an answer of at most ${inWords(protocolLimits.toolLetters)} letters, found ${inWords(found)}. Ask for less at once (first, levels, top).`,
  );
