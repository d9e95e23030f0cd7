/** A token of a query; comments and white space are skipped. */
export type Token = {
	readonly type: 'word' | 'quoted' | 'other';
	/** A word in lower case; the content of double quotes; anything else unchanged. */
	readonly text: string;
	readonly start: number;
	readonly end: number;
	/** Nesting depth of parentheses. */
	readonly depth: number;
};

/**
Splits a query that DuckDB's parser has already accepted. Just enough to find a word again: it doesn't look into
strings, quoted names and comments.
*/
export function tokensOf(sql: string): readonly Token[] {
	const tokens: Token[] = [];
	let depth = 0;
	for (let at = 0; at < sql.length; ) {
		pattern.lastIndex = at;
		const match = pattern.exec(sql);
		const groups = match?.groups ?? {};
		const start = at;
		at += Math.max(1, match?.[0].length ?? 0);
		if (groups.comment !== undefined) {
			at = endOfComment(sql, start);
		} else if (groups.space === undefined) {
			const text = sql.slice(start, at);
			depth -= text === ')' ? 1 : 0;
			if (groups.word !== undefined) {
				tokens.push({type: 'word', text: text.toLowerCase(), start, end: at, depth});
			} else if (groups.quoted !== undefined) {
				tokens.push({type: 'quoted', text: text.slice(1, -1).replaceAll('""', '"'), start, end: at, depth});
			} else {
				tokens.push({type: 'other', text, start, end: at, depth});
			}
			depth += text === '(' ? 1 : 0;
		}
	}
	return tokens;
}

const pattern =
	/(?<space>\s+|--[^\n]*)|(?<comment>\/\*)|(?<string>[eE]'(?:\\[\s\S]|''|[^'\\])*'|'(?:''|[^'])*'|\$(?<tag>[\p{L}_]*)\$[\s\S]*?\$\k<tag>\$)|(?<quoted>"(?:""|[^"])*")|(?<word>[\p{L}_][\p{L}\p{M}\p{N}_$]*)|(?<number>\d[\d._]*(?:[eE][+-]?\d+)?)|(?<symbol>.)/suy;

/** Comments nest. */
function endOfComment(sql: string, start: number): number {
	let depth = 0;
	const mark = /\/\*|\*\//g;
	mark.lastIndex = start;
	for (let match = mark.exec(sql); match !== null; match = mark.exec(sql)) {
		depth += match[0] === '/*' ? 1 : -1;
		if (depth === 0) {
			return mark.lastIndex;
		}
	}
	return sql.length;
}
