/** How lines at the margin begin that belong to the line before all the same: of stack traces, and what is printed with them. */
export const traceStarts: readonly string[] = [
	'at ',
	'Caused by: ',
	'Suppressed: ',
	'...',
	'goroutine ',
	'created by ',
	'exit status ',
	'stack backtrace:',
	'note: run with ',
	'During handling of ',
	'The above exception ',
];

/** The last line of a Python trace, and a function in one of Go's. */
const inTrace = /^(?:[\w./]+\([\w, .{}*?]{0,400}\)$|[\w.]{0,200}(?:Error|Exception|Interrupt|Exit|Warning)(?::|$))/;

/** Whether a line belongs to the one before by its looks: it is indented, or begins like a line of a stack trace. */
export function goesOn(text: string): boolean {
	return isIndented(text) || traceStarts.some(start => text.startsWith(start));
}

export const isIndented = (text: string): boolean => /^[ \t]/.test(text);

/** Whether a text goes on with the line before, as far as it alone can tell. */
export function isContinuation(text: string): boolean {
	return goesOn(text) || inTrace.test(text);
}
