import Database from 'better-sqlite3';

/** Reads a database beside whoever writes it, over one connection, which begins at the first question. */
export interface Reader {
  rows<Row>(sql: string, ...values: unknown[]): Row[];
  close(): void;
}

export function openReader(file: string): Reader {
  let client: Database.Database | null = null;
  const statements = new Map<string, Database.Statement>();
  return {
    rows<Row>(sql: string, ...values: unknown[]) {
      client ??= new Database(file, { readonly: true });
      const statement = statements.get(sql) ?? client.prepare(sql);
      statements.set(sql, statement);
      return statement.all(...values) as Row[];
    },
    close() {
      client?.close();
      client = null;
      statements.clear();
    },
  };
}
