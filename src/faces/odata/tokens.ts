import { badInput } from '../../errors.js';

export interface Token {
  readonly kind: 'WORD' | 'TEXT' | 'NUMBER' | 'SIGN' | 'END';
  /** Of a text, what it says. */
  readonly text: string;
  /** Where it begins, from 1. */
  readonly at: number;
}

const patterns = /\s+|(?<text>'(?:[^']|'')*')|(?<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?<word>[A-Za-z_]\w*)|(?<sign>[(),])/y;

/** Of a condition: a quote within a text is written twice. Errors: BAD_USER_INPUT with the place. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; ) {
    patterns.lastIndex = at;
    const { 0: found, groups } = patterns.exec(text) ?? {};
    if (found === undefined || groups === undefined)
      throw badInput(
        `$filter: expected a name, a number, a text in single quotes or a parenthesis at ${at + 1}, found ${text.slice(at, at + 10)}.`,
      );
    const add = (kind: Token['kind'], said: string) => tokens.push({ kind, text: said, at: at + 1 });
    if (groups.text) add('TEXT', groups.text.slice(1, -1).replaceAll("''", "'"));
    else if (groups.number) add('NUMBER', groups.number);
    else if (groups.word) add('WORD', groups.word);
    else if (groups.sign) add('SIGN', groups.sign);
    at += found.length;
  }
  return [...tokens, { kind: 'END', text: 'the end', at: text.length + 1 }];
}
