/** Lines at the margin that belong to the line before all the same: of stack traces, and of what is printed with them. */
const ofTrace =
	/^(?:at |Caused by: |Suppressed: |\.\.\.|goroutine \d|created by |exit status |stack backtrace:|note: run with |During handling of |The above exception |[\w./]+\([\w, .{}*?]{0,400}\)$|[\w.]{0,200}(?:Error|Exception|Interrupt|Exit|Warning)(?::|$))/;

/** Whether a text goes on with the line before: it is indented, or a line of a stack trace. */
export function isContinuation(text: string): boolean {
	return /^[ \t]/.test(text) || ofTrace.test(text);
}
