import { CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';

/** The columns of an export, and of a file to be imported, which may have them in any order. */
const COLUMNS = ['person_id', 'name', 'scope', 'target_sid', 'target_name', 'until'] as const;
type Column = (typeof COLUMNS)[number];

/** A grant as a row holds it: all of it text, empty where there is nothing. */
export type GrantRecord = Record<Column, string>;

/** A row of a file, with the line on which it ends. */
export interface GrantLine {
  line: number;
  record: GrantRecord;
}

/** Something that a file has against being imported. */
export interface LineProblem {
  line: number;
  why: string;
}

/** Rows as the parser gives them, each with how many lines it has read by then. */
const Rows = z.array(
  z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }),
);

/** Grants as CSV (RFC 4180), with a header. What a spreadsheet would take for a formula begins with an apostrophe. */
export function asCsv(records: readonly GrantRecord[]): string {
  return stringify([...records], { header: true, columns: [...COLUMNS], escape_formulas: true });
}

/** The rows of a file, or why it cannot be read: a broken quote, a column that is missing or not known. */
export function fromCsv(text: string): { lines: GrantLine[]; problems: LineProblem[] } {
  try {
    const parsed = parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    });
    const [header, ...rows] = Rows.parse(parsed);
    const names = header?.record.map(columnName) ?? [];
    const problems = headerProblems(names);
    if (problems.length > 0) return { lines: [], problems };
    return readRows(rows, names);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? error.lines : 1;
    return { lines: [], problems: [{ line, why: 'It is no CSV from here on: a quote is open.' }] };
  }
}

function readRows(rows: z.infer<typeof Rows>, names: string[]) {
  const lines: GrantLine[] = [];
  const problems: LineProblem[] = [];
  for (const { record, info } of rows) {
    if (record.length !== names.length) {
      const why = `It has ${record.length} values, and the header names ${names.length}.`;
      problems.push({ line: info.lines, why });
      continue;
    }
    const value = (column: Column) => plain(record[names.indexOf(column)] ?? '');
    lines.push({
      line: info.lines,
      record: {
        person_id: value('person_id'),
        name: value('name'),
        scope: value('scope'),
        target_sid: value('target_sid'),
        target_name: value('target_name'),
        until: value('until'),
      },
    });
  }
  return { lines, problems };
}

/** A column that is not known may be a slip of one that is, such as the end of a grant. */
function headerProblems(names: string[]): LineProblem[] {
  const known: readonly string[] = COLUMNS;
  const problems = [
    ...['person_id', 'scope']
      .filter((name) => !names.includes(name))
      .map((name) => `The header names no column ${name}.`),
    ...names
      .filter((name) => !known.includes(name))
      .map((name) => `I know no column “${name.slice(0, 50)}”; there are ${COLUMNS.join(', ')}.`),
    ...names
      .filter((name, index) => names.indexOf(name) < index)
      .map((name) => `The column ${name} is there twice.`),
  ];
  return problems.map((why) => ({ line: 1, why }));
}

function columnName(typed: string): string {
  return typed
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');
}

/** A value without the apostrophe that kept a spreadsheet from computing it. */
function plain(value: string): string {
  return /^'[=+\-@\t\r]/.test(value) ? value.slice(1) : value;
}

/** Spreadsheets of half the world write semicolons. */
function delimiterOf(text: string): ',' | ';' {
  const [header = ''] = text.split('\n', 1);
  return header.includes(';') && !header.includes(',') ? ';' : ',';
}
