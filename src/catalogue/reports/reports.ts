import type { Layered } from '../layered.js';
import type { ReportEntry } from '../schemas.js';
import { didYouMean, suggestions } from '../suggestions.js';
import type { ReportOption, ReportTemplate } from '../types.js';
import type { FileProblems } from '../yaml.js';
import { cuts, optionFault } from './options.js';
import { type Add, checkQuestion, type ReportContext } from './question.js';
import { optionsOfTemplate } from './template.js';

/** Resolves reports: each is checked as it stands and with every value that an option allows. */
export function resolveReports(
  entries: ReadonlyMap<string, Layered<ReportEntry>>,
  context: ReportContext,
  problems: FileProblems,
): ReadonlyMap<string, ReportTemplate> {
  const reports = new Map<string, ReportTemplate>();
  for (const [code, { entry, source, at }] of entries) {
    const { code: _, en, zh, description, months, options: given, ...question } = entry;
    const options = given.map((option) => ({ ...option, default: option.default === undefined ? null : `${option.default}` }));
    const report = { code, names: { en, zh }, description, months, options, question, source };
    const found = new Map<string, readonly PropertyKey[]>();
    const add = (path: readonly PropertyKey[], message: string) => found.has(message) || found.set(message, path);
    checkOptions(report, context, add);
    if (found.size === 0) for (const values of variants(options, context)) checkQuestion(report, values, context, add);
    for (const [message, path] of found) problems.add(at?.(path) ?? source, `${code}: ${message}`);
    reports.set(code, report);
  }
  return reports;
}

/** What every report takes, in the graph and in an address. */
const taken = ['month', 'from', 'to', 'where', 'slice', 'locale', 'names', 'bom'];

function checkOptions({ options, question }: ReportTemplate, context: ReportContext, add: Add): void {
  const named = optionsOfTemplate(question);
  const names = options.map(({ name }) => name);
  for (const [name, path] of named) {
    if (!names.includes(name)) add(path, `${path.join('.')}: unknown option "${name}".${didYouMean(suggestions(name, names))}`);
  }
  for (const [index, option] of options.entries()) {
    const at = ['options', index];
    if (taken.includes(option.name))
      add(at, `the option "${option.name}" is called like an argument of every report; call it otherwise`);
    if (options.findIndex(({ name }) => name === option.name) < index) add(at, `the option "${option.name}" is defined twice`);
    if (!named.has(option.name))
      add(at, `the option "${option.name}" is not used: write "{{${option.name}}}" where its value belongs`);
    if (option.type === 'CODE' && !option.allowed) add(at, `the option "${option.name}" is a CODE: say what is allowed`);
    for (const value of Object.keys(option.values ?? {}).filter((each) => !option.allowed?.includes(each)))
      add(at, `option ${option.name}: values names "${value}", which is not allowed`);
    for (const text of [...(option.allowed ?? []), ...(option.default === null ? [] : [option.default])]) {
      const fault = optionFault(option, text, context) ?? optionFault({ ...option, allowed: undefined }, text, context);
      if (fault) add(at, `option ${option.name}: ${fault}`);
    }
  }
}

/** The defaults, and beside them each value that an option allows. */
function variants(
  options: readonly ReportOption[],
  { measures, dimensions }: ReportContext,
): readonly ReadonlyMap<string, string>[] {
  const samples = {
    INTEGER: '1',
    NUMBER: '1',
    BOOLEAN: 'true',
    MONTH: '2026-10',
    CODE: '',
    DIMENSION: cuts({ dimensions })[0]!,
    MEASURE: [...measures.keys()][0]!,
  };
  const sample = ({ type, allowed, least, default: preset }: ReportOption) =>
    preset ?? allowed?.[0] ?? (least === undefined ? samples[type] : `${least}`);
  const usual = new Map(options.map((option) => [option.name, sample(option)]));
  return [usual, ...options.flatMap(({ name, allowed = [] }) => allowed.map((value) => new Map([...usual, [name, value]])))];
}
