/** RFC 4180, read letter by letter: the second route to what `src/csv.ts` writes. Every field comes back as text. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]!;
    if (quoted && letter === '"' && text[at + 1] === '"') field += text[++at];
    else if (letter === '"') quoted = !quoted;
    else if (quoted) field += letter;
    else if (letter === ',') {
      row.push(field);
      field = '';
    } else if (letter === '\r' && text[at + 1] === '\n') {
      rows.push([...row, field]);
      row = [];
      field = '';
      at++;
    } else field += letter;
  }
  if (quoted || row.length > 0 || field !== '') throw new Error('the text ends in the middle of a row');
  return rows;
}
