/** A text as SQL has it. */
export const quotedString = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A name as SQL has it, whatever it is made of. */
export const quotedName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
