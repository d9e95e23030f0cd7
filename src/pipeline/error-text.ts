/**
An error and its causes in one line: `fetch failed: connect ECONNREFUSED 127.0.0.1:8080`.

Values that aren't errors are converted to text, since anything can be thrown. An AggregateError, as from a refused
connection to a host with several addresses, is represented by its first error.
*/
export function errorText(error: unknown): string {
	const parts: string[] = [];
	let current = error;
	for (let depth = 0; depth < maxCauses && current !== undefined && current !== null; depth++) {
		const part = ownText(current);
		if (part !== '' && !parts.includes(part)) {
			parts.push(part);
		}
		current = causeOf(current);
	}
	return parts.length === 0 ? String(error) : parts.join(': ');
}

const maxCauses = 4; // enough for any real chain, and stops at a cycle

function ownText(error: unknown): string {
	if (!(error instanceof Error)) {
		return typeof error === 'object' ? Object.prototype.toString.call(error) : String(error);
	}
	const hasInner = error instanceof AggregateError && error.errors.length > 0;
	return error.message === '' && !hasInner ? error.name : error.message;
}

function causeOf(error: unknown): unknown {
	if (!(error instanceof Error)) {
		return undefined;
	}
	const [first]: unknown[] = error instanceof AggregateError ? error.errors : [];
	return error.cause ?? first;
}
