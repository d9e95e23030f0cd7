/** A string as an SQL literal. */
export const quotedString = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A name as an SQL identifier, whatever characters it has. */
export const quotedName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
