import {UsageError} from '../errors.ts';

/** A filter that says nothing sensible. The message alone is enough for a command line; `reason` and `column` are for a prompt that shows the text. */
export class FilterError extends UsageError {
	/** Where it breaks: UTF-16 units from 0; the length of the text where something is missing at its end. */
	readonly column: number;
	readonly reason: string;

	constructor(text: string, column: number, reason: string) {
		super(`filter \`${shortened(text)}\`: ${reason} (column ${column + 1})`);
		this.column = column;
		this.reason = reason;
	}
}

/** What the parser and the compiler throw: they know the place, `compileFilter` knows the whole text. */
export class FilterProblem extends Error {
	readonly column: number;

	constructor(column: number, reason: string) {
		super(reason);
		this.column = column;
	}
}

const longestShown = 200;

/** Of a text that is quoted. */
export function shortened(text: string): string {
	return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}
