import {UsageError} from '../errors.ts';

/**
A filter that makes no sense. On a command line the message is enough. A prompt that shows the text uses `reason` and
`column`.
*/
export class FilterError extends UsageError {
	/** Where it breaks, in UTF-16 units from 0. The text's length when something is missing at its end. */
	readonly column: number;
	readonly reason: string;

	constructor(text: string, column: number, reason: string) {
		super(`filter \`${shortened(text)}\`: ${reason} (column ${column + 1})`);
		this.column = column;
		this.reason = reason;
	}
}

/** Thrown by the parser and the compiler, which know the position. `compileFilter` adds the whole text. */
export class FilterProblem extends Error {
	readonly column: number;

	constructor(column: number, reason: string) {
		super(reason);
		this.column = column;
	}
}

const longestShown = 200;

/** Cuts a text for quoting it in a message. */
export function shortened(text: string): string {
	return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}
